namespace Curate.Core.Numerics.Optimisation;

/// <summary>Bounds of raking and when it ends.</summary>
public sealed record RakingOptions
{
    /// <summary>A weight is at least this times its base weight.</summary>
    public double LeastFactor { get; init; }

    /// <summary>A weight is at most this times its base weight.</summary>
    public double MostFactor { get; init; } = double.PositiveInfinity;

    /// <summary>It ends when every total is met to this share of it.</summary>
    public double Tolerance { get; init; } = 1e-11;

    /// <summary>Most passes over all margins.</summary>
    public int MaxIterations { get; init; } = 10_000;
}
