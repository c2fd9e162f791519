namespace Curate.Core.Numerics.Optimisation;

/// <summary>When expectation-maximisation ends.</summary>
public sealed record MixtureOptions
{
    /// <summary>It ends when the mean log-likelihood of a row rises by less.</summary>
    public double Tolerance { get; init; } = 1e-6;

    public int MaxIterations { get; init; } = 500;
}
