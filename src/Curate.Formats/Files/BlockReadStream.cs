namespace Curate.Formats.Files;

/// <summary>
/// Reads its inner stream in blocks, lets the first bytes be looked at, and passes reads that are large enough straight through, so
/// that a reader with a buffer of its own costs no second copy.
/// </summary>
internal sealed class BlockReadStream(Stream inner, int blockBytes = BlockReadStream.DefaultBlockBytes) : ReadStream
{
    public const int DefaultBlockBytes = 1024 * 1024;

    private byte[] _block = [];
    private int _at;
    private int _end;

    /// <summary>The next bytes without consuming them; fewer than <paramref name="count"/> only at the end of the stream.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_block.Length - _at < count)
        {
            byte[] larger = new byte[Math.Max(4096, count)];
            _block.AsSpan(_at, _end - _at).CopyTo(larger);
            _block = larger;
            _end -= _at;
            _at = 0;
        }

        while (_end - _at < count)
        {
            int read = inner.Read(_block.AsSpan(_end));
            if (read == 0)
            {
                break;
            }

            _end += read;
        }

        return _block.AsSpan(_at, Math.Min(count, _end - _at));
    }

    /// <summary>Consumes bytes that <see cref="Peek"/> showed.</summary>
    public void Skip(int count) => _at += count;

    public override int Read(Span<byte> buffer)
    {
        if (_at == _end)
        {
            if (buffer.Length >= blockBytes / 8)
            {
                return inner.Read(buffer);
            }

            if (buffer.IsEmpty)
            {
                return 0;
            }

            if (_block.Length < blockBytes)
            {
                _block = new byte[blockBytes];
            }

            _at = 0;
            _end = inner.Read(_block);
        }

        int count = Math.Min(buffer.Length, _end - _at);
        _block.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
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
}
