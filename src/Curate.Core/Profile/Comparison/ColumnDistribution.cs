using Curate.Core.Data;

namespace Curate.Core.Profile.Comparison;

/// <summary>
/// How the values of one column are distributed, as a comparison of two datasets needs it: what a pass over the rows leaves behind. Two
/// distributions compare without the rows, so they can come from saved states.
/// </summary>
public sealed record ColumnDistribution
{
    public required string Name { get; init; }

    public required ColumnKind Kind { get; init; }

    public required long Rows { get; init; }

    public required long Nulls { get; init; }

    /// <summary>The finite numbers (lengths of free text, moments as microseconds), or null where the column has none.</summary>
    public NumericDistribution? Numeric { get; init; }

    /// <summary>Values and their counts, or null for columns whose values hardly repeat (identifiers, measures, free text, vectors).</summary>
    public CategoryDistribution? Categories { get; init; }
}
