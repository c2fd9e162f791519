using Curate.Core.Resample.Clusters;

namespace Curate.Core.Select.Clusters;

/// <summary>Options of methods of <c>curate select</c> that pick rows by their clusters.</summary>
public sealed record ClusterPickOptions : ClusterOptions
{
    /// <summary>Clusters; null for one for each row that is picked (of each class).</summary>
    public int? K { get; init; }

    /// <summary>Column of scores, or of losses.</summary>
    public string? Score { get; init; }

    /// <summary>The lowest scores are the best.</summary>
    public bool Lowest { get; init; }

    /// <summary>Rows come from classes in proportion to their sizes rather than equally.</summary>
    public bool Proportional { get; init; }

    /// <summary>Half of a cluster's rows are its farthest ones.</summary>
    public bool WithBoundary { get; init; }

    /// <summary>What a unit of distance counts as loss; null for as much as the losses themselves.</summary>
    public double? Lambda { get; init; }

    /// <summary>Only the rows whose losses are needed come out.</summary>
    public bool Centres { get; init; }
}
