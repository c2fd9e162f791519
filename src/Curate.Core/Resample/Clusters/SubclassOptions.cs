namespace Curate.Core.Resample.Clusters;

/// <summary>Options of balancing by subclasses.</summary>
public sealed record SubclassOptions : ClusterOptions
{
    /// <summary>Most rows of a subclass; null for the rows of the smallest class, at least <see cref="MinSize"/>.</summary>
    public long? SubclassSize { get; init; }

    /// <summary>Rows of a subclass at least where the smallest class says how many.</summary>
    public long MinSize { get; init; } = 10;

    /// <summary>Clusters of k-means as they come, instead of equally large ones.</summary>
    public bool Unequal { get; init; }
}
