using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>
/// Writes a folder per combination of values (<c>--partition-by</c>): <c>key=value/part-00000.csv</c>, nested in the order of the
/// columns, values percent-encoded, null as <c>__HIVE_DEFAULT_PARTITION__</c>. Rows keep their order in each file, and keep the
/// partition columns. All files appear together on completion.
/// </summary>
/// <remarks>
/// <para>Batches carry the keys of their rows as <see cref="ExtraColumns"/>; the copy asks for them beside whatever else the sink needs,
/// and the parts' own sinks never look at them.</para>
/// <para>At most 256 parts are open at a time. The one written longest ago is closed for another, and opened again to append when one
/// of its rows comes: so the inner format must begin every file of one shape alike, and otherwise be rows after rows, as text formats
/// are. A compressed part then has several members or frames, whose borders depend on the order of the rows alone. Memory: about
/// 1.2 MiB for each open part, more under compression, and 1 KiB for each partition; more than 100,000 partitions are refused.</para>
/// <para>A format whose files cannot be continued (Parquet) has the same limit of open parts, and a row for a part that was closed for
/// another is an error: input in the order of its partitions can have any number of them.</para>
/// </remarks>
/// <param name="inner">The format of one part, given where its bytes go.</param>
/// <param name="folder">The output folder; made if it is not there.</param>
/// <param name="extension">Extension of the parts with dot.</param>
/// <param name="columns">The partition columns.</param>
/// <param name="rowsPerFile">Rows of every part but the last of each folder.</param>
/// <param name="force">The folder may hold files; parts of an earlier output in it are replaced or removed.</param>
/// <param name="hold">Who gives the files their names; null = completion does.</param>
public sealed class PartitionedSinkFormat(
    Func<IByteOutput, IRecordSinkFormat> inner,
    string folder,
    string extension,
    IReadOnlyList<string> columns,
    long rowsPerFile = long.MaxValue,
    bool force = false,
    HeldFolders? hold = null) : IRecordSinkFormat
{
    /// <summary>Most parts that are open at a time.</summary>
    public const int MaxOpen = 256;

    private readonly PartFormat _parts = new(inner, extension);

    /// <summary>The columns whose values name the folders.</summary>
    public IReadOnlyList<string> PartitionColumns { get; } = columns;

    public IReadOnlyList<ColumnRequest> ExtraColumns { get; } = [.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))];

    public bool NeedsKinds => _parts.Questions.NeedsKinds;

    /// <summary>Parts open at a time; tests set it lower.</summary>
    internal int OpenLimit { get; init; } = MaxOpen;

    public bool NeedsKindsOf(ColumnKind rawKind) => _parts.Questions.NeedsKindsOf(rawKind);

    public bool Accepts(PayloadLayout layout) => _parts.Questions.Accepts(layout);

    public ColumnKind KindFor(Field field, IRecordSource source) => _parts.Questions.KindFor(field, source);

    public IRecordSink Open(SinkShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsPerFile);
        bool byRow = Compressions.OfName(extension) != Compression.None || !_parts.Questions.CanContinue;
        return new PartitionedSink(new OutputSet(folder, extension, force, hold), _parts, shape, PartitionColumns, rowsPerFile, OpenLimit, byRow);
    }
}
