using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Resample.Features;

/// <summary>What every resampler that compares rows by their features is told.</summary>
public abstract record FeatureOptions
{
    /// <summary>The class column.</summary>
    public string Label { get; init; } = "";

    /// <summary>Which classes change, and to which counts.</summary>
    public BalanceTarget To { get; init; } = BalanceTarget.Auto;

    /// <summary>Feature columns; empty for every column that is a number (or a flag), the label and the id aside.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Features whose distinct values are categories; they need not be among <see cref="Features"/>.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>False where the method compares numbers only.</summary>
    public virtual bool TakesCategories => true;

    /// <summary>A column that is never a feature unless <see cref="Features"/> or <see cref="Categorical"/> names it.</summary>
    public string? Id { get; init; }

    public FeatureScaling Scale { get; init; } = FeatureScaling.None;

    public MissingValues Missing { get; init; } = MissingValues.Error;

    /// <summary>What searches for neighbours make of equal rows.</summary>
    public DuplicatePolicy Duplicates { get; init; } = DuplicatePolicy.Keep;
}
