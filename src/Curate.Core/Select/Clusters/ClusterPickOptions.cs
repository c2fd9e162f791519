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

    /// <summary>Scores that may be read, or asked for; null for a share.</summary>
    public long? Evaluations { get; init; }

    /// <summary>The same as a share of the rows in clusters.</summary>
    public double? EvaluatedShare { get; init; }

    /// <summary>Rows of a cluster that are scored at a time.</summary>
    public int Batch { get; init; } = 5;

    /// <summary>Clusters that are drawn from before scores are read.</summary>
    public int Arms { get; init; } = 1;

    /// <summary>How much a cluster gains by being seldom drawn from, in deviations of the scores.</summary>
    public double Explore { get; init; } = 0.3;

    /// <summary>Write the rows whose scores are needed next.</summary>
    public bool Asks { get; init; }
}
