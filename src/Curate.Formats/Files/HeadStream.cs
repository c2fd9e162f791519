namespace Curate.Formats.Files;

/// <summary>Bytes that were read ahead, then the rest of their stream.</summary>
internal sealed class HeadStream(byte[] head, Stream rest) : ReadStream
{
    private int _at;

    public override int Read(Span<byte> buffer)
    {
        if (_at == head.Length)
        {
            return rest.Read(buffer);
        }

        int count = Math.Min(buffer.Length, head.Length - _at);
        head.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
