namespace Curate.Parquet.Metadata;

/// <summary>One node of the schema as the footer lists it, depth first.</summary>
public sealed class SchemaElement
{
    public required string Name { get; init; }

    /// <summary>Null for groups.</summary>
    public PhysicalType? Type { get; init; }

    /// <summary>Bytes per value of a fixed-length column.</summary>
    public int? TypeLength { get; init; }

    /// <summary>Null at the root only.</summary>
    public Repetition? Repetition { get; init; }

    /// <summary>Zero or absent for leaves.</summary>
    public int? ChildCount { get; init; }

    public int? FieldId { get; init; }

    public LogicalType? Logical { get; init; }

    /// <summary>The bytes of an annotation that this reader does not know, kept so that a copy has it too.</summary>
    internal byte[]? UnknownLogical { get; init; }

    internal bool IsGroup => Type is null;
}
