namespace Curate.Parquet.Metadata;

/// <summary>How a leaf column's values are stored (<c>Type</c> in the specification).</summary>
public enum PhysicalType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Int96 = 3,
    Float = 4,
    Double = 5,
    ByteArray = 6,
    FixedLengthByteArray = 7,
}
