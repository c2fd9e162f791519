namespace Curate.Core.Profile.Balance;

/// <summary>Sampled rows: a class and numbers each.</summary>
public sealed record FeatureSample
{
    /// <summary>Names of the numeric columns (components of an embedding count as one column each).</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Class of each row.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Key of each row, for folds that do not depend on order: its number in the dataset.</summary>
    public required IReadOnlyList<Data.RowId> Ids { get; init; }

    /// <summary>Numbers, row after row; NaN for a missing one.</summary>
    public required double[] Values { get; init; }
}
