namespace Curate.Core.Mix;

/// <summary>Options of <c>sample-quality-diversity</c> alone.</summary>
public sealed record DiversityOptions
{
    /// <summary>Column of quality, higher = better.</summary>
    public string Quality { get; init; } = "";

    /// <summary>Column of vectors that rows are compared by.</summary>
    public string? Embedding { get; init; }

    /// <summary>Columns of numbers that rows are compared by, instead.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Column of clusters; null = k-means finds them.</summary>
    public string? Cluster { get; init; }

    /// <summary>Clusters that k-means finds; null = the root of half the rows, at most 1,000.</summary>
    public int? Clusters { get; init; }

    /// <summary>Weight of diversity; that of quality is the rest.</summary>
    public double Alpha { get; init; } = 0.8;

    /// <summary>Temperature of the weights.</summary>
    public double Temperature { get; init; } = 0.2;
}
