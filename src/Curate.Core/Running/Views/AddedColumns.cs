using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>The columns that plans added to a source, alone: what is known about its rows, without the rows.</summary>
/// <param name="source">The source below; the view does not own it.</param>
public sealed class AddedColumns(IRecordSource source) : IRecordSource
{
    public string Name => source.Name;

    public TableSchema Schema { get; } = new(source.Added);

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => source.RowCount;

    public long? SizeBytes => source.SizeBytes;

    public bool CanReopen => source.CanReopen;

    public PayloadLayout? Layout => null;

    public ColumnKind RawKind => ColumnKind.Text;

    public bool HasColumn(string column) => Schema.Contains(column);

    public IRecordReader Open(ReadRequest request) => source.Open(request with { Payload = false });

    public void Dispose()
    {
    }
}
