using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// A stream whose beginning can be read more than once, so that a pipe can be sniffed: what is read is held until <see cref="Replay"/>,
/// which serves it again and then the rest. Holds the header record and one read buffer at most.
/// </summary>
internal sealed class PeekedStream(Stream inner) : ReadStream
{
    private byte[] _held = new byte[CsvSniffer.SampleBytes];
    private int _length;
    private int _position;
    private bool _holding = true;

    /// <summary>The first bytes, fewer than asked for only where the input has no more.</summary>
    public ReadOnlySpan<byte> Peek(int bytes, out bool isWholeInput)
    {
        isWholeInput = false;
        while (_length < bytes && !isWholeInput)
        {
            isWholeInput = Fill() == 0;
        }

        return _held.AsSpan(0, Math.Min(bytes, _length));
    }

    /// <summary>Goes back to the start. The next pass is the last: what it has read is forgotten.</summary>
    public void Replay()
    {
        _position = 0;
        _holding = false;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_position == _length)
        {
            if (!_holding)
            {
                _held = [];
                _position = _length = 0;
                return inner.Read(buffer);
            }

            if (Fill() == 0)
            {
                return 0;
            }
        }

        int count = Math.Min(buffer.Length, _length - _position);
        _held.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Fill()
    {
        if (_length == _held.Length)
        {
            Array.Resize(ref _held, checked(_held.Length * 2));
        }

        int count = inner.Read(_held.AsSpan(_length));
        _length += count;
        return count;
    }
}
