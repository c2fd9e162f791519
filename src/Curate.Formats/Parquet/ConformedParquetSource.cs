using Curate.Core.Data;

namespace Curate.Formats.Parquet;

/// <summary>A Parquet file among files of other schemas: columns of the dataset only, and no payload.</summary>
/// <param name="file">The file; owned.</param>
/// <param name="schema">The columns of the dataset.</param>
internal sealed class ConformedParquetSource(ParquetSource file, TableSchema schema) : IRecordSource
{
    public string Name => file.Name;

    public TableSchema Schema => schema;

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => file.RowCount;

    public long? SizeBytes => file.SizeBytes;

    public bool CanReopen => true;

    public PayloadLayout? Layout => null;

    public ColumnKind RawKind => file.RawKind;

    /// <summary>True for columns of the dataset that the file has, and for paths into them: what it lacks, the dataset fills with nulls.</summary>
    public bool HasColumn(string column)
    {
        int dot = column.IndexOf('.', StringComparison.Ordinal);
        return (schema.Contains(column) || (dot >= 0 && schema.Contains(column[..dot]))) && file.HasColumn(column);
    }

    public IRecordReader Open(ReadRequest request) => file.Open(request);

    public void Dispose() => file.Dispose();
}
