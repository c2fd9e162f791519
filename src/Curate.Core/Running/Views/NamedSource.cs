using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>A source under another name, for messages.</summary>
/// <param name="source">The source below; the view does not own it.</param>
/// <param name="name">What messages call it.</param>
public sealed class NamedSource(IRecordSource source, string name) : IRecordSource
{
    public string Name => name;

    public TableSchema Schema => source.Schema;

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
