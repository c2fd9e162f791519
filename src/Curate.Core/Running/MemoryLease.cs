namespace Curate.Core.Running;

/// <summary>Bytes of a <see cref="MemoryBudget"/> that go back when it is disposed. Made by <see cref="MemoryBudget.Lease"/>; several threads may add to it.</summary>
public sealed class MemoryLease : IDisposable
{
    private readonly MemoryBudget _budget;
    private long _bytes;

    internal MemoryLease(MemoryBudget budget, long bytes)
    {
        _budget = budget;
        _bytes = bytes;
    }

    /// <summary>What is held; 0 once it is given back.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Takes more bytes into the lease.</summary>
    /// <exception cref="Errors.CurateException">They do not fit; the lease holds what it held.</exception>
    public void Grow(long bytes, string what)
    {
        _budget.Take(bytes, what);
        Interlocked.Add(ref _bytes, bytes);
    }

    /// <summary>Takes more bytes where they fit.</summary>
    public bool TryGrow(long bytes)
    {
        if (!_budget.TryTake(bytes))
        {
            return false;
        }

        Interlocked.Add(ref _bytes, bytes);
        return true;
    }

    public void Dispose() => _budget.Return(Interlocked.Exchange(ref _bytes, 0));
}
