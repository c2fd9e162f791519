using CsvHelper;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// Moves through the records of a file. A stretch of the buffer is given to the parser at a time, in place, and records that need no parsing can be taken many at once
/// (<see cref="TakePlain"/>). Stretches end where a line does; where that line ends within quotes, the record is parsed again with more behind it.
/// </summary>
/// <remarks>Memory: 256 KiB, or up to the largest record that is allowed and 256 KiB where records are larger.</remarks>
internal sealed class CsvCursor : IDisposable
{
    /// <summary>Plain records are looked for in this much at once.</summary>
    private const int PlainBytes = 64 * 1024;

    /// <summary>How much the parser is given after plain records: the next ones are likely to be plain again.</summary>
    private const int LeastParsed = 4 * 1024;

    private readonly Utf8CheckedStream _stream;
    private readonly CsvFaults _faults;
    private readonly CsvReaderOptions _options;
    private readonly long _maxRecord;
    private readonly bool _tracksLines;
    private byte[] _buffer = new byte[CsvReaderSetup.BufferBytes];
    private int _start;
    private int _end;
    private long _offset;
    private long _line = 1;
    private bool _isEnd;
    private bool _foundPlain = true;
    private CsvReader? _csv;
    private int _csvStart;
    private int _csvEnd;
    private int _least;
    private CsvMalformedRecord? _malformed;

    /// <summary>Takes a stream at its start, which it owns from then on.</summary>
    public CsvCursor(Stream stream, CsvDialect dialect, TextReadOptions options, CsvFaults faults, bool trackLines)
    {
        _stream = new Utf8CheckedStream(stream);
        _faults = faults;
        _options = CsvReaderSetup.Options(dialect, options, fault => _malformed = fault, trackLines);
        _maxRecord = Math.Min(options.MaxRecordBytes, Array.MaxLength / 2);
        _tracksLines = trackLines;
    }

    /// <summary>The record at hand; its spans live until the next move.</summary>
    public CsvReader Record => _csv!;

    /// <summary>What is wrong with the record at hand, if anything.</summary>
    public CsvMalformedRecord? Malformed => _malformed;

    /// <summary>Where the record at hand is.</summary>
    public CsvPlace Place => new(OffsetOf(_csvStart) + _csv!.ByteOffset, _tracksLines ? _line + _csv.LineNumber - 1 : 0);

    /// <summary>Where the record at hand ends, or the last plain one that was taken.</summary>
    public long Position => _csv is null ? OffsetOf(_start) : OffsetOf(_csvStart) + _csv.ByteOffset + _csv.RawRecord.Length;

    /// <summary>All bytes read so far are UTF-8.</summary>
    public bool IsValidUtf8 => _stream.IsValid;

    /// <summary>Moves to the next record.</summary>
    /// <exception cref="CurateException">The record is larger than allowed.</exception>
    public bool Read()
    {
        while (true)
        {
            if (_csv is null && !Open())
            {
                return false;
            }

            _malformed = null;
            if (!_csv!.Read())
            {
                Close(_csvEnd);
            }
            else if (_malformed is { Reason: CsvMalformedReason.UnterminatedQuote } && !(_isEnd && _csvEnd == _end))
            {
                // Its end lies behind the stretch.
                ReadOnlySpan<byte> record = _csv.RawRecord;
                FailOnSize(record.Length);
                _least = record.Length;
                Close(_csvStart + (int)_csv.ByteOffset);
            }
            else if (_csvStart + _csv.ByteOffset >= _start)
            {
                return true;
            }
        }
    }

    /// <summary>Takes plain records, if the next one is plain.</summary>
    /// <param name="frames">Takes their fields.</param>
    /// <param name="payload">Takes their bytes, if they are asked for.</param>
    /// <param name="most">Records to take at most.</param>
    /// <param name="bytes">How many bytes they have.</param>
    /// <returns>How many records were taken.</returns>
    public int TakePlain(CsvFrames frames, RecordBytes? payload, int most, out int bytes)
    {
        bytes = 0;
        if (_csv is not null)
        {
            if (!IsRead())
            {
                return 0;
            }

            Close(_csvEnd);
        }

        // At the start of the file may stand a mark that is no part of the record, and records in a stretch are never too large.
        if (OffsetOf(_start) == 0 || !_stream.IsValid || _maxRecord < PlainBytes)
        {
            return 0;
        }

        while (true)
        {
            ReadOnlySpan<byte> stretch = _buffer.AsSpan(_start, Math.Min(PlainBytes, _end - _start));
            int rows = frames.AppendPlain(stretch, Next, most, payload, out bytes);
            if (rows > 0)
            {
                _start += bytes;
                _line += _tracksLines ? CsvLineBreaks.Count(stretch[..bytes]) : 0;
                _foundPlain = true;
                return rows;
            }

            if (stretch.Length == PlainBytes || !Fill() || !_stream.IsValid)
            {
                return 0;
            }
        }
    }

    public void Dispose()
    {
        _csv?.Dispose();
        _stream.Dispose();
    }

    /// <summary>Where the next stretch starts.</summary>
    private CsvPlace Next => new(OffsetOf(_start), _tracksLines ? _line : 0);

    private long OffsetOf(int index) => _offset + index;

    /// <summary>Whether the record at hand is the last one of its stretch.</summary>
    private bool IsRead()
    {
        int end = _csvStart + (int)_csv!.ByteOffset + _csv.RawRecord.Length;
        ReadOnlySpan<byte> left = _buffer.AsSpan(end, _csvEnd - end);
        return left.Length <= 1 || left.SequenceEqual("\r\n"u8);
    }

    /// <summary>Gives the next stretch to the parser.</summary>
    private bool Open()
    {
        int length = StretchLength();
        while (length <= _least && !_isEnd)
        {
            FailOnSize(_end - _start);
            Fill();
            length = StretchLength();
        }

        _least = 0;
        _foundPlain = false;
        if (length == 0)
        {
            return false;
        }

        // The parser takes U+FEFF at the start of what it is given for a mark of the encoding. It is one only at the start of the file; elsewhere the end of the
        // line before goes first, an empty record that is passed over.
        bool isMark = _start > 0 && _buffer.AsSpan(_start, length).StartsWith("\uFEFF"u8);
        _csvStart = isMark ? _start - 1 : _start;
        _csvEnd = _start + length;
        _line -= isMark ? 1 : 0;
        _csv = CsvReader.Create(new ReadOnlyMemory<byte>(_buffer, _csvStart, _csvEnd - _csvStart), _options);
        return true;
    }

    private int StretchLength()
    {
        ReadOnlySpan<byte> left = _buffer.AsSpan(_start, _end - _start);
        if (_foundPlain && left.Length > LeastParsed)
        {
            int end = CsvLineBreaks.LastEnd(left[..LeastParsed]);
            if (end > 0)
            {
                return end;
            }
        }

        return _isEnd ? left.Length : CsvLineBreaks.LastEnd(left);
    }

    private void Close(int next)
    {
        _line += _tracksLines ? CsvLineBreaks.Count(_buffer.AsSpan(_csvStart, next - _csvStart)) : 0;
        _csv!.Dispose();
        _csv = null;
        _start = next;
    }

    /// <summary>Reads until the buffer is full, or the input ends; the buffer grows where a record fills it. False where nothing was left to read.</summary>
    private bool Fill()
    {
        // The byte before the next record stays at hand.
        int kept = Math.Max(0, _start - 1);
        if (_end - kept == _buffer.Length)
        {
            long size = Math.Min(Math.Min(2L * _buffer.Length, _maxRecord + CsvReaderSetup.BufferBytes), Array.MaxLength);
            byte[] larger = new byte[Math.Max(size, _buffer.Length + 1L)];
            _buffer.AsSpan(kept, _end - kept).CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(kept, _end - kept).CopyTo(_buffer);
        }

        _offset += kept;
        _start -= kept;
        _end -= kept;
        int before = _end;
        while (!_isEnd && _end < _buffer.Length)
        {
            int count = _stream.Read(_buffer.AsSpan(_end));
            _end += count;
            _isEnd = count == 0;
        }

        return _end > before;
    }

    private void FailOnSize(long length)
    {
        // A line break may belong to what is there.
        if (length > _maxRecord + 2)
        {
            _faults.FailOnSize(_csv is null ? Next : Place);
        }
    }
}
