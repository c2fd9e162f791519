using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Resample.Weights;

/// <summary>Options of weights by density ratios.</summary>
internal sealed record RatioOptions : WeightOptions
{
    /// <summary>Rows become like those of another dataset.</summary>
    public bool HasReference { get; init; }

    /// <summary>A column and the value that rows of the group have.</summary>
    public (string Column, string Value)? Treat { get; init; }

    public RatioForm Form { get; init; }

    /// <summary>Boosted trees in place of logistic regression.</summary>
    public bool IsBoosted { get; init; }

    public int Folds { get; init; } = 5;

    /// <summary>Normal noise added to standardised numbers, in deviations; null to choose it by held-out log loss.</summary>
    public double? Smooth { get; init; } = 0;

    public IReadOnlyList<string> Features { get; init; } = [];

    public IReadOnlyList<string> Categorical { get; init; } = [];

    public MissingValues Missing { get; init; } = MissingValues.Error;
}
