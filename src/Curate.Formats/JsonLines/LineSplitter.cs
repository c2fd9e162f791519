using System.Globalization;
using Curate.Core.Errors;

namespace Curate.Formats.JsonLines;

/// <summary>
/// Cuts a stream into lines. A line ends with LF or CRLF, or with the stream. Memory: one buffer that starts at 256 KiB and grows to the
/// longest line, never beyond the record limit.
/// </summary>
internal sealed class LineSplitter(Stream stream, string name, long maxRecordBytes) : IDisposable
{
    private const int StartBytes = 256 * 1024;
    private const int MostAtOnce = 1024 * 1024;

    // Batches hold a few records whatever their size, and arrays end at 2 GiB: records end at 1 GiB.
    private readonly int _limit = (int)Math.Clamp(maxRecordBytes, 1, 1 << 30);
    private byte[] _buffer = new byte[StartBytes];
    private int _start;
    private int _filled;
    private long _origin;
    private bool _ended;

    /// <summary>Number of the current line, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Where the current line starts, in bytes of the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>The current line is the last one and has no line end.</summary>
    public bool Unterminated { get; private set; }

    /// <summary>Bytes of the stream that lie before the next line.</summary>
    public long BytesRead => _origin + _start;

    /// <summary>Moves to the next line; false at the end. The bytes are valid until the next call.</summary>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        int scanned = _start;
        while (true)
        {
            int at = _buffer.AsSpan(scanned, _filled - scanned).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = Take(scanned + at, scanned + at + 1);
                return true;
            }

            int unread = _filled - _start;
            if (_ended)
            {
                Unterminated = true;
                line = unread == 0 ? default : Take(_filled, _filled);
                return unread != 0;
            }

            // One more byte than the limit may be the CR of a line end.
            if (unread > _limit + 1)
            {
                ThrowTooLarge(LineNumber + 1, _buffer.AsSpan(_start, unread));
            }

            Fill();
            scanned = _start + unread;
        }
    }

    public void Dispose() => stream.Dispose();

    private ReadOnlySpan<byte> Take(int end, int next)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, end - _start);
        Offset = _origin + _start;
        LineNumber++;
        _start = next;
        if (line.Length > 0 && line[^1] == '\r')
        {
            line = line[..^1];
        }

        if (LineNumber == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
            Offset += 3;
        }

        if (line.Length > _limit)
        {
            ThrowTooLarge(LineNumber, line);
        }

        return line;
    }

    private void Fill()
    {
        int unread = _filled - _start;
        if (_start > 0 && (unread == 0 || _filled == _buffer.Length))
        {
            _buffer.AsSpan(_start, unread).CopyTo(_buffer);
            _origin += _start;
            _start = 0;
            _filled = unread;
        }

        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, Array.MaxLength));
        }

        // Not the whole buffer: a record over the limit is then told before the memory beyond the limit is touched.
        int read = stream.Read(_buffer, _filled, Math.Min(_buffer.Length - _filled, MostAtOnce));
        _filled += read;
        _ended = read == 0;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void ThrowTooLarge(long line, ReadOnlySpan<byte> start)
    {
        bool array = start.TrimStart(JsonText.Blanks).StartsWith("["u8);
        Fail.With(
            ErrorCodes.RecordTooLarge,
            string.Create(CultureInfo.InvariantCulture, $"{name}, line {line}: the record is larger than --max-record ({_limit} bytes); it starts with {Fail.Show(start)}."),
            array ? LineFault.ArrayHint : null);
    }
}
