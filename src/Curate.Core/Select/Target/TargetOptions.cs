using Curate.Core.Cluster;

namespace Curate.Core.Select.Target;

/// <summary>Options of the methods that pick rows for a target: rows that the picked ones shall be like. A method reads those that it names.</summary>
internal sealed record TargetOptions : ClusteringOptions
{
    /// <summary>A dataset of target rows was given.</summary>
    public bool HasTarget { get; init; }

    /// <summary>Rows of the input with this value are the target; null where a dataset is.</summary>
    public (string Column, string Value)? Like { get; init; }

    /// <summary>A dataset of rows that training has seen already was given.</summary>
    public bool HasCurrent { get; init; }

    /// <summary>Share of a row's runs of five words that may stand in target texts.</summary>
    public double MaxOverlap { get; init; } = 0.8;

    /// <summary>Column of sources, for the report; null for none.</summary>
    public string? Source { get; init; }

    /// <summary>Added column of scores, or null.</summary>
    public string? ScoreColumn { get; init; }

    /// <summary>How much scores count against Gumbel noise; infinite for the plain top.</summary>
    public double Beta { get; init; } = double.PositiveInfinity;

    /// <summary>Buckets that n-grams of words are hashed to.</summary>
    public int Buckets { get; init; } = 10_000;

    /// <summary>Words of the longest n-gram.</summary>
    public int LongestGram { get; init; } = 2;

    /// <summary>What is added to the count of every bucket.</summary>
    public double Smoothing { get; init; } = 1;

    /// <summary>Log-weights are means over n-grams instead of sums.</summary>
    public bool Averages { get; init; }

    /// <summary>How likeness to several target rows becomes one score.</summary>
    public Likeness Likeness { get; init; }

    /// <summary>Column of the target that names its tasks, or null.</summary>
    public string? Task { get; init; }

    /// <summary>What rows are compared by where they have vectors.</summary>
    public TargetMetric Metric { get; init; }

    /// <summary>Random rows that a model or a transport plan is made of.</summary>
    public int Sample { get; init; } = 20_000;

    /// <summary>Share of the sample, the most alike, that the model learns to find.</summary>
    public double Positives { get; init; } = 0.05;

    /// <summary>Penalty of the model.</summary>
    public double L2 { get; init; } = 0.1;

    /// <summary>Weight of the entropy of a transport plan, in mean costs.</summary>
    public double Epsilon { get; init; } = 0.05;

    /// <summary>Most rows of one cluster; null for any.</summary>
    public long? Cap { get; init; }
}
