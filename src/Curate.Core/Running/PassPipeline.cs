using System.Runtime.ExceptionServices;
using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// The threads of one pass. Slots circulate free -> read -> mapped -> folded -> free. A failure travels in its slot, so that the one
/// that comes first in row order is the one reported, whatever the timing.
/// </summary>
internal sealed class PassPipeline<TPart>(RunContext context, IRecordReader reader,
    Func<RecordBatch, TPart?, TPart> map, Action<RecordBatch, TPart> fold)
    where TPart : class
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _toMap = new(0);
    private readonly SemaphoreSlim _free = new(0);
    private readonly Queue<Slot> _read = new();
    private readonly Stack<Slot> _idle = new();
    private readonly Queue<Slot> _inOrder = new();
    private readonly SemaphoreSlim _announced = new(0);
    private volatile bool _stop;

    public long Run()
    {
        int slots = context.Workers * 2 + 2;
        for (int i = 0; i < slots; i++)
        {
            _idle.Push(new Slot(new RecordBatch(context.BatchRows)));
            _free.Release();
        }

        var threads = new List<Thread> { Start(ReadAll, "curate-read") };
        for (int i = 0; i < context.Workers; i++)
        {
            threads.Add(Start(MapAll, "curate-map"));
        }

        try
        {
            return FoldAll();
        }
        finally
        {
            _stop = true;
            _free.Release();
            _toMap.Release(context.Workers);
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
            _announced.Wait(context.Ct);
            Slot slot;
            lock (_gate)
            {
                slot = _inOrder.Dequeue();
            }

            slot.Mapped.Wait(context.Ct);
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
                _idle.Push(slot);
            }

            _free.Release();
        }
    }

    private void ReadAll()
    {
        bool more = true;
        while (more)
        {
            _free.Wait();
            if (_stop)
            {
                return;
            }

            Slot slot;
            lock (_gate)
            {
                slot = _idle.Pop();
            }

            slot.Mapped.Reset();
            try
            {
                context.Ct.ThrowIfCancellationRequested();
                more = reader.Read(slot.Batch, context.Ct);
                slot.IsEnd = !more;
                slot.BytesRead = reader.BytesRead;
            }
            catch (Exception failure)
            {
                // Not handled here: it is carried to the folding thread and thrown there.
                slot.Failure = ExceptionDispatchInfo.Capture(failure);
                more = false;
            }

            lock (_gate)
            {
                _inOrder.Enqueue(slot);
                if (more)
                {
                    _read.Enqueue(slot);
                }
            }

            if (more)
            {
                _toMap.Release();
            }
            else
            {
                slot.Mapped.Set();
            }

            _announced.Release();
        }
    }

    private void MapAll()
    {
        while (true)
        {
            _toMap.Wait();
            if (_stop)
            {
                return;
            }

            Slot slot;
            lock (_gate)
            {
                slot = _read.Dequeue();
            }

            try
            {
                slot.Part = map(slot.Batch, slot.Part);
            }
            catch (Exception failure)
            {
                // Not handled here: it is carried to the folding thread and thrown there.
                slot.Failure = ExceptionDispatchInfo.Capture(failure);
            }

            slot.Mapped.Set();
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

        public ManualResetEventSlim Mapped { get; } = new(false);

        public TPart? Part { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }

        public bool IsEnd { get; set; }

        public long BytesRead { get; set; }
    }
}
