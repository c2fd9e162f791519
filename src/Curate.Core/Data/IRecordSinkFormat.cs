namespace Curate.Core.Data;

/// <summary>A way to write rows: decides what it must be given, then opens sinks.</summary>
public interface IRecordSinkFormat
{
    /// <summary>True when payloads of this layout can be copied as they are.</summary>
    bool Accepts(PayloadLayout layout);

    /// <summary>True when columns of unknown kind must be inferred before this format can write them.</summary>
    bool NeedsKinds { get; }

    /// <summary>True when a source whose values read as <paramref name="rawKind"/> must have its kinds inferred first.</summary>
    bool NeedsKindsOf(ColumnKind rawKind) => NeedsKinds && rawKind != ColumnKind.Json;

    /// <summary>
    /// False where a file cannot be closed and continued later by another sink (a format with a footer). Folder outputs then keep the sinks
    /// of all their files open.
    /// </summary>
    bool CanContinue => true;

    /// <summary>The kind in which this format wants a column, when it cannot copy the payload.</summary>
    ColumnKind KindFor(Field field, IRecordSource source);

    /// <summary>Columns that the sink reads besides the rows themselves: the keys of a partitioned output. Batches carry them from <see cref="SinkShape.FirstExtra"/> on.</summary>
    IReadOnlyList<ColumnRequest> ExtraColumns => [];

    /// <summary>Opens a sink for rows of the given shape.</summary>
    IRecordSink Open(SinkShape shape);
}
