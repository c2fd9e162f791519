using System.Runtime.ExceptionServices;
using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// The threads of one pass. Slots circulate free -> read -> mapped -> folded -> free. A failure travels in its slot, so that the one
/// that comes first in row order is the one reported, whatever the timing. One monitor guards all hand-overs: they are few (one a
/// batch), and threads that wait must sleep, not spin, because they share the cores with those that work.
/// </summary>
internal sealed class PassPipeline<TPart>(RunContext context, IRecordReader reader,
    Func<RecordBatch, TPart?, TPart> map, Action<RecordBatch, TPart> fold)
    where TPart : class
{
    // A batch ends behind the row that fills it: input this far beyond is one record, or columns that nobody asked for.
    private const long LargeBatchBytes = 2L * RecordBatch.TargetBytes;

    private readonly object _gate = new();
    private readonly Stack<Slot> _free = new();
    private readonly Queue<Slot> _toMap = new();
    private readonly Queue<Slot> _inOrder = new();
    private bool _stop;

    public long Run()
    {
        // A reader takes several times as long for some batches, those with new pages in them: the ones that lie ready keep the workers busy meanwhile.
        for (int i = context.Workers * 3 + 3; i > 0; i--)
        {
            _free.Push(new Slot(new RecordBatch(context.BatchRows)));
        }

        var threads = new List<Thread> { Start(ReadAll, "curate-read") };
        for (int i = 0; i < context.Workers; i++)
        {
            threads.Add(Start(MapAll, "curate-map"));
        }

        using CancellationTokenRegistration wake = context.Ct.Register(Wake);
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
                Monitor.PulseAll(_gate);
            }
        }
    }

    private Slot NextInOrder()
    {
        lock (_gate)
        {
            // Once a batch, too: batches that are ready must not keep a cancelled run going.
            context.Ct.ThrowIfCancellationRequested();
            while (!_inOrder.TryPeek(out Slot? first) || !first.IsMapped)
            {
                Monitor.Wait(_gate);
                context.Ct.ThrowIfCancellationRequested();
            }

            return _inOrder.Dequeue();
        }
    }

    private void ReadAll()
    {
        var deferring = reader as IDeferringReader;
        int spare = context.Workers + 1;
        bool isLarge = false;
        while (Take(_free.TryPop) is { } slot)
        {
            if (isLarge && spare > 0)
            {
                // Huge records, each a batch of its own: as many ready would be memory without use.
                spare--;
                continue;
            }

            long before = reader.BytesRead;
            try
            {
                context.Ct.ThrowIfCancellationRequested();
                slot.IsEnd = !(deferring is null ? reader.Read(slot.Batch, context.Ct) : deferring.ReadDeferred(slot.Batch, context.Ct));
                slot.BytesRead = reader.BytesRead;
                isLarge = slot.BytesRead - before > LargeBatchBytes;
            }
            catch (Exception failure)
            {
                // Not handled here: it is carried to the folding thread and thrown there.
                slot.Failure = ExceptionDispatchInfo.Capture(failure);
                slot.IsEnd = true;
            }

            lock (_gate)
            {
                _inOrder.Enqueue(slot);
                slot.IsMapped = slot.IsEnd;
                if (!slot.IsEnd)
                {
                    _toMap.Enqueue(slot);
                }

                Monitor.PulseAll(_gate);
            }

            if (slot.IsEnd)
            {
                return;
            }
        }
    }

    private void MapAll()
    {
        while (Take(_toMap.TryDequeue) is { } slot)
        {
            try
            {
                slot.Batch.Decode();
                slot.Part = map(slot.Batch, slot.Part);
            }
            catch (Exception failure)
            {
                // Not handled here: it is carried to the folding thread and thrown there.
                slot.Failure = ExceptionDispatchInfo.Capture(failure);
            }

            lock (_gate)
            {
                slot.IsMapped = true;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private delegate bool TryTake(out Slot? slot);

    /// <summary>Waits for a slot; null when the pass is over.</summary>
    private Slot? Take(TryTake tryTake)
    {
        lock (_gate)
        {
            while (!_stop)
            {
                if (tryTake(out Slot? slot))
                {
                    return slot;
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private static Thread Start(ThreadStart body, string name)
    {
        var thread = new Thread(body) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
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
