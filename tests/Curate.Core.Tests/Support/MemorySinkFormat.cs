using Curate.Core.Data;

namespace Curate.Core.Tests.Support;

/// <summary>Collects rows. With <c>takesPayload</c> off it is given columns, as a sink of another format is.</summary>
internal sealed class MemorySinkFormat(bool takesPayload = true) : IRecordSinkFormat
{
    public List<MemorySink> Opened { get; } = [];

    /// <summary>The one sink that was opened; it must have been completed.</summary>
    public MemorySink Sink
    {
        get
        {
            MemorySink sink = Assert.Single(Opened);
            Assert.True(sink.Completed, "the sink was never completed");
            return sink;
        }
    }

    public IReadOnlyList<string?[]> Rows => Sink.Rows;

    public byte[] Bytes => Sink.Bytes.ToArray();

    public bool NeedsKinds => false;

    public IReadOnlyList<ColumnRequest> ExtraColumns { get; init; } = [];

    public bool Accepts(PayloadLayout layout) => takesPayload && layout is MemoryLayout;

    public ColumnKind KindFor(Field field, IRecordSource source) => field.Kind ?? source.RawKind;

    public IRecordSink Open(SinkShape shape)
    {
        var sink = new MemorySink(shape, ExtraColumns.Count);
        Opened.Add(sink);
        return sink;
    }
}
