using Curate.Core.Data;

namespace Curate.Core.Tests.Profile;

/// <summary>A range of the rows of a source under their own numbers, as a shard reads them.</summary>
internal sealed class RangeSource(IRecordSource whole, long from, long to) : IRecordSource
{
    public string Name => whole.Name;

    public TableSchema Schema => whole.Schema;

    public IReadOnlyList<Field> Added => whole.Added;

    public long? RowCount => null;

    public long? SizeBytes => null;

    public bool CanReopen => true;

    public PayloadLayout? Layout => whole.Layout;

    public ColumnKind RawKind => whole.RawKind;

    public bool HasColumn(string column) => whole.HasColumn(column);

    public IRecordReader Open(ReadRequest request) => whole.Open(request with { FromRow = from, ToRow = to });

    public void Dispose()
    {
    }
}
