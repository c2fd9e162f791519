using System.Runtime.ExceptionServices;
using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// The threads of one pass. Slots circulate free -> read -> mapped -> folded -> free. The caller's thread folds; each worker reads, where nobody else does and a
/// slot is free, and maps otherwise. So no worker waits while there is work, and there are no more of them than cores: a thread that has to be woken, or to be
/// moved to another core, costs more than the batch that it comes for. A failure travels in its slot, so that the one that comes first in row order is the one
/// reported, whatever the timing. One monitor guards all hand-overs: they are few (one a batch), and threads that wait must sleep, not spin, because they share the
/// cores with those that work.
/// </summary>
internal sealed class PassPipeline<TPart>(RunContext context, IRecordReader reader,
    Func<RecordBatch, TPart?, TPart> map, Action<RecordBatch, TPart> fold)
    where TPart : class
{
    // A batch ends behind the row that fills it: input this far beyond is one record, or columns that nobody asked for.
    private const long LargeBatchBytes = 2L * RecordBatch.TargetBytes;

    private readonly object _gate = new();
    private readonly AutoResetEvent _first = new(false);
    private readonly Stack<Slot> _free = new();
    private readonly Queue<Slot> _toMap = new();
    private readonly Queue<Slot> _inOrder = new();
    private readonly IDeferringReader? _deferring = reader as IDeferringReader;

    // Huge records, each a batch of its own: this many slots are given up then, because as many ready would be memory without use.
    private int _spare = context.Workers + 1;
    private bool _hasMore;
    private bool _isLarge;
    private bool _isReading;
    private bool _isRead;
    private bool _stop;
    private int _waiting;

    public long Run()
    {
        // Some that lie ready, beside those that are read, mapped and folded: batches take different times.
        AddSlots((context.Workers * 3) + 3);
        var threads = new Thread[context.Workers];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(WorkAll) { IsBackground = true, Name = "curate-work" };
            threads[i].Start();
        }

        using CancellationTokenRegistration wake = context.Ct.Register(() => _first.Set());
        try
        {
            return FoldAll();
        }
        finally
        {
            lock (_gate)
            {
                _stop = true;
                Monitor.PulseAll(_gate);
            }

            foreach (Thread thread in threads)
            {
                // A reader may hang in a read of a pipe that nobody writes to; a cancelled run does not wait for it.
                thread.Join(context.Ct.IsCancellationRequested ? 500 : Timeout.Infinite);
            }
        }
    }

    private long FoldAll()
    {
        long rows = 0;
        while (true)
        {
            Slot slot = NextInOrder();
            slot.Failure?.Throw();
            if (slot.IsEnd)
            {
                return rows;
            }

            fold(slot.Batch, slot.Part!);
            rows += slot.Batch.Count;
            context.Observer.Progress(rows, slot.BytesRead);
            lock (_gate)
            {
                slot.IsMapped = false;
                _free.Push(slot);
                WakeOne();
            }
        }
    }

    private Slot NextInOrder()
    {
        while (true)
        {
            // Once a batch, too: batches that are ready must not keep a cancelled run going.
            context.Ct.ThrowIfCancellationRequested();
            lock (_gate)
            {
                if (IsFirstMapped())
                {
                    return _inOrder.Dequeue();
                }
            }

            _first.WaitOne();
        }
    }

    private void WorkAll()
    {
        while (NextTask(out bool isRead) is { } slot)
        {
            if (isRead)
            {
                Map(slot);
            }
            else
            {
                Read(slot);
            }
        }
    }

    /// <summary>Waits for a slot to read into or to map; null when there is nothing more to do.</summary>
    private Slot? NextTask(out bool isRead)
    {
        lock (_gate)
        {
            while (!_stop)
            {
                if (TakeTask(out isRead) is { } slot)
                {
                    // What ended before may have given work to several: who takes some of it wakes the next.
                    WakeOne();
                    return slot;
                }

                _waiting++;
                Monitor.Wait(_gate);
                _waiting--;
            }

            isRead = false;
            return null;
        }
    }

    private Slot? TakeTask(out bool isRead)
    {
        isRead = false;
        while (!_isReading && !_isRead && _free.TryPop(out Slot? free))
        {
            if (!_isLarge || _spare == 0)
            {
                _isReading = true;
                free.Batch.IsAwaited = _toMap.Count < context.Workers;
                return free;
            }

            _spare--;
        }

        isRead = true;
        return _toMap.TryDequeue(out Slot? read) ? read : null;
    }

    private void WakeOne()
    {
        if (_waiting > 0 && (_toMap.Count > 0 || (!_isReading && !_isRead && _free.Count > 0)))
        {
            Monitor.Pulse(_gate);
        }
    }

    private void AddSlots(int count)
    {
        for (; count > 0; count--)
        {
            _free.Push(new Slot(new RecordBatch(context.BatchRows)));
        }
    }

    private void Read(Slot slot)
    {
        long before = reader.BytesRead;
        try
        {
            context.Ct.ThrowIfCancellationRequested();
            slot.IsEnd = !(_deferring is null ? reader.Read(slot.Batch, context.Ct) : _deferring.ReadDeferred(slot.Batch, context.Ct));
            slot.BytesRead = reader.BytesRead;
        }
        catch (Exception failure)
        {
            // Not handled here: it is carried to the folding thread and thrown there.
            slot.Failure = ExceptionDispatchInfo.Capture(failure);
            slot.IsEnd = true;
        }

        lock (_gate)
        {
            _isReading = false;
            _isRead = slot.IsEnd;
            _isLarge = slot.BytesRead - before > LargeBatchBytes;
            _inOrder.Enqueue(slot);
            if (slot.IsEnd)
            {
                slot.IsMapped = true;
                ShowFirst();
                return;
            }

            _toMap.Enqueue(slot);
            if (!_hasMore)
            {
                _hasMore = true;
                AddSlots(reader.MoreAhead);
            }
        }
    }

    private void Map(Slot slot)
    {
        try
        {
            slot.Batch.Decode();
            slot.Part = map(slot.Batch, slot.Part);
        }
        catch (Exception failure)
        {
            // Carried to the folding thread too.
            slot.Failure = ExceptionDispatchInfo.Capture(failure);
        }

        lock (_gate)
        {
            slot.IsMapped = true;
            ShowFirst();
        }
    }

    private bool IsFirstMapped() => _inOrder.TryPeek(out Slot? first) && first.IsMapped;

    // The folding thread is woken only where there is something to fold.
    private void ShowFirst()
    {
        if (IsFirstMapped())
        {
            _first.Set();
        }
    }

    private sealed class Slot(RecordBatch batch)
    {
        public RecordBatch Batch { get; } = batch;

        public TPart? Part { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }

        public bool IsEnd { get; set; }

        public bool IsMapped { get; set; }

        public long BytesRead { get; set; }
    }
}
