namespace Curate.Parquet.Schema;

/// <summary>How the values of a leaf column compare when bounds are taken.</summary>
public enum SortOrder
{
    /// <summary>No order: no bounds.</summary>
    None,
    /// <summary>Booleans, signed whole numbers, floats.</summary>
    Signed,
    /// <summary>Whole numbers without sign.</summary>
    Unsigned,
    /// <summary>Bytes without sign, from the first.</summary>
    Bytes,
    /// <summary>Two's complement numbers, the highest byte first (decimals).</summary>
    BigEndian,
    /// <summary>Half-precision floats.</summary>
    Half,
}
