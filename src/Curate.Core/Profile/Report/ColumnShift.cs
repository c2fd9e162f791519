namespace Curate.Core.Profile.Report;

/// <summary>How the distribution of one column moved.</summary>
public sealed record ColumnShift
{
    public required string Name { get; init; }

    /// <summary>Share of nulls in the reference and here.</summary>
    public double NullsBefore { get; init; }

    public double NullsAfter { get; init; }

    /// <summary>Kolmogorov-Smirnov distance of numbers, and its p-value.</summary>
    public double? Ks { get; init; }

    public double? KsP { get; init; }

    /// <summary>Largest error of <see cref="Ks"/> that comes from binned quantiles; 0 where exact.</summary>
    public double KsError { get; init; }

    /// <summary>Population stability index over ten bins of the reference (or over categories).</summary>
    public double? Psi { get; init; }

    /// <summary>Jensen-Shannon distance (square root of the divergence, base 2): 0 to 1.</summary>
    public double? JensenShannon { get; init; }

    /// <summary>Chi-square of homogeneity over categories, its degrees of freedom and p-value, and Cramer's V as effect size.</summary>
    public double? ChiSquare { get; init; }

    public int? DegreesOfFreedom { get; init; }

    public double? ChiSquareP { get; init; }

    public double? CramersV { get; init; }

    /// <summary>Difference of means over pooled standard deviation (Cohen's d).</summary>
    public double? MeanShift { get; init; }

    /// <summary>Categories that only this dataset has, with their counts here.</summary>
    public IReadOnlyList<ValueCount> NewValues { get; init; } = [];

    /// <summary>Categories that only the reference has, with their counts there.</summary>
    public IReadOnlyList<ValueCount> VanishedValues { get; init; } = [];

    /// <summary><c>none</c>, <c>small</c>, <c>medium</c> or <c>large</c>, by the effect sizes.</summary>
    public required string Size { get; init; }
}
