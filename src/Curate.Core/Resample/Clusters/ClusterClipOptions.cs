namespace Curate.Core.Resample.Clusters;

/// <summary>Options of cluster clip.</summary>
public sealed record ClusterClipOptions : ClusterOptions
{
    /// <summary>Clusters; null for the square root of the rows.</summary>
    public int? K { get; init; }

    /// <summary>Shares of clusters go with their sizes to this power: 0 equal, 1 in proportion.</summary>
    public double Temper { get; init; }

    /// <summary>Order of output rows: drawn, shuffled or input.</summary>
    public string Order { get; init; } = "drawn";
}
