namespace Curate.Core.Dependencies;

/// <summary>
/// How far a dependency X → A is from holding, from the counts of its groups. A group is a set of rows with equal values in X; a missing value is a value
/// like any other, equal to itself.
/// </summary>
/// <remarks>
/// g1 and g3 are those of Kivinen and Mannila (1995), pdep and mu+ those of Piatetsky-Shapiro and Matheus (1993) as Parciak et al. (2024) compare them:
/// pdep(X→A) = (1/n) Σ_x Σ_y |xy|² / |x|, pdep(A) = Σ_y (|y|/n)², mu+ = max(0, 1 − (1 − pdep(X→A)) / (1 − pdep(A)) · (n − 1) / (n − |dom X|)).
/// </remarks>
public readonly record struct DependencyMeasures
{
    /// <summary>Rows of the table.</summary>
    public required long Rows { get; init; }

    /// <summary>Different combinations of values in X.</summary>
    public required long Groups { get; init; }

    /// <summary>Rows in groups of two or more: the ones that say anything about the dependency.</summary>
    public required long Support { get; init; }

    /// <summary>Rows that have to go until the dependency holds: of each group those without its most frequent value.</summary>
    public required long Violations { get; init; }

    /// <summary>Ordered pairs of rows that are equal in X and not in A.</summary>
    public required Int128 Pairs { get; init; }

    /// <summary>Σ_x Σ_y |xy|² / |x| / n; 1 where the dependency holds.</summary>
    public required double Pdep { get; init; }

    /// <summary>Σ_y (|y|/n)².</summary>
    public required double PdepOfRight { get; init; }

    /// <summary>It holds in every row.</summary>
    public bool IsExact => Violations == 0;

    /// <summary>Share of ordered pairs of rows that break it.</summary>
    public double G1 => Rows == 0 ? 0 : (double)Pairs / ((double)Rows * Rows);

    /// <summary>Least share of rows to delete until it holds.</summary>
    public double G3 => Rows == 0 ? 0 : (double)Violations / Rows;

    /// <summary>
    /// How much better X tells A than chance does, corrected for the number of groups: 1 where the dependency holds, 0 where X is of no use; NaN where
    /// every row has an X of its own, which says nothing, or A is constant.
    /// </summary>
    public double MuPlus => IsExact && Groups < Rows ? 1
        : Groups >= Rows || PdepOfRight >= 1 ? double.NaN
        : Math.Max(0, 1 - ((1 - Pdep) / (1 - PdepOfRight) * (Rows - 1) / (Rows - Groups)));
}
