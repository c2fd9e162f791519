using Curate.Core.Resample.Clusters;

namespace Curate.Core.Cluster;

/// <summary>What every method of <c>curate cluster</c> is told.</summary>
public record ClusteringOptions : ClusterOptions
{
    /// <summary>Clusters; null where the data decides (<see cref="AutoK"/>) or a default of the method holds.</summary>
    public int? K { get; init; }

    /// <summary>The number of clusters is the one of the best silhouette.</summary>
    public bool AutoK { get; init; }

    /// <summary>The largest number of clusters that is tried.</summary>
    public int MaxK { get; init; } = 20;

    /// <summary>Rows of a mini-batch; 0 for full passes.</summary>
    public int BatchRows { get; init; }

    /// <summary>Column of row weights; null for equal ones.</summary>
    public string? Weight { get; init; }

    /// <summary>A text column: vectors are made of it where no other features are named, and reports show its words.</summary>
    public string? Text { get; init; }

    /// <summary>Columns that the n-grams of texts are hashed to.</summary>
    public int TextColumns { get; init; } = 256;

    /// <summary>Centroids are written to a file.</summary>
    public bool SavesCentroids { get; init; }

    /// <summary>Centroids in place of a file.</summary>
    internal CentroidTable? Given { get; init; }

    /// <summary>Only centroids and the report are wanted.</summary>
    public bool FitOnly { get; init; }

    /// <summary>The size of a row's cluster is a column, too.</summary>
    public bool WithSize { get; init; }

    /// <summary>Most rows of the sample that silhouettes are taken of.</summary>
    public int SampleRows { get; init; } = 2000;

    /// <summary>Rows nearest to its centroid that are shown of each cluster.</summary>
    public int NearestRows { get; init; } = 3;

    /// <summary>Words that are shown of each cluster.</summary>
    public int Words { get; init; } = 8;

    /// <summary>The name of the column of clusters; the others begin with it.</summary>
    public string ColumnName => ClusterColumn ?? "cluster";
}
