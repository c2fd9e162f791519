using System.Runtime.ExceptionServices;

namespace Curate.Core.Running;

/// <summary>
/// Blocks that the caller and helpers from the pool take one after the other. The caller waits for blocks that are taken, never for a helper to come: a thread that
/// starts or wakes late, as on a machine with other work, costs its help and no time.
/// </summary>
internal sealed class BlockWork(int count, Action<int> body, CancellationToken ct) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _done = new();
    private Action<int>? _body = body;
    private int _next = -1;
    private int _ended;
    private int _failedBlock = int.MaxValue;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Takes blocks until none is left.</summary>
    public void Execute()
    {
        // Read once: who takes a block below holds up the caller, who alone forgets the body.
        Action<int>? own = Volatile.Read(ref _body);
        int block;
        while (own is not null && (block = Interlocked.Increment(ref _next)) < count)
        {
            if (block < Volatile.Read(ref _failedBlock))
            {
                Run(own, block);
            }

            if (Interlocked.Increment(ref _ended) == count)
            {
                _done.Set();
            }
        }
    }

    /// <summary>Takes blocks too, and returns when all have ended; throws the failure of the lowest that failed.</summary>
    public void Finish()
    {
        Execute();
        _done.Wait(CancellationToken.None);

        // Helpers that come later find nothing, and what the body holds is not theirs to keep.
        Volatile.Write(ref _body, null);
        _failure?.Throw();
    }

    private void Run(Action<int> body, int block)
    {
        try
        {
            ct.ThrowIfCancellationRequested();
            body(block);
        }
        catch (Exception e)
        {
            // Carried to the caller: the failure of the lowest block is thrown there.
            lock (_gate)
            {
                if (block < _failedBlock)
                {
                    _failure = ExceptionDispatchInfo.Capture(e);
                    Volatile.Write(ref _failedBlock, block);
                }
            }
        }
    }
}
