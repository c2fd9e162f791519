namespace Curate.Parquet.Metadata;

/// <summary>What the values of a column, or the fields of a group, mean.</summary>
public enum LogicalKind
{
    String,
    Map,
    List,
    Enum,
    Decimal,
    Date,
    Time,
    Timestamp,
    Interval,
    Integer,
    /// <summary>Always null; the physical type is a guess.</summary>
    Null,
    Json,
    Bson,
    Uuid,
    Float16,
    Variant,
    Geometry,
    Geography,
}
