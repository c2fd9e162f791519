namespace Curate.Formats.Files;

/// <summary>An output that is kept in memory.</summary>
internal sealed class BufferOutput(string name) : IByteOutput
{
    private readonly MemoryStream _bytes = new();

    public string Name => name;

    public Stream Stream => _bytes;

    public byte[] Bytes => _bytes.ToArray();

    public void Complete()
    {
    }

    public void Dispose()
    {
    }
}
