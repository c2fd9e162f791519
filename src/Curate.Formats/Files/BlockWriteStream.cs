namespace Curate.Formats.Files;

/// <summary>
/// Gathers writes into blocks before they reach the stream that <paramref name="open"/> gives; writes of a block or more pass straight
/// through. The inner stream can be closed and opened again between writes. Disposing does nothing: the output that owns this stream
/// decides when, and whether, its bytes count.
/// </summary>
internal sealed class BlockWriteStream(Func<Stream> open, Func<Exception, Exception> failed, int blockBytes = BlockWriteStream.DefaultBlockBytes)
    : WriteStream
{
    public const int DefaultBlockBytes = 1024 * 1024;

    private byte[] _block = [];
    private int _used;
    private Stream? _inner;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length >= blockBytes)
        {
            Push();
            Send(buffer);
            return;
        }

        if (_block.Length == 0)
        {
            _block = new byte[blockBytes];
        }

        int room = Math.Min(buffer.Length, blockBytes - _used);
        buffer[..room].CopyTo(_block.AsSpan(_used));
        _used += room;
        if (_used == blockBytes)
        {
            Push();
            buffer[room..].CopyTo(_block);
            _used = buffer.Length - room;
        }
    }

    /// <summary>Opens the inner stream even if nothing was written: a compressor then writes an empty file of its kind.</summary>
    public void Open() => Send([]);

    /// <summary>Hands the gathered bytes on. The inner stream is not flushed: a compressor would pay for it in size.</summary>
    public override void Flush() => Push();

    /// <summary>Hands everything on and forgets the inner stream after <paramref name="end"/> has closed it; the block is given back.</summary>
    public void Close(Action<Stream> end)
    {
        Push();
        if (_inner is { } inner)
        {
            try
            {
                end(inner);
            }
            catch (Exception failure) when (FileFailures.IsOutside(failure))
            {
                throw failed(failure);
            }

            _inner = null;
        }

        _block = [];
    }

    /// <summary>Forgets what was gathered; the inner stream, if open, is returned to be discarded.</summary>
    public Stream? Abandon()
    {
        Stream? inner = _inner;
        _inner = null;
        _used = 0;
        _block = [];
        return inner;
    }

    private void Push()
    {
        if (_used > 0)
        {
            int used = _used;
            _used = 0;
            Send(_block.AsSpan(0, used));
        }
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            (_inner ??= open()).Write(bytes);
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw failed(failure);
        }
    }
}
