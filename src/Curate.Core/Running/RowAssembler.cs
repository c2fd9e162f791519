using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// Builds batches of a view row by row: payload and decoded columns are copied from the source's batch, added columns and edits come
/// from the plan. A column that the plan added, asked for by name, is served from the plan's value.
/// </summary>
internal sealed class RowAssembler
{
    private readonly ReadRequest _request;
    private readonly PayloadLayout? _layout;
    private readonly int[] _fromInner;
    private readonly int[] _fromPlan;
    private readonly Field[] _addedFields;
    private readonly int _innerAdded;

    /// <param name="request">What the view's reader was asked for.</param>
    /// <param name="source">The source below.</param>
    /// <param name="planAdded">Columns that the plan adds, or plans that lie over each other; of two with one name the last is seen.</param>
    /// <param name="needs">Columns that the plan's cursor reads.</param>
    /// <param name="inner">The request to open the source with: the view's columns that the source has, then the plan's needs.</param>
    /// <param name="firstNeed">Where the needs begin.</param>
    public RowAssembler(ReadRequest request, IRecordSource source, IReadOnlyList<Field> planAdded, IReadOnlyList<ColumnRequest> needs,
        out ReadRequest inner, out int firstNeed)
    {
        _request = request;
        _layout = source.Layout;
        _fromInner = new int[request.Columns.Count];
        _fromPlan = new int[request.Columns.Count];
        var columns = new List<ColumnRequest>();
        for (int c = 0; c < request.Columns.Count; c++)
        {
            _fromPlan[c] = IndexOf(planAdded, request.Columns[c].Name);
            _fromInner[c] = _fromPlan[c] >= 0 ? -1 : columns.Count;
            if (_fromPlan[c] < 0)
            {
                columns.Add(request.Columns[c] with { MayBeCoded = false });
            }
        }

        firstNeed = columns.Count;
        columns.AddRange(needs);
        inner = new ReadRequest { Columns = columns, Payload = request.Payload, WithoutAdded = request.WithoutAdded };

        _innerAdded = request.WithoutAdded ? 0 : source.Added.Count;
        _addedFields = request.WithoutAdded ? [] : [.. source.Added, .. planAdded];
    }

    /// <summary>Starts an empty batch.</summary>
    public void Begin(RecordBatch into)
    {
        into.Begin(_request, _layout);
        into.BeginAdded(_addedFields);
    }

    /// <summary>Appends output row <paramref name="index"/> of a selection.</summary>
    /// <param name="into">The batch begun with <see cref="Begin"/>.</param>
    /// <param name="from">The source's batch.</param>
    /// <param name="row">Row in <paramref name="from"/>.</param>
    /// <param name="planValues">The plan's added columns, aligned with <paramref name="index"/>.</param>
    /// <param name="index">Output row in the selection.</param>
    /// <param name="edits">Edits of this output row only.</param>
    public void Append(RecordBatch into, RecordBatch from, int row, Column[] planValues, int index, ReadOnlySpan<CellEdit> edits)
    {
        into.Payload?.AppendFrom(from.Payload!, row);
        for (int c = 0; c < _fromInner.Length; c++)
        {
            int edit = FindEdit(edits, _request.Columns[c].Name);
            if (edit >= 0)
            {
                CellValues.Append(into[c], edits[edit].Value);
            }
            else if (_fromPlan[c] >= 0)
            {
                CellValues.AppendConverted(into[c], planValues[_fromPlan[c]], index);
            }
            else
            {
                into[c].AppendFrom(from[_fromInner[c]], row);
            }
        }

        for (int a = 0; a < _addedFields.Length; a++)
        {
            if (a < _innerAdded)
            {
                into.Added[a].AppendFrom(from.Added[a], row);
            }
            else
            {
                into.Added[a].AppendFrom(planValues[a - _innerAdded], index);
            }
        }

        for (int e = from.FirstEdit(row); e < from.Edits.Count && from.Edits[e].Row == row; e++)
        {
            if (FindEdit(edits, from.Edits[e].Column) < 0)
            {
                into.Edits.Add(from.Edits[e] with { Row = into.Count });
            }
        }

        foreach (CellEdit edit in edits)
        {
            into.Edits.Add(edit with { Row = into.Count });
        }

        into.Count++;
    }

    /// <summary>Appends output rows column by column.</summary>
    /// <param name="into">The batch begun with <see cref="Begin"/>.</param>
    /// <param name="from">The source's batch.</param>
    /// <param name="rows">Rows of <paramref name="from"/>, repeats allowed.</param>
    /// <param name="layers">The layers whose columns the plan's are; null where there are none.</param>
    /// <param name="at">The first of the rows, by its place on top of the layers.</param>
    public void AppendRows(RecordBatch into, RecordBatch from, ReadOnlySpan<int> rows, LayerStack? layers = null, int at = 0)
    {
        into.Payload?.AppendRows(from.Payload!, rows);
        for (int c = 0; c < _fromInner.Length; c++)
        {
            int plan = _fromPlan[c];
            if (plan < 0)
            {
                into[c].AppendFrom(from[_fromInner[c]], rows);
            }
            else
            {
                CellValues.AppendConverted(into[c], layers!.Value(plan), layers.PlacesOf(plan).Slice(at, rows.Length));
            }
        }

        for (int a = 0; a < _addedFields.Length; a++)
        {
            if (a < _innerAdded)
            {
                into.Added[a].AppendFrom(from.Added[a], rows);
            }
            else
            {
                into.Added[a].AppendFrom(layers!.Value(a - _innerAdded), layers.PlacesOf(a - _innerAdded).Slice(at, rows.Length));
            }
        }

        if (from.Edits.Count > 0)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                AppendEdits(into, from, rows[i], into.Count + i);
            }
        }

        into.Count += rows.Length;
    }

    /// <summary>Appends rows that follow each other in both batches, at once, where they consist of nothing but their payload.</summary>
    /// <param name="into">The batch begun with <see cref="Begin"/>.</param>
    /// <param name="from">The source's batch.</param>
    /// <param name="rows">Rows of <paramref name="from"/> that come next.</param>
    /// <returns>How many were appended; 0 where rows have to be appended one by one.</returns>
    public int AppendRun(RecordBatch into, RecordBatch from, ReadOnlySpan<int> rows)
    {
        if (into.Payload is null || _request.Columns.Count > 0 || _addedFields.Length > 0 || from.Edits.Count > 0 || rows.IsEmpty)
        {
            return 0;
        }

        int run = 1;
        while (run < rows.Length && rows[run] == rows[0] + run)
        {
            run++;
        }

        into.Payload.AppendRun(from.Payload!, rows[0], rows[0] + run);
        into.Count += run;
        return run;
    }

    /// <summary>Appends a row of a batch that already has this view's shape.</summary>
    public void AppendSame(RecordBatch into, RecordBatch from, int row)
    {
        into.Payload?.AppendFrom(from.Payload!, row);
        for (int c = 0; c < into.ColumnCount; c++)
        {
            into[c].AppendFrom(from[c], row);
        }

        for (int a = 0; a < _addedFields.Length; a++)
        {
            into.Added[a].AppendFrom(from.Added[a], row);
        }

        into.Count++;
    }

    /// <summary>Appends a row of a batch of this shape with the edits laid over it.</summary>
    public void AppendWhole(RecordBatch into, RecordBatch from, int row)
    {
        AppendEdits(into, from, row, into.Count);
        AppendSame(into, from, row);
    }

    private static void AppendEdits(RecordBatch into, RecordBatch from, int row, int at)
    {
        for (int e = from.FirstEdit(row); e < from.Edits.Count && from.Edits[e].Row == row; e++)
        {
            into.Edits.Add(from.Edits[e] with { Row = at });
        }
    }

    private static int FindEdit(ReadOnlySpan<CellEdit> edits, string column)
    {
        // Of several edits of one value the last one holds, as in sinks.
        for (int e = edits.Length - 1; e >= 0; e--)
        {
            if (edits[e].Column == column)
            {
                return e;
            }
        }

        return -1;
    }

    private static int IndexOf(IReadOnlyList<Field> fields, string name)
    {
        for (int i = fields.Count - 1; i >= 0; i--)
        {
            if (fields[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
