using Curate.Core.Data;
using Curate.Core.Running.Plans;

namespace Curate.Core.Running;

/// <summary>A source with made-up rows behind its own, for a plan that brings all of them into another order.</summary>
internal sealed class AppendedView(IRecordSource source, SyntheticRows plan, RunContext context, DroppedRows? dropped) : IRecordSource
{
    private TableSchema? _schema;

    public string Name => source.Name;

    public TableSchema Schema => _schema ??= source.Schema.With(plan.Added);

    public IReadOnlyList<Field> Added { get; } = [.. source.Added, .. plan.Added];

    public long? RowCount => plan.OutputRows;

    public long? SizeBytes => source.SizeBytes;

    public bool CanReopen => source.CanReopen;

    public PayloadLayout? Layout => source.Layout;

    public ColumnKind RawKind => source.RawKind;

    public bool HasColumn(string column) => source.HasColumn(column) || plan.Added.Any(f => f.Name == column);

    public IRecordReader Open(ReadRequest request) => new SyntheticReader(source, plan, request, context, dropped);

    public void Dispose()
    {
    }
}
