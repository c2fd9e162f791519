using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// A plan over a source is itself a source, so stages chain as views and rows are copied once, at the end. Rows are numbered by their
/// place in the view. A plan that reorders is materialised through scratch when it is read; every other plan streams, and those that only
/// choose rows and add columns are read as one with the views of their kind below (<see cref="LayeredReader"/>).
/// </summary>
public sealed class PlannedSource : IRecordSource, ILayeredSource
{
    private readonly IRecordSource _source;
    private readonly RowPlan _plan;
    private readonly Func<ReadRequest, DroppedRows?, IRecordReader> _open;
    private readonly RowLayer? _layer;
    private TableSchema? _schema;

    public PlannedSource(IRecordSource source, RowPlan plan, RunContext context)
        : this(source, plan, (request, dropped) => plan.OpenOver(source, request, context, dropped))
    {
        _layer = RowLayer.Takes(plan) ? new RowLayer(source, plan) : null;
    }

    /// <summary>The view, read in another way than the plan's own: in an order that a plan brings into its own from there.</summary>
    internal PlannedSource(IRecordSource source, RowPlan plan, Func<ReadRequest, DroppedRows?, IRecordReader> open)
    {
        _source = source;
        _plan = plan;
        _open = open;
        Added = [.. source.Added, .. plan.Added];
    }

    public string Name => _source.Name;

    public TableSchema Schema => _schema ??= _source.Schema.With(_plan.Added);

    public IReadOnlyList<Field> Added { get; }

    public long? RowCount => _plan.OutputRows;

    public long? SizeBytes => _source.SizeBytes;

    public bool CanReopen => _source.CanReopen;

    public PayloadLayout? Layout => _source.Layout;

    public ColumnKind RawKind => _source.RawKind;

    public bool HasColumn(string column) => _source.HasColumn(column) || _plan.Added.Any(f => f.Name == column);

    RowLayer? ILayeredSource.Layer => _layer;

    public IRecordReader Open(ReadRequest request) => Open(request, null);

    /// <summary>Opens the view with someone listening to dropped rows; the copy uses it to write <c>--removed</c> in the same pass.</summary>
    internal IRecordReader Open(ReadRequest request, DroppedRows? dropped) =>
        dropped is not null ? _open(request, dropped)
        : NumberedReader.Suffices(request, Added) ? new NumberedReader(_plan.OutputRows, request)
        : _layer is not null ? LayeredReader.Open(_layer, request) : _open(request, null);

    /// <summary>The view owns neither the source nor the plan.</summary>
    public void Dispose()
    {
    }
}
