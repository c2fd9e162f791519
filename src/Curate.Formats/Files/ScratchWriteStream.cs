namespace Curate.Formats.Files;

/// <summary>Appends to one scratch run in blocks of 64 KiB, each counted before it is written.</summary>
internal sealed class ScratchWriteStream(Stream inner, ScratchUse use, Func<Exception, Exception> failed) : WriteStream
{
    private byte[] _block = [];
    private int _used;
    private bool _closed;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (buffer.Length > _block.Length - _used)
        {
            Push();
            if (buffer.Length >= FileScratch.BlockBytes)
            {
                Send(buffer);
                return;
            }

            MakeBlock();
        }

        buffer.CopyTo(_block.AsSpan(_used));
        _used += buffer.Length;
    }

    public override void WriteByte(byte value)
    {
        if (_used == _block.Length)
        {
            Push();
            MakeBlock();
        }

        _block[_used++] = value;
    }

    public override void Flush() => Push();

    // A run counts once its stream is disposed, so disposing has to write the last block and has to say when that fails.
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            try
            {
                Push();
            }
            finally
            {
                inner.Dispose();
                _block = [];
            }
        }

        base.Dispose(disposing);
    }

    // Made when first needed: many runs are open at once, and some are written in large pieces only.
    private void MakeBlock()
    {
        if (_block.Length == 0)
        {
            _block = new byte[FileScratch.BlockBytes];
        }
    }

    private void Push()
    {
        int used = _used;
        _used = 0;
        if (used > 0)
        {
            Send(_block.AsSpan(0, used));
        }
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        use.Take(bytes.Length);
        try
        {
            inner.Write(bytes);
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw failed(failure);
        }
    }
}
