namespace Curate.Formats.Files;

/// <summary>
/// Writes to a file and has the system start writing finished stretches of it to disk while the run goes on. Without, all of a large
/// output is still in memory when the final sync begins, and the run waits for the whole of it.
/// </summary>
internal sealed class WritebackStream(FileStream file) : WriteStream
{
    private const long Stretch = 16L * 1024 * 1024;

    // A call that brings megabytes makes Linux take page cache in pieces as large: those are seldom warm, and the copy costs up to six times
    // what it costs in steps that fit the processor's cache.
    private const int Step = 256 * 1024;

    private long _started = file.Position;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (int at = 0; at < buffer.Length; at += Step)
        {
            file.Write(buffer.Slice(at, Math.Min(Step, buffer.Length - at)));
        }

        long position = file.Position;
        if (position - _started >= Stretch)
        {
            UnixFiles.StartWriteback(file.SafeFileHandle, _started, position - _started);
            _started = position;
        }
    }

    public override void Flush() => file.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
