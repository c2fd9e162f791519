namespace Curate.Core.Numerics.Learners;

/// <summary>What a support vector classifier with a Gaussian kernel is asked for.</summary>
public sealed record KernelSvcOptions
{
    /// <summary>The weight of the losses.</summary>
    public double C { get; init; } = 1;

    /// <summary>The kernel is exp(-gamma |a - b|^2); 0 stands for 1 / (columns x variance of all values together).</summary>
    public double Gamma { get; init; }

    /// <summary>It ends when no pair violates the optimality conditions by more.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Most steps for a pair of classes; 0 for no limit.</summary>
    public long MaxIterations { get; init; }

    /// <summary>Bytes of kernel rows kept for each worker. Only the time depends on it.</summary>
    public long CacheBytes { get; init; } = 200L << 20;
}
