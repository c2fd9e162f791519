using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>A source whose columns have kinds: those that inference found over all rows.</summary>
/// <param name="source">The source below; the view does not own it.</param>
/// <param name="schema">Its schema with kinds filled in.</param>
public sealed class TypedSource(IRecordSource source, TableSchema schema) : IRecordSource
{
    public string Name => source.Name;

    public TableSchema Schema => schema;

    public IReadOnlyList<Field> Added => source.Added;

    public long? RowCount => source.RowCount;

    public long? SizeBytes => source.SizeBytes;

    public bool CanReopen => source.CanReopen;

    public PayloadLayout? Layout => source.Layout;

    public ColumnKind RawKind => source.RawKind;

    public bool HasColumn(string column) => source.HasColumn(column);

    public IRecordReader Open(ReadRequest request) => source.Open(request);

    public void Dispose()
    {
    }
}
