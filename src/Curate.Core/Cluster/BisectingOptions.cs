namespace Curate.Core.Cluster;

/// <summary>Options of bisecting k-means.</summary>
public sealed record BisectingOptions : ClusteringOptions
{
    /// <summary>The cluster with most rows is cut next, rather than the one with most inertia.</summary>
    public bool BySize { get; init; }

    /// <summary>Steps of k-means from the centroids that the cuts leave.</summary>
    public bool Refines { get; init; }
}
