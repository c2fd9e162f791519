namespace Curate.Core.Mix;

/// <summary>Options of <c>adaptive-allocation</c> alone.</summary>
public sealed record AdaptiveOptions
{
    /// <summary>Columns whose joint values are brought near the target.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>A table of target shares is among the inputs.</summary>
    public bool HasTarget { get; init; }

    /// <summary>Target shares of the values of one column.</summary>
    public IReadOnlyList<NamedNumber> TargetShares { get; init; } = [];

    /// <summary>Rows of a step; null = a twentieth of the budget.</summary>
    public long? Step { get; init; }

    /// <summary>Each step is decided by a draw from the posterior, not by its mean.</summary>
    public bool Explore { get; init; }

    /// <summary>The cells of all rows are known from the start.</summary>
    public bool KnowsAll { get; init; }
}
