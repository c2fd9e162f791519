namespace Curate.Core.Numerics.Optimisation;

/// <summary>When L-BFGS ends and how much it remembers.</summary>
public sealed record LbfgsOptions
{
    /// <summary>Pairs of steps and gradient changes kept.</summary>
    public int Memory { get; init; } = 10;

    public int MaxIterations { get; init; } = 1000;

    /// <summary>It ends when no component of the gradient is larger by size.</summary>
    public double GradientTolerance { get; init; } = 1e-6;

    /// <summary>It ends when a step lowers the value by no more than this times max(|value|, 1); 0 for never.</summary>
    public double ValueTolerance { get; init; }
}
