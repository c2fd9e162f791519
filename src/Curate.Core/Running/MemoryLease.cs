namespace Curate.Core.Running;

/// <summary>Bytes of a <see cref="MemoryBudget"/> that go back when it is disposed. Made by <see cref="MemoryBudget.Lease"/>; used by one thread.</summary>
public sealed class MemoryLease : IDisposable
{
    private readonly MemoryBudget _budget;

    internal MemoryLease(MemoryBudget budget, long bytes)
    {
        _budget = budget;
        Bytes = bytes;
    }

    /// <summary>What is held; 0 once it is given back.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes more bytes into the lease.</summary>
    /// <exception cref="Errors.CurateException">They do not fit; the lease holds what it held.</exception>
    public void Grow(long bytes, string what)
    {
        _budget.Take(bytes, what);
        Bytes += bytes;
    }

    public void Dispose()
    {
        _budget.Return(Bytes);
        Bytes = 0;
    }
}
