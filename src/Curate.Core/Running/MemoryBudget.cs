using Curate.Core.Errors;

namespace Curate.Core.Running;

/// <summary>
/// The memory that a run may plan with (<c>--memory</c>). Methods take what their formula says before they allocate; what does not fit
/// is spilled to scratch or refused. Readers, batches and the runtime itself are covered by a fixed reserve.
/// </summary>
public sealed class MemoryBudget
{
    /// <summary>What the process needs before any method state: runtime, buffers, batches in flight.</summary>
    public const long ReserveBytes = 64L * 1024 * 1024;

    private long _taken;
    private long _most;

    public MemoryBudget(long totalBytes) => TotalBytes = totalBytes;

    /// <summary>The budget as given.</summary>
    public long TotalBytes { get; }

    /// <summary>What methods may hold together; never under a quarter of the budget.</summary>
    public long ForMethods => Math.Max(TotalBytes / 4, TotalBytes - ReserveBytes);

    /// <summary>What is still free for methods.</summary>
    public long Free => ForMethods - Volatile.Read(ref _taken);

    /// <summary>The most that was taken at once so far.</summary>
    public long MostTaken => Volatile.Read(ref _most);

    /// <summary>Takes <paramref name="bytes"/> if they fit.</summary>
    public bool TryTake(long bytes)
    {
        while (true)
        {
            long taken = Volatile.Read(ref _taken);
            if (bytes > ForMethods - taken)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _taken, taken + bytes, taken) == taken)
            {
                Raise(taken + bytes);
                return true;
            }
        }
    }

    /// <summary>Takes <paramref name="bytes"/> or refuses the run, saying what they are for.</summary>
    /// <exception cref="CurateException">They do not fit.</exception>
    public void Take(long bytes, string what)
    {
        if (!TryTake(bytes))
        {
            Fail.With(ErrorCodes.MemoryBudget,
                $"{what} needs {Mebibytes(bytes)} MiB, and {Mebibytes(Math.Max(0, Free))} MiB of --memory are free.",
                $"Raise --memory to at least {Mebibytes(TotalBytes + bytes - Free) + 1}MiB.");
        }
    }

    /// <summary>As <see cref="Take"/>, for what is given back when the lease is disposed.</summary>
    /// <exception cref="CurateException">They do not fit.</exception>
    public MemoryLease Lease(long bytes, string what)
    {
        Take(bytes, what);
        return new MemoryLease(this, bytes);
    }

    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);

    private void Raise(long taken)
    {
        long most = Volatile.Read(ref _most);
        while (taken > most)
        {
            long seen = Interlocked.CompareExchange(ref _most, taken, most);
            if (seen == most)
            {
                return;
            }

            most = seen;
        }
    }

    private static long Mebibytes(long bytes) => (bytes + (1 << 20) - 1) >> 20;
}
