namespace Curate.Core.Numerics.Clustering;

/// <summary>What hierarchical k-means is asked for.</summary>
public sealed record HierarchicalOptions
{
    /// <summary>Clusters of each level, from the finest, which clusters rows, to the coarsest; each at least 1 and at most the one before.</summary>
    public required IReadOnlyList<int> Clusters { get; init; }

    /// <summary>How often a level is fitted again on a flatter sample of what it clusters; 0 for plain k-means at every level.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>
    /// Members that each cluster gives to the sample of a round, one number a level; 0 leaves the rounds of that level out. Empty stands for half the mean
    /// size of a cluster, rounded down, at every level.
    /// </summary>
    public IReadOnlyList<int> Members { get; init; } = [];

    /// <summary>The members nearest to their centroid make up the sample; else members drawn at random.</summary>
    public bool TakesNearest { get; init; } = true;

    /// <summary>How each k-means is fitted; its number of clusters counts for nothing. Bounds on sizes are not for trees.</summary>
    public KMeansOptions Fit { get; init; } = new() { Clusters = 1, MaxIterations = 50 };
}
