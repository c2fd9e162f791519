namespace Curate.Parquet.Metadata;

/// <summary>Which order a column's minimum and maximum follow.</summary>
public enum ColumnOrder
{
    /// <summary>Not told, or one that is not known: minimum and maximum mean nothing.</summary>
    Undefined,
    /// <summary>The order of the logical type, or else of the physical type.</summary>
    TypeDefined,
    /// <summary>The total order of IEEE 754.</summary>
    Ieee754Total,
    /// <summary>INT96 timestamps in order of time.</summary>
    Int96Timestamp,
}
