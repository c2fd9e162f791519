namespace Curate.Core.Numerics.Vectors;

/// <summary>What becomes of a missing value in a numeric column. In a category column a missing value is a category of its own.</summary>
public enum MissingValues : byte
{
    /// <summary>An error that names row and column.</summary>
    Error,

    /// <summary>The column's mean.</summary>
    Mean,

    /// <summary>The column's lower median, at a resolution of 2^-24 of the column's range.</summary>
    Median,

    /// <summary>Zero, before scaling.</summary>
    Zero,

    /// <summary>The row is left out.</summary>
    Drop,
}
