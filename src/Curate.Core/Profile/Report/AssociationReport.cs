namespace Curate.Core.Profile.Report;

/// <summary>How strongly two columns go together.</summary>
public sealed record AssociationReport
{
    public required string First { get; init; }

    public required string Second { get; init; }

    /// <summary><c>pearson</c>, <c>spearman</c>, <c>cramers-v</c> or <c>correlation-ratio</c>: the measure that fits the pair.</summary>
    public required string Measure { get; init; }

    /// <summary>From -1 or 0 to 1.</summary>
    public required double Value { get; init; }

    /// <summary>Further measures of the pair by name: <c>spearman</c>, <c>mutual-information</c> in nats.</summary>
    public IReadOnlyList<(string Name, double Value)> Others { get; init; } = [];

    /// <summary>Rows behind the figures.</summary>
    public long Rows { get; init; }

    /// <summary>Computed from the sample rather than from all rows.</summary>
    public bool Sampled { get; init; }
}
