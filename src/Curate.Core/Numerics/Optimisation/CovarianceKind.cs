namespace Curate.Core.Numerics.Optimisation;

/// <summary>The shape of the covariance of a Gaussian component.</summary>
public enum CovarianceKind : byte
{
    /// <summary>Variances alone: d numbers a component.</summary>
    Diagonal,

    /// <summary>Any covariance: d (d + 1) / 2 numbers a component.</summary>
    Full,
}
