using System.Text;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

internal sealed class MemoryOutput : IByteOutput
{
    private readonly MemoryStream _stream = new();

    public string Name => "out.csv";

    public Stream Stream => _stream;

    public bool Completed { get; private set; }

    public byte[] Bytes => _stream.ToArray();

    public string Text => Encoding.UTF8.GetString(_stream.ToArray());

    public void Complete() => Completed = true;

    public void Dispose()
    {
    }
}
