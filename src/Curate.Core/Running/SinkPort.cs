using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>A sink format matched with a source: what must be read for it, and the sink once it is opened.</summary>
internal sealed class SinkPort
{
    private readonly IRecordSinkFormat _format;
    private readonly IRecordSource _source;
    private readonly IReadOnlyList<Field> _added;

    /// <param name="format">How rows are written.</param>
    /// <param name="source">Where rows come from.</param>
    /// <param name="planAdded">Columns that come on top of the source's.</param>
    public SinkPort(IRecordSinkFormat format, IRecordSource source, IReadOnlyList<Field> planAdded)
    {
        _format = format;
        _source = source;
        _added = [.. source.Added, .. planAdded];
        TakesPayload = source.Layout is not null && format.Accepts(source.Layout);
        Extra = format.ExtraColumns;
        if (!TakesPayload)
        {
            int own = source.Schema.Count - source.Added.Count;
            var columns = new ColumnRequest[own];
            for (int i = 0; i < own; i++)
            {
                Field field = source.Schema[i];
                columns[i] = new ColumnRequest(field.Name, format.KindFor(field, source)) { Scale = field.Scale };
            }

            Columns = columns;
        }
    }

    public bool TakesPayload { get; }

    /// <summary>Columns to read in place of the payload.</summary>
    public IReadOnlyList<ColumnRequest> Columns { get; } = [];

    /// <summary>Columns that the sink reads besides the rows (partition keys).</summary>
    public IReadOnlyList<ColumnRequest> Extra { get; }

    /// <summary>Opens the sink for batches whose columns for it begin at the given places.</summary>
    public IRecordSink Open(int firstColumn, int firstExtra)
    {
        // A payload copy needs no schema; for formats without a header, asking for one would cost a pass.
        PayloadLayout? layout = TakesPayload ? _source.Layout : null;
        TableSchema schema = layout is { HasNames: false } ? new TableSchema(_added) : _source.Schema.With(_added.Skip(_source.Added.Count).ToArray());
        return _format.Open(new SinkShape(schema, layout, _added) { FirstColumn = firstColumn, FirstExtra = firstExtra });
    }
}
