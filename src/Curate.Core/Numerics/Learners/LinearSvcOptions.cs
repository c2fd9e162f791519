namespace Curate.Core.Numerics.Learners;

/// <summary>What a linear support vector classifier is asked for.</summary>
public sealed record LinearSvcOptions
{
    /// <summary>The weight of the losses against half the squared coefficients.</summary>
    public double C { get; init; } = 1;

    /// <summary>Losses squared (smooth), or plain.</summary>
    public bool SquaredHinge { get; init; } = true;

    /// <summary>The constant column that carries the intercept, which is penalised like a coefficient; 0 for no intercept.</summary>
    public double InterceptScaling { get; init; } = 1;

    /// <summary>It ends when the projected gradients of the dual span no more than this.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Most passes over all rows.</summary>
    public int MaxIterations { get; init; } = 20_000;
}
