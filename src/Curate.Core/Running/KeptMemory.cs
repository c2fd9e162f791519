using Curate.Core.Data;
using Curate.Core.Running.Plans;

namespace Curate.Core.Running;

/// <summary>
/// What a filter kept, noted down in the first pass over all rows, so that later passes need not ask it again. One bit for each row below, taken from the budget
/// while that is at most an eighth of what is free: a filter that cannot be remembered is asked in every pass, and what comes out is the same.
/// </summary>
/// <param name="memory">The run's budget.</param>
internal sealed class KeptMemory(MemoryBudget memory) : IDisposable
{
    private const int ShareOfFree = 8;

    private readonly MemoryLease _lease = memory.Lease(0, "what a filter keeps");
    private BitMap? _kept;
    private long _count;
    private int _taken;
    private RowPlan? _plan;

    /// <summary>The rows kept, once a pass has seen them all.</summary>
    public RowPlan? Plan => Volatile.Read(ref _plan);

    /// <summary>Lets a pass write; false where another one does or did.</summary>
    public bool Begin() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>Takes in the rows kept of the next batch; false where there is no room, and then nothing is remembered.</summary>
    public bool Add(RecordBatch batch, ReadOnlySpan<int> kept)
    {
        _kept ??= new BitMap();

        // A piece of the map doubles as it grows.
        long most = ((batch.FirstRow + batch.Count) >> 2) + (64 << 10);
        if (most > _lease.Bytes && (most - _lease.Bytes > memory.Free / ShareOfFree || !_lease.TryGrow(most - _lease.Bytes)))
        {
            Forget();
            return false;
        }

        foreach (int row in kept)
        {
            _kept.Set(batch.FirstRow + row);
        }

        _count += kept.Length;
        return true;
    }

    /// <summary>The pass is over.</summary>
    /// <param name="rows">Rows below.</param>
    public void Complete(long rows) => Volatile.Write(ref _plan, new KeptRows(_kept ?? new BitMap(), _count, "filtered") { InputRows = rows });

    /// <summary>The pass ended before the end: the next one begins anew.</summary>
    public void Abandon()
    {
        Forget();
        Volatile.Write(ref _taken, 0);
    }

    public void Dispose() => _lease.Dispose();

    private void Forget()
    {
        _kept = null;
        _count = 0;
        _lease.Dispose();
    }
}
