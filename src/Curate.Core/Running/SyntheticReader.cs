using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Running.Plans;

namespace Curate.Core.Running;

/// <summary>
/// Reads a view whose made-up rows stand behind all others: rows of the input pass through, and those that are copied later are kept aside while
/// they pass. Where they take more than a third of the free budget, the input is read once more instead, and its rows are brought into the order of
/// their copies through scratch.
/// </summary>
internal sealed class SyntheticReader : IRecordReader
{
    // A made-up row costs a sink a hundred times what a copied one does, so workers share them out in smaller pieces.
    private const int MostMadeRows = 1024;

    private readonly IRecordSource _source;
    private readonly SyntheticRows _plan;
    private readonly ReadRequest _request;
    private readonly RunContext _context;
    private readonly RowAssembler _assembler;
    private readonly RowAssembler _asRead;
    private readonly ReadRequest _inner;
    private readonly IRecordReader _reader;
    private readonly SyntheticCursor _cursor;
    private readonly RowSelection _selection;
    private readonly SyntheticRows.Writer _writer;
    private readonly RecordBatch _batch;
    private readonly DroppedRows? _dropped;
    private readonly int _firstNeed;
    private readonly long _share;
    private readonly int[] _keptAt;
    private readonly List<CellEdit> _edits = [];
    private RecordBatch? _parents;
    private RowScatter? _scatter;
    private long _bytesRead;
    private int _nextParent;
    private bool _ended;
    private int _at;
    private int _made;
    private long _row;

    public SyntheticReader(IRecordSource source, SyntheticRows plan, ReadRequest request, RunContext context, DroppedRows? dropped)
    {
        _source = source;
        _plan = plan;
        _request = request;
        _context = context;
        _dropped = dropped;
        _assembler = new RowAssembler(request, source, plan.Added, dropped?.Needs ?? [], out ReadRequest inner, out _firstNeed);
        _inner = dropped is null ? inner : inner with { Payload = inner.Payload || dropped.NeedsPayload };
        _asRead = new RowAssembler(_inner, source, [], [], out _, out _);
        _batch = new RecordBatch(context.BatchRows);
        _selection = new RowSelection(plan.Added, plan.Evidence, dropped is not null);
        _cursor = new SyntheticCursor(plan, withMade: false);
        _writer = plan.NewWriter();
        _share = Math.Clamp(context.Memory.Free / 3, 1 << 20, 1L << 30);
        _keptAt = new int[plan.Parents.Count];
        Array.Fill(_keptAt, -1);
        for (int g = 0; g < plan.Made.Count; g++)
        {
            _keptAt[plan.CopiedParent(g)] = 0;
        }

        _parents = Shaped(RecordBatch.DefaultCapacity);
        _reader = source.Open(_inner);
    }

    public long BytesRead => _bytesRead;

    public bool Read(RecordBatch batch, CancellationToken ct)
    {
        _assembler.Begin(batch);
        batch.Source = 0;
        batch.FirstRow = Math.Max(_row, _request.FromRow);
        while (batch.Count < (_ended ? Math.Min(MostMadeRows, batch.Capacity) : batch.Capacity) && _row < _request.ToRow && !(batch.Payload?.Bytes >= RecordBatch.TargetBytes))
        {
            if (!_ended && _at == _selection.Count)
            {
                ReadOriginals(ct);
                continue;
            }

            if (!_ended)
            {
                int room = (int)Math.Min(batch.Capacity - batch.Count, _request.ToRow - _row);
                int run = _row < _request.FromRow ? 0 : _assembler.AppendRun(batch, _batch, _selection.Rows.Slice(_at, Math.Min(room, _selection.Count - _at)));
                if (run > 0)
                {
                    _at += run;
                    _row += run;
                    continue;
                }

                if (_row >= _request.FromRow)
                {
                    _assembler.Append(batch, _batch, _selection.Rows[_at], _selection.Added, _at, default);
                }

                _at++;
            }
            else if (_made == _plan.Made.Count)
            {
                break;
            }
            else
            {
                AppendMade(_row >= _request.FromRow ? batch : null, ct);
            }

            _row++;
        }

        return batch.Count > 0;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _scatter?.Dispose();
    }

    private RecordBatch Shaped(int capacity)
    {
        var batch = new RecordBatch(capacity);
        _asRead.Begin(batch);
        return batch;
    }

    private void ReadOriginals(CancellationToken ct)
    {
        _selection.Clear();
        _at = 0;
        if (!_reader.Read(_batch, ct))
        {
            _ended = true;
            return;
        }

        _bytesRead = _reader.BytesRead;
        _cursor.Select(_batch, _firstNeed, _selection);
        _dropped?.Write(_batch, _selection, _firstNeed);
        for (; _nextParent < _plan.Parents.Count && _plan.Parents.Row(_nextParent) is var row && row < _batch.FirstRow + _batch.Count; _nextParent++)
        {
            if (_parents is not null && _keptAt[_nextParent] == 0)
            {
                _keptAt[_nextParent] = _parents.Count;
                _asRead.AppendWhole(_parents, _batch, (int)(row - _batch.FirstRow));
                if (RowBuffer.BytesOf(_parents) > _share)
                {
                    _parents = null;
                }
            }
        }
    }

    private void AppendMade(RecordBatch? into, CancellationToken ct)
    {
        int made = _made++;
        RecordBatch from;
        int row = 0;
        if (_parents is not null)
        {
            from = _parents;
            row = _keptAt[_plan.CopiedParent(made)];
        }
        else
        {
            _scatter ??= Scattered(ct);
            from = _batch;
            if (into is not null)
            {
                _asRead.Begin(from);
            }

            _scatter.Next(into is null ? null : from);
        }

        if (into is null)
        {
            return;
        }

        _selection.Clear();
        _plan.AddMade(made, _selection.Added);
        if (_request.Columns.Count == 0)
        {
            // Nobody looks at values but the sink, which finds the edits.
            _assembler.Append(into, from, row, _selection.Added, 0, default);
            _writer.Append(made, into.Count - 1, into.Edits);
            return;
        }

        _edits.Clear();
        _writer.Append(made, 0, _edits);
        _assembler.Append(into, from, row, _selection.Added, 0, CollectionsMarshal.AsSpan(_edits));
    }

    private RowScatter Scattered(CancellationToken ct)
    {
        var scatter = new RowScatter(_context, _plan.Made.Count, Shaped, _asRead);
        int[] order = _plan.ByParent();
        var keys = new ulong[1];
        RecordBatch one = Shaped(1);
        var batch = new RecordBatch(_context.BatchRows);
        int next = 0;
        using IRecordReader again = _source.Open(_inner);
        while (again.Read(batch, ct))
        {
            ct.ThrowIfCancellationRequested();
            for (; next < order.Length && _plan.Parents.Row(_plan.CopiedParent(order[next])) is var row && row < batch.FirstRow + batch.Count; next++)
            {
                _asRead.Begin(one);
                _asRead.AppendWhole(one, batch, (int)(row - batch.FirstRow));
                keys[0] = (ulong)order[next];
                scatter.Add(one, keys);
            }
        }

        scatter.Seal();
        return scatter;
    }
}
