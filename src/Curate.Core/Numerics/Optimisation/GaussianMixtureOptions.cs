namespace Curate.Core.Numerics.Optimisation;

/// <summary>What a Gaussian mixture is asked for.</summary>
public sealed record GaussianMixtureOptions
{
    public required int Components { get; init; }

    public CovarianceKind Covariance { get; init; } = CovarianceKind.Full;

    /// <summary>Added to every variance, so that a component on few rows keeps a density. 0 leaves plain maximum likelihood.</summary>
    public double Regularisation { get; init; } = 1e-6;

    /// <summary>It ends when the mean log-likelihood of a row rises by less.</summary>
    public double Tolerance { get; init; } = 1e-6;

    public int MaxIterations { get; init; } = 500;

    /// <summary>Starts from different k-means clusterings; the largest likelihood wins, the first of equal ones.</summary>
    public int Starts { get; init; } = 1;
}
