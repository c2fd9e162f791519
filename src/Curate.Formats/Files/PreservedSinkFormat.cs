using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>
/// Writes one output file for each input file, under the same relative path (<c>--preserve-files</c>): every row goes to the file of the
/// input file it came from, and files keep their rows' order. Input files whose rows all leave have an output file without rows. All
/// files appear together on completion; at most 256 are open at a time, as with <see cref="PartitionedSinkFormat"/>.
/// </summary>
/// <param name="inner">The format of one file, given where its bytes go.</param>
/// <param name="folder">The output folder; made if it is not there.</param>
/// <param name="extension">Extension of the output format with dot, for inputs of another format.</param>
/// <param name="names">Relative path of each input file, and of its output file.</param>
/// <param name="force">The folder may hold files; those of the same paths are replaced.</param>
/// <param name="hold">Who gives the files their names; null = completion does.</param>
public sealed class PreservedSinkFormat(
    Func<IByteOutput, IRecordSinkFormat> inner, string folder, string extension, IReadOnlyDictionary<string, string> names, bool force = false, HeldFolders? hold = null) : IRecordSinkFormat
{
    private readonly PartFormat _parts = new(inner, extension);

    public IReadOnlyList<ColumnRequest> ExtraColumns { get; } = [new ColumnRequest(DatasetSource.FileColumn, ColumnKind.Text)];

    public bool NeedsKinds => _parts.Questions.NeedsKinds;

    public bool NeedsKindsOf(ColumnKind rawKind) => _parts.Questions.NeedsKindsOf(rawKind);

    public bool Accepts(PayloadLayout layout) => _parts.Questions.Accepts(layout);

    public ColumnKind KindFor(Field field, IRecordSource source) => _parts.Questions.KindFor(field, source);

    public IRecordSink Open(SinkShape shape)
    {
        bool byRow = !_parts.Questions.CanContinue || names.Values.Any(static name => Compressions.OfName(name) != Compression.None);
        return new PartitionedSink(new OutputSet(folder, extension, force, hold), _parts, shape, [DatasetSource.FileColumn], long.MaxValue,
            PartitionedSinkFormat.MaxOpen, byRow, names);
    }
}
