using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Prototypes;

/// <summary>Options of cluster centroids.</summary>
public sealed record CentroidOptions : FeatureOptions
{
    public override bool TakesCategories => false;

    /// <summary>The row nearest to each centroid stays as it is; else it gets the centroid's features.</summary>
    public bool Hard { get; init; }

    /// <summary>Most iterations of k-means.</summary>
    public int MaxIterations { get; init; } = 300;

    /// <summary>Starts of k-means.</summary>
    public int Starts { get; init; } = 1;
}
