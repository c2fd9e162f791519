using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// Reads a view whose plan reorders, in two sequential passes: rows are scattered with their key to partitions of scratch by output
/// range, then each partition is sorted in memory and handed out. What fits in a third of the free budget never touches scratch.
/// </summary>
internal sealed class OrderedReader : IRecordReader
{
    private readonly IRecordSource _source;
    private readonly RowPlan _plan;
    private readonly ReadRequest _request;
    private readonly RunContext _context;
    private readonly DroppedRows? _dropped;
    private readonly RowAssembler _assembler;
    private readonly RowScatter _scatter;
    private readonly ReadRequest _inner;
    private readonly int _firstNeed;
    private long _bytesRead;
    private long _row;
    private bool _gathered;

    public OrderedReader(IRecordSource source, RowPlan plan, ReadRequest request, RunContext context, DroppedRows? dropped)
    {
        _source = source;
        _plan = plan;
        _request = request;
        _context = context;
        _dropped = dropped;
        IReadOnlyList<ColumnRequest> needs = [.. plan.Needs, .. dropped?.Needs ?? []];
        _assembler = new RowAssembler(request, source, plan.Added, needs, out ReadRequest inner, out _firstNeed);
        _inner = dropped is null ? inner : inner with { Payload = inner.Payload || dropped.NeedsPayload };
        _scatter = new RowScatter(context, plan.OutputRows, Shaped, _assembler);
    }

    public long BytesRead => _bytesRead;

    public bool Read(RecordBatch batch, CancellationToken ct)
    {
        if (!_gathered)
        {
            Gather(batch.Capacity, ct);
            _gathered = true;
        }

        _assembler.Begin(batch);
        batch.Source = 0;
        batch.FirstRow = Math.Max(_row, _request.FromRow);
        while (batch.Count < batch.Capacity && _row < _request.ToRow && !(batch.Payload?.Bytes >= RecordBatch.TargetBytes))
        {
            if (!_scatter.Next(_row >= _request.FromRow ? batch : null))
            {
                break;
            }

            _row++;
        }

        return batch.Count > 0;
    }

    public void Dispose() => _scatter.Dispose();

    private RecordBatch Shaped(int capacity)
    {
        var batch = new RecordBatch(capacity);
        _assembler.Begin(batch);
        return batch;
    }

    private void Gather(int capacity, CancellationToken ct)
    {
        using IRecordReader reader = _source.Open(_inner);
        PlanCursor cursor = _plan.Open();
        var selection = new RowSelection(_plan.Added, _plan.Evidence, _dropped is not null);
        var batch = new RecordBatch(capacity);
        RecordBatch dense = new(capacity);
        while (reader.Read(batch, ct))
        {
            ct.ThrowIfCancellationRequested();
            selection.Clear();
            cursor.Select(batch, _firstNeed, selection);
            _dropped?.Write(batch, selection, _firstNeed);
            int edit = 0;
            for (int start = 0; start < selection.Count;)
            {
                _assembler.Begin(dense);
                int at = start;
                for (; at < selection.Count && dense.Count < capacity; at++)
                {
                    int first = edit;
                    while (edit < selection.Edits.Count && selection.Edits[edit].Row == at)
                    {
                        edit++;
                    }

                    _assembler.Append(dense, batch, selection.Rows[at], selection.Added, at,
                        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(selection.Edits)[first..edit]);
                }

                _scatter.Add(dense, selection.Keys[start..at]);
                start = at;
            }

            _bytesRead = reader.BytesRead;
        }

        _scatter.Seal();
    }
}
