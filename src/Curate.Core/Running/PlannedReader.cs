using System.Runtime.InteropServices;
using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>Reads a view whose plan keeps the order: source batches in, dense batches of output rows out.</summary>
internal sealed class PlannedReader : IRecordReader
{
    private readonly ReadRequest _request;
    private readonly RowAssembler _assembler;
    private readonly IRecordReader _inner;
    private readonly PlanCursor _cursor;
    private readonly RowSelection _selection;
    private readonly DroppedRows? _dropped;
    private readonly int _firstNeed;
    private readonly int _sourceId;
    private RecordBatch? _batch;
    private int _at;
    private int _edit;
    private long _row;
    private bool _ended;

    public PlannedReader(IRecordSource source, RowPlan plan, ReadRequest request, DroppedRows? dropped)
    {
        _request = request;
        _dropped = dropped;
        IReadOnlyList<ColumnRequest> needs = [.. plan.Needs, .. dropped?.Needs ?? []];
        _assembler = new RowAssembler(request, source, plan.Added, needs, out ReadRequest inner, out _firstNeed);
        _inner = source.Open(dropped is null ? inner : inner with { Payload = inner.Payload || dropped.NeedsPayload });
        _cursor = plan.Open();
        _selection = new RowSelection(plan.Added, plan.Evidence, dropped is not null);
        _sourceId = 0;
    }

    public long BytesRead => _inner.BytesRead;

    public bool Read(RecordBatch batch, CancellationToken ct)
    {
        _assembler.Begin(batch);
        batch.Source = _sourceId;
        batch.FirstRow = Math.Max(_row, _request.FromRow);
        while (batch.Count < batch.Capacity && _row < _request.ToRow)
        {
            if (_batch is null || _at == _selection.Count)
            {
                if (!NextInner(batch.Capacity, ct))
                {
                    break;
                }

                continue;
            }

            int edits = _edit;
            while (_edit < _selection.Edits.Count && _selection.Edits[_edit].Row == _at)
            {
                _edit++;
            }

            if (_row >= _request.FromRow)
            {
                _assembler.Append(batch, _batch, _selection.Rows[_at], _selection.Added, _at,
                    CollectionsMarshal.AsSpan(_selection.Edits)[edits.._edit]);
            }

            _at++;
            _row++;
            if (batch.Payload?.Bytes >= RecordBatch.TargetBytes)
            {
                break;
            }
        }

        return batch.Count > 0;
    }

    public void Dispose() => _inner.Dispose();

    private bool NextInner(int capacity, CancellationToken ct)
    {
        _batch ??= new RecordBatch(capacity);
        if (_ended || !_inner.Read(_batch, ct))
        {
            _ended = true;
            return false;
        }

        _selection.Clear();
        _cursor.Select(_batch, _firstNeed, _selection);
        _dropped?.Write(_batch, _selection, _firstNeed);
        _at = 0;
        _edit = 0;
        return true;
    }
}
