using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>What a method found: clusters, their centroids, clusters of clusters, and the cluster of every row that it was fitted on.</summary>
internal sealed class ClusterFit(VectorStore centroids, IDisposable owner) : IDisposable
{
    /// <summary>One row a cluster; some may be empty.</summary>
    public VectorStore Centroids { get; } = centroids;

    /// <summary>The cluster of each fitted row; empty where none were fitted.</summary>
    public required int[] Labels { get; init; }

    /// <summary>Vectors count by their direction alone: they are brought to length 1 before they are compared with centroids.</summary>
    public bool Cosine { get; init; }

    /// <summary>For each level above the clusters: the node above each node of the level below.</summary>
    public IReadOnlyList<int[]> Parents { get; init; } = [];

    /// <summary>The centroids of these levels.</summary>
    public IReadOnlyList<VectorStore> Upper { get; init; } = [];

    /// <summary>A cluster wins a row at a squared distance less this; null for nothing.</summary>
    public double[]? Bias { get; init; }

    /// <summary>The sum of weight x squared distance of fitted rows to their centroids, as the fit counts it; null where it counts none.</summary>
    public double? Inertia { get; init; }

    /// <summary>Steps that were taken; null where a method has none.</summary>
    public int? Iterations { get; init; }

    public bool Converged { get; init; } = true;

    /// <summary>What the method says about how it decided.</summary>
    public List<ReportTable> Tables { get; } = [];

    public void Dispose()
    {
        Centroids.Dispose();
        owner.Dispose();
    }
}
