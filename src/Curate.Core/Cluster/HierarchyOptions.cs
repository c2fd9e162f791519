namespace Curate.Core.Cluster;

/// <summary>Options of hierarchical k-means.</summary>
public sealed record HierarchyOptions : ClusteringOptions
{
    /// <summary>Clusters of each level, the finest first; empty for a default by the number of rows.</summary>
    public IReadOnlyList<int> Levels { get; init; } = [];

    /// <summary>How often a level is fitted again on equally many members of each cluster.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>Members that each cluster gives to a round, for each level; empty for half the mean size.</summary>
    public IReadOnlyList<int> RoundMembers { get; init; } = [];

    /// <summary>Members are drawn at random rather than the nearest to their centroids.</summary>
    public bool RandomMembers { get; init; }
}
