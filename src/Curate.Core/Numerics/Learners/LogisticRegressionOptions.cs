namespace Curate.Core.Numerics.Learners;

/// <summary>Penalties of logistic regression and when it ends.</summary>
public sealed record LogisticRegressionOptions
{
    /// <summary>The weight of half the squared coefficients; 1 / C of other libraries.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>The weight of the coefficients' sizes; makes some of them exactly 0.</summary>
    public double L1 { get; init; }

    /// <summary>Whether there is a constant term; it is not penalised.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>It ends when no component of the gradient of the mean objective, in columns scaled by their curvature, is larger.</summary>
    public double Tolerance { get; init; } = 1e-7;

    public int MaxIterations { get; init; } = 5000;
}
