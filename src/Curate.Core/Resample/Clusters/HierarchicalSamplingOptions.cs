namespace Curate.Core.Resample.Clusters;

/// <summary>Options of sampling down a tree of clusters.</summary>
public sealed record HierarchicalSamplingOptions : ClusterOptions
{
    /// <summary>Clusters of each level, the finest first; empty for a default by the number of rows.</summary>
    public IReadOnlyList<int> Levels { get; init; } = [];

    /// <summary>Rounds that flatten each level.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>Members that each cluster gives to a round, for each level; empty for half the mean size.</summary>
    public IReadOnlyList<int> RoundMembers { get; init; } = [];

    /// <summary>Rounds take random members instead of the nearest to the centroid.</summary>
    public bool RandomMembers { get; init; }

    /// <summary>Rows of a leaf are taken from the centroid outwards, instead of at random.</summary>
    public bool Nearest { get; init; }
}
