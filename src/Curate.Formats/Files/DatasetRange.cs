using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>Some consecutive files of a dataset, in the shape of the whole dataset: one of several named sources. The dataset owns the files.</summary>
/// <param name="dataset">The whole.</param>
/// <param name="name">What messages call it.</param>
/// <param name="first">The first file.</param>
/// <param name="end">The file after the last.</param>
public sealed class DatasetRange(DatasetSource dataset, string name, int first, int end) : IRecordSource
{
    public string Name => name;

    public TableSchema Schema => dataset.Schema;

    public IReadOnlyList<Field> Added => dataset.Added;

    public long? RowCount => dataset.RowsOf(first, end);

    public long? SizeBytes => dataset.BytesOf(first, end);

    public bool CanReopen => dataset.CanReopen;

    public PayloadLayout? Layout => dataset.Layout;

    public ColumnKind RawKind => dataset.RawKind;

    public bool HasColumn(string column) => dataset.HasColumn(column);

    public IRecordReader Open(ReadRequest request) => dataset.Open(request, first, end);

    public void Dispose()
    {
    }
}
