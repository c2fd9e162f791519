namespace Curate.Core.Running;

/// <summary>
/// Helpers for a long chain of short steps, each of which is worth sharing but over before a thread of the pool has woken: they look for work in a loop, for as long as steps follow each other within
/// a tenth of a millisecond, and sleep otherwise. Blocks are taken as in <see cref="Workers.ForBlocks"/>, so results depend on no helper, and the caller never waits for one to come.
/// </summary>
internal sealed class HotHelpers : IDisposable
{
    private const double MostIdle = 1e-4;
    private const int Spins = 30;

    // A short step has not enough blocks for more of them, and who finds none has looked for a tenth of a millisecond.
    private const int MostThreads = 8;
    private readonly Thread[] _threads;
    private readonly object _gate = new();
    private BlockWork? _work;
    private int _asleep;
    private bool _stop;

    /// <param name="workers">Threads, the caller's among them; helpers are started by the first step.</param>
    public HotHelpers(int workers) => _threads = new Thread[Math.Min(workers, MostThreads) - 1];

    /// <summary>Calls <paramref name="body"/> once for each block 0..n-1; the failure of the lowest block wins. One caller at a time.</summary>
    public void ForBlocks(int n, Action<int> body, CancellationToken ct)
    {
        if (_threads.Length == 0 || n <= 1)
        {
            Workers.ForBlocks(1, n, body, ct);
            return;
        }

        var work = new BlockWork(n, body, ct);

        // With a barrier: whoever goes to sleep at this moment sees the work, or is seen.
        Interlocked.Exchange(ref _work, work);
        Wake();
        try
        {
            work.Finish();
        }
        finally
        {
            Volatile.Write(ref _work, null);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stop = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread? thread in _threads)
        {
            thread?.Join();
        }
    }

    private void Wake()
    {
        if (_threads[0] is null)
        {
            for (int i = 0; i < _threads.Length; i++)
            {
                _threads[i] = new Thread(Help) { IsBackground = true, Name = "curate-help" };
                _threads[i].Start();
            }
        }
        else if (Volatile.Read(ref _asleep) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Help()
    {
        BlockWork? last = null;
        long since = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!Volatile.Read(ref _stop))
        {
            BlockWork? work = Volatile.Read(ref _work);
            if (work is not null && !ReferenceEquals(work, last))
            {
                work.Execute();
                last = work;
                since = System.Diagnostics.Stopwatch.GetTimestamp();
            }
            else if (System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalSeconds > MostIdle)
            {
                Sleep(last);
                since = System.Diagnostics.Stopwatch.GetTimestamp();
            }
            else
            {
                Thread.SpinWait(Spins);
            }
        }
    }

    private void Sleep(BlockWork? last)
    {
        lock (_gate)
        {
            // Counted before the last look: a caller that comes behind the look sees a sleeper.
            Interlocked.Increment(ref _asleep);
            BlockWork? work = Volatile.Read(ref _work);
            if (!_stop && (work is null || ReferenceEquals(work, last)))
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _asleep);
        }
    }
}
