namespace Curate.Core.Profile.Comparison;

/// <summary>One of two datasets to compare.</summary>
public sealed record ComparisonSide
{
    /// <summary>The dataset, as the user named it.</summary>
    public required string Name { get; init; }

    public required long Rows { get; init; }

    /// <summary>In table order.</summary>
    public required IReadOnlyList<ColumnDistribution> Columns { get; init; }

    /// <summary>Exact class counts of the label and group columns, in the order in which they were asked for.</summary>
    public IReadOnlyList<(string Column, IReadOnlyList<CategoryCount> Counts)> Classes { get; init; } = [];
}
