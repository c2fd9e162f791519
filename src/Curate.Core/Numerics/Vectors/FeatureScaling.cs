namespace Curate.Core.Numerics.Vectors;

/// <summary>How numeric columns are brought to one scale.</summary>
public enum FeatureScaling : byte
{
    /// <summary>Values as they are, rounded to float32.</summary>
    None,

    /// <summary>(x - mean) / standard deviation (population), from exact sums.</summary>
    Standard,

    /// <summary>(x - median) / (third quartile - first quartile), quantiles of the values at a resolution of 2^-24 of the column's range.</summary>
    Robust,

    /// <summary>(x - min) / (max - min).</summary>
    MinMax,
}
