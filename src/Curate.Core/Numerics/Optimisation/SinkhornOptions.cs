namespace Curate.Core.Numerics.Optimisation;

/// <summary>When Sinkhorn's iteration ends.</summary>
public sealed record SinkhornOptions
{
    /// <summary>The weight of the entropy, in units of the cost; above 0.</summary>
    public required double Epsilon { get; init; }

    /// <summary>It ends when the row sums of the plan are this near to their marginal, summed over rows (the columns are exact after each step).</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Most passes over rows and columns.</summary>
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>Starts with ten times the entropy where the costs are far above it, and comes down by halves; faster for a small entropy, same end.</summary>
    public bool Scaling { get; init; } = true;
}
