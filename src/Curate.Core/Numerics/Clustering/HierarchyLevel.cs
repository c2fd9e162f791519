using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Numerics.Clustering;

/// <summary>One level of a tree of clusters. No cluster is empty.</summary>
public sealed class HierarchyLevel : IDisposable
{
    internal HierarchyLevel(VectorStore centroids, int[] parents, long[] rows, double inertia, int members)
    {
        Centroids = centroids;
        Parents = parents;
        Rows = rows;
        Inertia = inertia;
        Members = members;
    }

    /// <summary>One row a cluster. After rounds they are the means of the last sample, not of the members.</summary>
    public VectorStore Centroids { get; }

    /// <summary>The cluster of everything one level below: of each row at the finest level, of each cluster of the level below at others.</summary>
    public int[] Parents { get; }

    /// <summary>Rows below each cluster.</summary>
    public long[] Rows { get; }

    /// <summary>The sum over what the level clusters of the squared distance to its centroid.</summary>
    public double Inertia { get; }

    /// <summary>Members that each cluster gave to the sample of a round; 0 where there were no rounds.</summary>
    public int Members { get; }

    public void Dispose() => Centroids.Dispose();
}
