using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>The format of the parts of a folder: asked before any part exists, then opened once for each stretch of a part.</summary>
internal sealed class PartFormat
{
    private readonly Func<IByteOutput, IRecordSinkFormat> _inner;
    private readonly string _name;
    private byte[]? _preamble;

    public PartFormat(Func<IByteOutput, IRecordSinkFormat> inner, string extension)
    {
        _inner = inner;
        _name = "part-00000" + extension;
        Questions = inner(new BufferOutput(_name));
    }

    /// <summary>Answers what the format accepts; never opened.</summary>
    public IRecordSinkFormat Questions { get; }

    public IRecordSink Open(IByteOutput output, SinkShape shape) => _inner(output).Open(shape);

    /// <summary>What a file without rows consists of, which is how every file of one shape begins.</summary>
    public byte[] Preamble(SinkShape shape)
    {
        if (_preamble is null)
        {
            var output = new BufferOutput(_name);
            using IRecordSink sink = Open(output, shape);
            sink.Complete();
            _preamble = output.Bytes;
        }

        return _preamble;
    }
}
