namespace Curate.Core.Cluster;

/// <summary>Options of leader clustering.</summary>
public sealed record LeaderOptions : ClusteringOptions
{
    /// <summary>The distance up to which a row joins a cluster; null where it follows the data.</summary>
    public double? Threshold { get; init; }

    /// <summary>How many standard deviations above the mean distance to the nearest cluster the threshold lies.</summary>
    public double Spread { get; init; } = 3;

    /// <summary>Most clusters; null for no limit.</summary>
    public int? MaxClusters { get; init; }
}
