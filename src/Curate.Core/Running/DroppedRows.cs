using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Where;

namespace Curate.Core.Running;

/// <summary>Writes the rows that a plan drops, with <c>_reason</c> and the plan's evidence as added columns.</summary>
internal sealed class DroppedRows : IDisposable
{
    private static readonly Field s_reason = new("_reason", ColumnKind.Text);

    private readonly SinkPort _port;
    private readonly RecordBatch _out = new();
    private readonly ReadRequest _request;
    private readonly PayloadLayout? _layout;
    private readonly Field[] _added;
    private readonly int _innerAdded;
    private readonly int _offset;
    private readonly IRecordSink _sink;

    /// <param name="format">Where dropped rows go.</param>
    /// <param name="source">The source of the plan.</param>
    /// <param name="evidence">The plan's <see cref="RowPlan.Evidence"/>.</param>
    /// <param name="planNeeds">How many columns the plan itself reads; those of this writer follow them.</param>
    public DroppedRows(IRecordSinkFormat format, IRecordSource source, IReadOnlyList<Field> evidence, int planNeeds)
    {
        Field[] fields = [s_reason, .. evidence];
        _port = new SinkPort(format, source, fields);
        Needs = [.. _port.Columns, .. _port.Extra];
        _request = new ReadRequest { Columns = Needs, Payload = _port.TakesPayload };
        _layout = source.Layout;
        _offset = planNeeds;
        _innerAdded = source.Added.Count;
        _added = [.. source.Added, .. fields];

        _sink = _port.Open(0, _port.Columns.Count);
    }

    /// <summary>Columns this writer reads, after those of the plan.</summary>
    public IReadOnlyList<ColumnRequest> Needs { get; }

    public bool NeedsPayload => _port.TakesPayload;

    /// <summary>Writes the dropped rows of a selection.</summary>
    public void Write(RecordBatch batch, RowSelection selection, int firstNeed)
    {
        if (selection.DroppedCount == 0)
        {
            return;
        }

        _out.Begin(_request, _layout);
        _out.BeginAdded(_added);

        for (int d = 0; d < selection.DroppedCount; d++)
        {
            int row = selection.DroppedRows[d];
            _out.Payload?.AppendFrom(batch.Payload!, row);
            for (int c = 0; c < _out.ColumnCount; c++)
            {
                _out[c].AppendFrom(batch[firstNeed + _offset + c], row);
            }

            for (int a = 0; a < _innerAdded; a++)
            {
                _out.Added[a].AppendFrom(batch.Added[a], row);
            }

            ((TextColumn)_out.Added[_innerAdded]).Append(System.Text.Encoding.UTF8.GetBytes(selection.DroppedReasons[d]));
            for (int e = 0; e < selection.Evidence.Length; e++)
            {
                _out.Added[_innerAdded + 1 + e].AppendFrom(selection.Evidence[e], d);
            }

            // Rows that left before the plan have no evidence of its kind.
            for (int e = _innerAdded + 1 + selection.Evidence.Length; e < _added.Length; e++)
            {
                _out.Added[e].AppendNull();
            }

            foreach (CellEdit edit in batch.EditsOf(row))
            {
                _out.Edits.Add(edit with { Row = _out.Count });
            }

            _out.Count++;
        }

        _sink.WriteAll(_out);
    }

    /// <summary>Writes the rows that a condition left out before the plan saw them, in a pass of their own.</summary>
    public void WriteLeftOut(PassRunner passes, LeftOut left)
    {
        IReadOnlyList<ColumnRequest> own = left.Filter.Request.Columns;
        var request = new ReadRequest { Columns = [.. own, .. Needs], Payload = NeedsPayload };
        var selection = new RowSelection([], [], wantDropped: true);
        var tally = new DropTally();
        int[] kept = [];
        WherePart? part = null;
        passes.Each(left.Source, request, "write rows that --where left out", batch =>
        {
            kept = kept.Length < batch.Count ? new int[Math.Max(batch.Count, batch.Capacity)] : kept;
            part = left.Filter.Prepare(batch, 0, part);
            int count = left.Filter.Keep(batch, part, kept, tally);
            selection.Clear();
            for (int row = 0, k = 0; row < batch.Count; row++)
            {
                if (k < count && kept[k] == row)
                {
                    k++;
                }
                else
                {
                    selection.Drop(row, WhereFilter.Reason);
                }
            }

            Write(batch, selection, own.Count - _offset);
        });
    }

    public void Complete() => _sink.Complete();

    public void Dispose() => _sink.Dispose();
}
