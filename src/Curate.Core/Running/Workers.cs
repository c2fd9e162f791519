using System.Runtime.ExceptionServices;

namespace Curate.Core.Running;

/// <summary>Splits kernels into fixed blocks over the run's threads. Blocks never depend on the worker count, so neither do results.</summary>
public static class Workers
{
    /// <summary>Calls <paramref name="body"/> once for each block 0..n-1, on up to <paramref name="workers"/> threads. The failure of the lowest block wins.</summary>
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

        int next = -1;
        int failedBlock = int.MaxValue;
        ExceptionDispatchInfo? failure = null;
        var gate = new Lock();
        void Work()
        {
            int block;
            while ((block = Interlocked.Increment(ref next)) < n && Volatile.Read(ref failedBlock) > block)
            {
                try
                {
                    ct.ThrowIfCancellationRequested();
                    body(block);
                }
                catch (Exception e)
                {
                    // Carried to the caller: the failure of the lowest block is thrown there.
                    lock (gate)
                    {
                        if (block < failedBlock)
                        {
                            failedBlock = block;
                            failure = ExceptionDispatchInfo.Capture(e);
                        }
                    }
                }
            }
        }

        var threads = new Thread[Math.Min(workers, n) - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Work) { IsBackground = true, Name = "curate-block" };
            threads[i].Start();
        }

        Work();
        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        failure?.Throw();
    }
}
