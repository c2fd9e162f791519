using System.Text;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.JsonLines;

internal sealed class MemoryOutput : IByteOutput
{
    private readonly MemoryStream _stream = new();

    public string Name => "out.jsonl";

    public Stream Stream => _stream;

    public bool Completed { get; private set; }

    public bool Disposed { get; private set; }

    public string Text => Encoding.UTF8.GetString(_stream.ToArray());

    public void Complete() => Completed = true;

    public void Dispose() => Disposed = true;
}
