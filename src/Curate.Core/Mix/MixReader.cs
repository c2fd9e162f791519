using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Running;
using Curate.Core.Running.Views;

namespace Curate.Core.Mix;

/// <summary>
/// Reads a mixture of named sources: all of them are open at once, and the computed order says which gives the next row. Holds a batch a
/// source; a source that fits one batch is read once however often it repeats. Shuffled sources come through scatters that share a
/// third of the free budget.
/// </summary>
internal sealed class MixReader : IRecordReader
{
    private readonly MixPlan _plan;
    private readonly SourcesView _view;
    private readonly ReadRequest _request;
    private readonly ReadRequest _inner;
    private readonly RowAssembler _assembler;
    private readonly RunContext _share;
    private readonly MixOrder _order;
    private readonly Column[] _values;
    private readonly Part[] _parts;
    private readonly int _added;
    private long _row;
    private long _finishedBytes;

    public MixReader(MixPlan plan, SourcesView view, ReadRequest request, RunContext context)
    {
        _plan = plan;
        _view = view;
        _request = request;
        _assembler = new RowAssembler(request, view.Parts[0], plan.Added, [], out _inner, out _);
        _added = view.Added.Count;
        _order = plan.Order();
        _values = plan.Columns.Create();
        _parts = new Part[view.Parts.Count];
        _share = new RunContext
        {
            Seed = context.Seed,
            Workers = context.Workers,
            BatchRows = context.BatchRows,
            Memory = new MemoryBudget(Math.Max(1, context.Memory.Free / Math.Max(1, plan.Streams.Count(static s => s.OutputRows > 0))) + MemoryBudget.ReserveBytes),
            Scratch = context.Scratch,
            Ct = context.Ct,
        };
    }

    public long BytesRead
    {
        get
        {
            long bytes = _finishedBytes;
            foreach (Part part in _parts)
            {
                bytes += part.Reader?.BytesRead ?? 0;
            }

            return bytes;
        }
    }

    public bool Read(RecordBatch batch, CancellationToken ct)
    {
        _assembler.Begin(batch);
        batch.Source = 0;
        batch.FirstRow = Math.Max(_row, _request.FromRow);
        long end = Math.Min(_plan.OutputRows, _request.ToRow);
        while (_row < end && batch.Count < batch.Capacity && !(batch.Payload?.Bytes >= RecordBatch.TargetBytes))
        {
            int source = _order.Next();
            ref Part part = ref _parts[source];
            if (part.At == part.Count)
            {
                Advance(ref part, source, batch.Capacity, ct);
            }

            int row = part.Selected is { } selected ? selected[part.At] : part.At;
            part.At++;
            if (_row++ < _request.FromRow)
            {
                continue;
            }

            if (_values.Length > 0)
            {
                Value(source, part, row);
            }

            _assembler.Append(batch, part.Batch!, row, _values, 0, default);
        }

        return batch.Count > 0;
    }

    public void Dispose()
    {
        foreach (Part part in _parts)
        {
            part.Reader?.Dispose();
        }
    }

    private void Value(int source, in Part part, int row)
    {
        foreach (Column column in _values)
        {
            column.Clear();
        }

        bool shuffled = _plan.Streams[source].IsShuffled;
        RecordBatch batch = part.Batch!;
        _plan.Columns.Append(_values, source,
            shuffled ? ((WholeColumn)batch.Added[_added])[row] : part.FirstRow + row,
            shuffled ? ((WholeColumn)batch.Added[_added + 1])[row] : part.Epoch,
            Math.Max(0, _order.Phase));
    }

    /// <summary>Makes the part stand on its next row: of its batch, of its epoch, or of the epoch after that.</summary>
    private void Advance(ref Part part, int source, int capacity, CancellationToken ct)
    {
        MixStream stream = _plan.Streams[source];
        part.Batch ??= new RecordBatch(capacity);
        do
        {
            if (part.Reader is null && part.FirstRow == 0 && part.Rows == stream.Rows && part.Rows > 0)
            {
                // The whole source lies in the batch.
                part.Epoch++;
            }
            else
            {
                ReadOn(ref part, source, stream, ct);
            }

            Choose(ref part, stream);
        }
        while (part.Count == 0);
    }

    private void ReadOn(ref Part part, int source, MixStream stream, CancellationToken ct)
    {
        if (part.Reader is null)
        {
            Open(ref part, source, stream);
        }

        long first = part.FirstRow + part.Rows;
        if (!part.Reader!.Read(part.Batch!, ct))
        {
            if (stream.IsShuffled || first != stream.Rows)
            {
                Fail.With(ErrorCodes.InputChanged, $"The source '{stream.Name}' had {Options.NumberText.Of(stream.Rows)} rows, and now has others.", ErrorCodes.InputChanged.Remedy);
            }

            Close(ref part);
            part.Epoch++;
            Open(ref part, source, stream);
            first = 0;
            if (!part.Reader!.Read(part.Batch!, ct))
            {
                Fail.With(ErrorCodes.InputChanged, $"The source '{stream.Name}' had rows, and now has none.", ErrorCodes.InputChanged.Remedy);
            }
        }

        part.FirstRow = first;
        part.Rows = part.Batch!.Count;
        if (!stream.IsShuffled && first == 0 && part.Rows == stream.Rows)
        {
            Close(ref part);
        }
    }

    private void Open(ref Part part, int source, MixStream stream)
    {
        IRecordSource rows = _view.Parts[source];
        part.FirstRow = 0;
        part.Rows = 0;
        part.Reader = stream.IsShuffled ? new OrderedReader(rows, new EpochOrder(stream) { InputRows = stream.Rows }, _inner, _share, null) : rows.Open(_inner);
    }

    private void Close(ref Part part)
    {
        _finishedBytes += part.Reader!.BytesRead;
        part.Reader.Dispose();
        part.Reader = null;
    }

    /// <summary>Finds the rows of the batch that are in the epoch.</summary>
    private static void Choose(ref Part part, MixStream stream)
    {
        part.At = 0;
        if (stream.IsShuffled || stream.IsWhole(part.Epoch))
        {
            part.Selected = null;
            part.Count = part.Rows;
            return;
        }

        int[] selected = part.Storage is { } storage && storage.Length >= part.Rows ? storage : new int[Math.Max(part.Rows, part.Batch!.Capacity)];
        int count = 0;
        for (int i = 0; i < part.Rows; i++)
        {
            if (stream.Copies(part.FirstRow + i) > part.Epoch)
            {
                selected[count++] = i;
            }
        }

        part.Storage = selected;
        part.Selected = selected;
        part.Count = count;
    }

    private struct Part
    {
        public IRecordReader? Reader;
        public RecordBatch? Batch;
        public int[]? Storage;
        public int[]? Selected;
        public int Count;
        public int At;
        public int Rows;
        public long FirstRow;
        public long Epoch;
    }
}
