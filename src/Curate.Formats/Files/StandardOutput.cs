namespace Curate.Formats.Files;

/// <summary>
/// The process's standard output, or any other stream that belongs to someone else. Bytes leave in blocks of 1 MiB. When the reader at
/// the other end is gone, writing throws <see cref="ClosedPipeException"/>. What was written cannot be taken back: disposing without
/// <see cref="Complete"/> only drops the last block.
/// </summary>
public sealed class StandardOutput : IByteOutput
{
    private const int StandardOutputHandle = 1;

    private readonly Stream _stream;
    private readonly BlockWriteStream _front;

    /// <param name="stream">Where the bytes go; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    public StandardOutput(Stream stream, string name = "standard output")
    {
        Name = name;
        _stream = stream;
        _front = new BlockWriteStream(() => _stream, Failed);
    }

    public string Name { get; }

    public Stream Stream => _front;

    /// <summary>
    /// The standard output of this process. On Unix it writes to the handle itself, because the framework's console stream hides a
    /// closed pipe and lets the run go on for nobody; elsewhere it writes to <paramref name="console"/>.
    /// </summary>
    public static StandardOutput OfProcess(Func<Stream> console) => new(OperatingSystem.IsWindows()
        ? console()
        : new UnixOutputStream(StandardOutputHandle));

    public void Complete()
    {
        _front.Flush();
        try
        {
            _stream.Flush();
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw Failed(failure);
        }
    }

    public void Dispose() => _front.Abandon();

    private Exception Failed(Exception failure) => FileFailures.CannotWrite(Name, failure);
}
