using Curate.Core.Mix;

namespace Curate.Core.Check.Fairness;

/// <summary>Options of <c>check --with group-fairness</c>.</summary>
public sealed record FairnessOptions
{
    /// <summary>The class that is the favourable or sought one; null = the last in sorted order.</summary>
    public string? Positive { get; init; }

    /// <summary>The probability or score from which on the answer is positive, where there is no prediction.</summary>
    public double DecisionThreshold { get; init; } = 0.5;

    /// <summary>Largest difference between groups that is tolerated.</summary>
    public double MaxGap { get; init; } = 0.1;

    /// <summary>Which measures are gated; empty = all.</summary>
    public IReadOnlyList<string> Measures { get; init; } = [];

    /// <summary>Shares of groups in the population that the rows stand for.</summary>
    public IReadOnlyList<NamedNumber> Reference { get; init; } = [];
}
