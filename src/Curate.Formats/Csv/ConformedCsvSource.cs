using Curate.Core.Data;

namespace Curate.Formats.Csv;

/// <summary>
/// A CSV file in the shape of its dataset: columns by name in the dataset's order, those it lacks null, those the dataset lacks left out.
/// Records are copied where the file's own layout is the dataset's, re-encoded where it is not. Owns the file.
/// </summary>
internal sealed class ConformedCsvSource(CsvSource file, TableSchema schema, CsvLayout layout) : IRecordSource
{
    public string Name => file.Name;

    public TableSchema Schema => schema;

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => null;

    public long? SizeBytes => file.SizeBytes;

    public bool CanReopen => file.CanReopen;

    public PayloadLayout? Layout => layout;

    public ColumnKind RawKind => ColumnKind.Text;

    public bool HasColumn(string column) => schema.Contains(column);

    public IRecordReader Open(ReadRequest request) => file.Open(request, schema, layout);

    public void Dispose() => file.Dispose();
}
