using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// A plan over a source is itself a source, so stages chain as views and rows are copied once, at the end. Rows are numbered by their
/// place in the view. A plan that reorders is materialised through scratch when it is read; every other plan streams.
/// </summary>
public sealed class PlannedSource(IRecordSource source, RowPlan plan, RunContext context) : IRecordSource
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

    public IRecordReader Open(ReadRequest request) => Open(request, null);

    /// <summary>Opens the view with someone listening to dropped rows; the copy uses it to write <c>--removed</c> in the same pass.</summary>
    internal IRecordReader Open(ReadRequest request, DroppedRows? dropped) =>
        (dropped is null ? plan.OpenStraight(source, request, context) : null) ?? plan.OpenOver(source, request, context, dropped);

    /// <summary>The view owns neither the source nor the plan.</summary>
    public void Dispose()
    {
    }
}
