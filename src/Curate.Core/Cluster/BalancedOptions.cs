namespace Curate.Core.Cluster;

/// <summary>Options of balanced k-means.</summary>
public sealed record BalancedOptions : ClusteringOptions
{
    /// <summary>How sizes are kept even: capacity, bias or recursive.</summary>
    public string Form { get; init; } = "capacity";

    /// <summary>Most rows of a cluster; null for sizes that differ by at most one.</summary>
    public long? Capacity { get; init; }

    /// <summary>Least rows of a cluster.</summary>
    public long MinSize { get; init; }

    /// <summary>How far a bias moves after a block of rows, as a share of the mean squared distance.</summary>
    public double BiasStep { get; init; } = 0.1;

    /// <summary>Passes in which biases move.</summary>
    public int BiasPasses { get; init; } = 20;
}
