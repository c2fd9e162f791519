namespace Curate.Core.Resample.Weights;

/// <summary>Which weight follows from the probability p to belong to the group.</summary>
internal enum RatioForm
{
    /// <summary>p / (1 - p) times the ratio of sizes, for the rows outside: they become like the group.</summary>
    Ratio,
    /// <summary>p / share of the group, for all rows: all together become like the group.</summary>
    Arm,
    /// <summary>Share / p inside of the group and (1 - share) / (1 - p) outside: both become like all rows (inverse propensity, stabilised).</summary>
    Propensity,
}
