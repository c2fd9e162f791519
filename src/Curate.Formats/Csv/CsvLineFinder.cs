using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// Tells on which line a record starts, by reading the input again from where the last question ended. Counting lines while parsing costs
/// a tenth of the reading; this costs nothing until something is wrong, and one more pass at most for all faults of a pass.
/// </summary>
internal sealed class CsvLineFinder(IByteInput input) : IDisposable
{
    private byte[] _buffer = [];
    private Stream? _stream;
    private long _position;
    private long _line = 1;
    private bool _afterReturn;

    /// <summary>The 1-based line of the byte at an offset that starts a line or stands in it.</summary>
    public long LineAt(long offset)
    {
        if (_stream is null || offset < _position)
        {
            _stream?.Dispose();
            _stream = input.Open();
            _buffer = _buffer.Length == 0 ? new byte[64 * 1024] : _buffer;
            _position = 0;
            _line = 1;
            _afterReturn = false;
        }

        while (_position < offset)
        {
            int count = _stream.Read(_buffer, 0, (int)Math.Min(_buffer.Length, offset - _position));
            if (count == 0)
            {
                break;
            }

            _position += count;
            Count(_buffer.AsSpan(0, count));
        }

        return _line;
    }

    public void Dispose() => _stream?.Dispose();

    /// <summary>CR, LF and CR LF count once each, also where a block ends between CR and LF.</summary>
    private void Count(ReadOnlySpan<byte> block)
    {
        _line -= _afterReturn && block[0] == '\n' ? 1 : 0;
        _afterReturn = block[^1] == '\r';
        _line += CsvLineBreaks.Count(block);
    }
}
