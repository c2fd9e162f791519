namespace Curate.Core.Running;

/// <summary>Splits kernels into fixed blocks over the run's threads. Blocks never depend on the worker count, so neither do results.</summary>
public static class Workers
{
    /// <summary>
    /// Calls <paramref name="body"/> once for each block 0..n-1, on up to <paramref name="workers"/> threads: the caller's, and those of the pool that come in time.
    /// The failure of the lowest block wins.
    /// </summary>
    public static void ForBlocks(int workers, int n, Action<int> body, CancellationToken ct = default)
    {
        if (workers == 1 || n <= 1)
        {
            for (int i = 0; i < n; i++)
            {
                ct.ThrowIfCancellationRequested();
                body(i);
            }

            return;
        }

        var work = new BlockWork(n, body, ct);
        for (int i = 1; i < Math.Min(workers, n); i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        }

        work.Finish();
    }
}
