namespace Curate.Core.Profile.Comparison;

/// <summary>Values of a column and how often each occurs.</summary>
public sealed record CategoryDistribution
{
    /// <summary>Values and counts in ordinal order of the values. Exact: every value. Otherwise those of the sample, with their counts in the sample.</summary>
    public required IReadOnlyList<CategoryCount> Counts { get; init; }

    /// <summary>The counts cover every row and every value; otherwise they come from a uniform sample of the rows.</summary>
    public required bool IsExact { get; init; }

    /// <summary>Sum of all counts: the values that are not null, or as many as the sample has.</summary>
    public required long Total { get; init; }
}
