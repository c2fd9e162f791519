using Curate.Core.Data;

namespace Curate.Core.Profile.Report;

/// <summary>One column.</summary>
public sealed record ColumnReport
{
    public required string Name { get; init; }

    /// <summary>The narrowest storage kind that every value has.</summary>
    public required ColumnKind Kind { get; init; }

    public required SemanticType Type { get; init; }

    /// <summary>How many values look like what, most first: <c>whole 99.8%, text 12</c>.</summary>
    public IReadOnlyList<ValueCount> Evidence { get; init; } = [];

    public required long Rows { get; init; }

    public required long Nulls { get; init; }

    /// <summary>Texts that mean a missing value in many tables (<c>NA</c>, <c>null</c>, <c>-</c>); they are counted as values.</summary>
    public IReadOnlyList<ValueCount> NullLike { get; init; } = [];

    /// <summary>Distinct values, nulls aside.</summary>
    public required Estimate Distinct { get; init; }

    /// <summary>Most frequent values, most first, ties by value.</summary>
    public IReadOnlyList<ValueCount> Top { get; init; } = [];

    /// <summary>The counts of <see cref="Top"/> are exact; otherwise they come from the sample, each with its interval.</summary>
    public bool TopIsExact { get; init; }

    /// <summary>A few values from the sample, as they stand.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    public NumericReport? Numeric { get; init; }

    public TextReport? Text { get; init; }

    public TimeReport? Time { get; init; }

    public VectorReport? Vector { get; init; }

    public double NullShare => Rows == 0 ? 0 : (double)Nulls / Rows;
}
