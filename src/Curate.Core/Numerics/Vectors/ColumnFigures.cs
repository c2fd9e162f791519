namespace Curate.Core.Numerics.Vectors;

/// <summary>What is added up of a column of numbers beside its count; exact sums cost many times a look at the value.</summary>
[Flags]
internal enum ColumnFigures
{
    None = 0,

    /// <summary>The smallest and the largest value.</summary>
    Bounds = 1,

    /// <summary>The mean.</summary>
    Mean = 2,

    /// <summary>The population standard deviation.</summary>
    Deviation = 4,

    All = Bounds | Mean | Deviation,
}
