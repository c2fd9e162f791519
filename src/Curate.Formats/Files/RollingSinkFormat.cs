using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>
/// Writes a folder of files <c>part-00000.csv</c>, <c>part-00001.csv</c> ... with a fixed number of rows each (<c>--rows-per-file</c>);
/// a table without rows gives one file without rows. All files appear together on completion. With <paramref name="force"/> a folder
/// that holds files is accepted, and parts of an earlier output in it are replaced or removed.
/// </summary>
/// <param name="inner">The format of one part, given where its bytes go.</param>
/// <param name="folder">The output folder; made if it is not there.</param>
/// <param name="extension">Extension of the parts with dot (<c>.csv</c>, <c>.jsonl.gz</c>).</param>
/// <param name="rowsPerFile">Rows of every part but the last.</param>
/// <param name="force">The folder may hold files.</param>
/// <param name="hold">Who gives the files their names; null = completion does.</param>
public sealed class RollingSinkFormat(
    Func<IByteOutput, IRecordSinkFormat> inner, string folder, string extension, long rowsPerFile = long.MaxValue, bool force = false, HeldFolders? hold = null) : IRecordSinkFormat
{
    private readonly PartFormat _parts = new(inner, extension);

    public bool NeedsKinds => _parts.Questions.NeedsKinds;

    public bool NeedsKindsOf(ColumnKind rawKind) => _parts.Questions.NeedsKindsOf(rawKind);

    public bool Accepts(PayloadLayout layout) => _parts.Questions.Accepts(layout);

    public ColumnKind KindFor(Field field, IRecordSource source) => _parts.Questions.KindFor(field, source);

    public IRecordSink Open(SinkShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsPerFile);
        return new RollingSink(new OutputSet(folder, extension, force, hold), _parts, shape, rowsPerFile);
    }
}
