namespace Curate.Core.Mix.Laws;

/// <summary>Options of <c>mixing-law</c> alone.</summary>
public sealed record MixingLawOptions
{
    /// <summary>A table of runs is among the inputs.</summary>
    public bool HasRuns { get; init; }

    /// <summary>A table of held-out runs is among the inputs, after that of the runs.</summary>
    public bool HasHeldOut { get; init; }

    /// <summary>Runs given in memory instead.</summary>
    public RunTable? Runs { get; init; }

    /// <summary>Columns of losses, as written.</summary>
    public IReadOnlyList<string> Losses { get; init; } = ["loss"];

    /// <summary>Weights of the losses; 1 where none is given.</summary>
    public IReadOnlyList<NamedNumber> LossWeights { get; init; } = [];

    /// <summary>What stands before the name of a source in the names of share columns.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The only law to fit; null = all, and the best for each loss.</summary>
    public string? Law { get; init; }

    public int Folds { get; init; } = 5;

    /// <summary>Least shares by source.</summary>
    public IReadOnlyList<NamedNumber> Least { get; init; } = [];

    /// <summary>Largest shares by source.</summary>
    public IReadOnlyList<NamedNumber> Most { get; init; } = [];

    public int Candidates { get; init; } = 10_000;

    public WhenUnfit Unfit { get; init; }
}
