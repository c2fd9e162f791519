namespace Curate.Formats.Files;

/// <summary>
/// Reads of a pipe that cancelling ends at once, even while nobody writes to it: the operating system's read has a thread of the pool to
/// itself and is left behind there. Memory: one block of 64 KiB, which is what a pipe holds.
/// </summary>
internal sealed class PipeReadStream(Stream inner, CancellationToken ct) : ReadStream
{
    private readonly byte[] _block = new byte[64 * 1024];
    private int _at;
    private int _end;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }

        if (_at == _end)
        {
            _at = 0;
            _end = 0;
            _end = Task.Run(() => inner.Read(_block), ct).WaitAsync(ct).GetAwaiter().GetResult();
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
