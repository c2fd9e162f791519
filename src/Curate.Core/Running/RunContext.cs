using Curate.Core.Data;
using Curate.Core.Randomness;

namespace Curate.Core.Running;

/// <summary>Everything a run brings to a method; there is no ambient state.</summary>
public sealed class RunContext
{
    /// <summary>The seed of a run that names none; printed in every report.</summary>
    public const ulong DefaultSeed = 42;

    public ulong Seed { get; init; } = DefaultSeed;

    /// <summary>Threads that map batches; results never depend on it.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Rows of a batch; results never depend on it.</summary>
    public int BatchRows { get; init; } = RecordBatch.DefaultCapacity;

    public required MemoryBudget Memory { get; init; }

    public required IScratch Scratch { get; init; }

    public IRunObserver Observer { get; init; } = NullObserver.Instance;

    /// <summary>Reports may take their time: larger samples, more repetitions, a learner.</summary>
    public bool FullReport { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public CancellationToken Ct { get; init; }

    /// <summary>The draws of this run for one purpose.</summary>
    public SeededDraw Draw(string purpose) => new(Seed, purpose);
}
