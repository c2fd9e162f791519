namespace Curate.Core.Check.TwoSample;

/// <summary>Options of <c>frechet-distance</c>.</summary>
public sealed record FrechetOptions : TwoSampleOptions
{
    /// <summary>Principal components that longer vectors are brought to.</summary>
    public int Components { get; init; } = 64;

    /// <summary>Largest distance over the reference's variance that passes.</summary>
    public double MaxFrechet { get; init; } = 0.04;
}
