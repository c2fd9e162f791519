namespace Curate.Parquet.Compression;

/// <summary>
/// Pinned bytes of a page, then a tail, as a stream for the framework's decoders, which take nothing else. It must not outlive the pin.
/// </summary>
internal sealed unsafe class PageReadStream(byte* page, int length, byte[] tail) : Stream
{
    private int _at;
    private int _tailAt;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, length - _at);
        new ReadOnlySpan<byte>(page + _at, count).CopyTo(buffer);
        _at += count;
        int rest = Math.Min(buffer.Length - count, tail.Length - _tailAt);
        tail.AsSpan(_tailAt, rest).CopyTo(buffer[count..]);
        _tailAt += rest;
        return count + rest;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
