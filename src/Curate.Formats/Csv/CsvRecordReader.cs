using System.Runtime.CompilerServices;
using System.Text.Unicode;
using CsvHelper;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// One pass over a CSV file. Every record is checked in full, also those before the first row asked for, so that row numbers are the same
/// in every pass: field count, quoting, UTF-8, declared kinds. Memory: the cursor's buffer (256 KiB, and with
/// larger records up to their limit more) and the batch.
/// </summary>
internal sealed class CsvRecordReader : IDeferringReader, ISelectiveReader
{
    /// <summary>Records between two looks at the cancellation token while nothing is delivered.</summary>
    private const int SkippedPerCheck = 16 * 1024;

    private readonly CsvSource _file;
    private readonly CsvLayout _layout;
    private readonly ReadRequest _request;
    private readonly CsvDecoder _decoder;
    private readonly CsvReencoder? _reencoder;
    private readonly CsvCursor _cursor;
    private readonly int _fields;
    private readonly long _maxRecord;
    private readonly bool _selects;
    private long _first;
    private CsvPlace _emptyLinesAt;
    private long _emptyLines;
    private long _nextRow;
    private bool _started;
    private bool _ended;

    public CsvRecordReader(CsvSource file, CsvLayout layout, ReadRequest request, CsvDecoder decoder, Stream stream, bool selects)
    {
        _selects = selects;
        _file = file;
        _layout = layout;
        _request = request;
        _decoder = decoder;
        bool verbatim = layout.Dialect.SameFields(file.CsvLayout.Dialect) && layout.Names.SequenceEqual(file.CsvLayout.Names);
        _reencoder = request.Payload && !verbatim ? new CsvReencoder(file, layout) : null;
        _fields = file.Schema.Count;
        _maxRecord = file.Options.MaxRecordBytes;
        _cursor = new CsvCursor(stream, file.CsvLayout.Dialect, file.Options, decoder.Faults, trackLines: !file.CanReopen);
    }

    public long BytesRead { get; private set; }

    /// <inheritdoc/>
    public bool Read(RecordBatch batch, CancellationToken ct) => Next(batch, null, [], ct);

    /// <inheritdoc/>
    public bool ReadDeferred(RecordBatch batch, CancellationToken ct) => Next(batch, _decoder.Framing, [], ct);

    /// <inheritdoc/>
    public int Read(RecordBatch batch, long first, ReadOnlySpan<int> rows, bool mayDefer, CancellationToken ct)
    {
        _first = first;
        Next(batch, mayDefer ? _decoder.Framing : null, rows, ct);
        return batch.Count;
    }

    /// <inheritdoc/>
    public void Finish(CancellationToken ct)
    {
        for (long left = 0; Advance(ct);)
        {
            if (++left % SkippedPerCheck == 0)
            {
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    public void Dispose()
    {
        _decoder.Faults.Dispose();
        _cursor.Dispose();
    }

    private bool Next(RecordBatch batch, CsvFraming? framing, ReadOnlySpan<int> rows, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        batch.Begin(_request, _layout);
        batch.Source = 0;
        if (framing is null)
        {
            _decoder.Bind(batch);
            return Fill(batch, null, rows, ct);
        }

        CsvFrames frames = batch.Decoder as CsvFrames is { } own && ReferenceEquals(own.Framing, framing) ? own : new CsvFrames(framing);
        batch.Decoder = frames;
        frames.Begin(batch);
        batch.IsPending = true;
        return FillFrames(batch, frames, rows, ct);
    }

    private bool FillFrames(RecordBatch batch, CsvFrames frames, ReadOnlySpan<int> rows, CancellationToken ct)
    {
        try
        {
            return Fill(batch, frames, rows, ct);
        }
        catch (CurateException) when (frames.CanFail)
        {
            // A fault in a record before the one that ends the run is the one to report.
            frames.Decode();
            throw;
        }
    }

    private bool Fill(RecordBatch batch, CsvFrames? frames, ReadOnlySpan<int> rows, CancellationToken ct)
    {
        if (!_started)
        {
            _started = true;
            SkipHeader();
        }

        int count = _selects ? FillChosen(batch, frames, rows, ct) : FillAll(batch, frames, ct);
        BytesRead = _cursor.Position;
        batch.Count = count;
        return count > 0;
    }

    private int FillAll(RecordBatch batch, CsvFrames? frames, CancellationToken ct)
    {
        var payload = batch.Payload as RecordBytes;
        long bytes = 0;
        int count = 0;
        while (count < batch.Capacity && bytes < RecordBatch.TargetBytes && _nextRow < _request.ToRow)
        {
            if (frames is not null && MayBePlain)
            {
                int rows = _cursor.TakePlain(frames, payload, (int)Math.Min(batch.Capacity - count, _request.ToRow - _nextRow), out int taken);
                if (rows > 0)
                {
                    batch.FirstRow = count == 0 ? _nextRow : batch.FirstRow;
                    bytes += taken;
                    count += rows;
                    _nextRow += rows;
                    continue;
                }
            }

            if (!Advance(ct))
            {
                break;
            }

            if (_nextRow < _request.FromRow)
            {
                _nextRow++;
                if (_nextRow % SkippedPerCheck == 0)
                {
                    ct.ThrowIfCancellationRequested();
                }

                continue;
            }

            if (count == 0)
            {
                batch.FirstRow = _nextRow;
            }

            bytes += Append(payload, frames);
            count++;
            _nextRow++;
        }

        return count;
    }

    /// <summary>Whether the next records may be taken without the parser, where they are plain: none of them is passed over, nor is a value checked that is not decoded.</summary>
    private bool MayBePlain => _nextRow >= _request.FromRow && _emptyLines == 0 && _reencoder is null && !_decoder.ChecksValues;

    private int FillChosen(RecordBatch batch, CsvFrames? frames, ReadOnlySpan<int> rows, CancellationToken ct)
    {
        var payload = batch.Payload as RecordBytes;
        long bytes = 0;
        int count = 0;
        rows = rows[..Math.Min(rows.Length, batch.Capacity)];
        while (count < rows.Length && bytes < RecordBatch.TargetBytes)
        {
            // The record of the row before _nextRow is still at hand: a row may be chosen more than once, also over the end of a batch.
            long row = _first + rows[count];
            while (_nextRow <= row)
            {
                if (!Advance(ct))
                {
                    return count;
                }

                if (++_nextRow % SkippedPerCheck == 0)
                {
                    ct.ThrowIfCancellationRequested();
                }
            }

            bytes += Append(payload, frames);
            count++;
        }

        return count;
    }

    /// <summary>Appends the record at which the parser stands; returns about how many bytes it takes.</summary>
    private long Append(RecordBytes? payload, CsvFrames? frames)
    {
        long decoded = frames is null ? _decoder.Append(_cursor) : frames.Append(_cursor);
        if (payload is not null)
        {
            ReadOnlySpan<byte> record = _reencoder is null ? _cursor.Record.RawRecord : _reencoder.Encode(_cursor.Record);
            payload.Append(record);
            decoded = Math.Max(decoded, record.Length);
        }

        return decoded;
    }

    /// <summary>Moves to the next sound record; bad ones are reported and passed over.</summary>
    private bool Advance(CancellationToken ct)
    {
        int bad = 0;
        while (!_ended && _cursor.Read())
        {
            CsvReader csv = _cursor.Record;
            ReadOnlySpan<byte> record = csv.RawRecord;
            if (record.Length == 0 && _fields > 1)
            {
                HoldEmptyLine();
                continue;
            }

            if (_emptyLines != 0)
            {
                ReportEmptyLines();
            }

            if (_cursor.Malformed is null && csv.FieldCount == _fields && record.Length <= _maxRecord && (_cursor.IsValidUtf8 || Utf8.IsValid(record)))
            {
                if (_decoder.Check(_cursor))
                {
                    return true;
                }
            }
            else
            {
                ReportRecord();
            }

            if (++bad % SkippedPerCheck == 0)
            {
                ct.ThrowIfCancellationRequested();
            }
        }

        // Empty lines that nothing follows end the file and are no records.
        _ended = true;
        return false;
    }

    /// <summary>The header is read again and must be the one that the schema came from.</summary>
    private void SkipHeader()
    {
        if (_file.Options.NoHeader)
        {
            return;
        }

        if (!_cursor.Read() || !_cursor.Record.RawRecord.SequenceEqual(_file.Header.Raw))
        {
            Fail.With(ErrorCodes.InputChanged, $"{_file.Name}, line 1: the header is not the one that was there when the run started",
                ErrorCodes.InputChanged.Remedy);
        }
    }

    /// <summary>
    /// An empty line is only a fault if a record follows. Their number and the place of the first are all that is kept: the others count
    /// as one byte apart, which keeps reports distinct and in order.
    /// </summary>
    private void HoldEmptyLine()
    {
        if (_emptyLines++ == 0)
        {
            _emptyLinesAt = _cursor.Place;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReportEmptyLines()
    {
        for (long i = 0; i < _emptyLines; i++)
        {
            _decoder.Faults.ReportEmptyLine(_emptyLinesAt, i);
        }

        _emptyLines = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReportRecord()
    {
        if (_cursor.Record.RawRecord.Length > _maxRecord)
        {
            _ended = true;
            _decoder.Faults.FailOnSize(_cursor.Place);
        }

        _decoder.Faults.ReportRecord(_cursor.Record, _cursor.Place, _cursor.Malformed);
    }
}
