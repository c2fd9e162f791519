using Curate.Parquet.Metadata;

namespace Curate.Parquet.Schema;

/// <summary>A column that holds values: where it stands in the tree, and how its values are stored and meant.</summary>
public sealed class LeafColumn
{
    /// <summary>The position among the leaf columns, which is that of its chunk in a row group.</summary>
    public required int Index { get; init; }

    /// <summary>The names from the top-level field down, as stored: the groups of lists and maps included.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    public required PhysicalType Type { get; init; }

    /// <summary>Bytes per value of a fixed-length column; otherwise 0.</summary>
    public required int TypeLength { get; init; }

    /// <summary>The meaning, where the physical type can carry it.</summary>
    public required LogicalType? Logical { get; init; }

    /// <summary>The definition level of a value that is there.</summary>
    public required int MaxDefinition { get; init; }

    public required int MaxRepetition { get; init; }

    /// <summary>The field's own repetition.</summary>
    public required Repetition Repetition { get; init; }

    /// <summary>The path with dots between the names.</summary>
    public string PathText => string.Join('.', Path);

    /// <summary>Values that are sequences of bytes of any length.</summary>
    public bool IsVariable => Type == PhysicalType.ByteArray;

    /// <summary>Bytes per value in a batch: booleans take one, byte arrays have none of their own (0).</summary>
    public int Width => Type switch
    {
        PhysicalType.Boolean => 1,
        PhysicalType.Int32 or PhysicalType.Float => 4,
        PhysicalType.Int64 or PhysicalType.Double => 8,
        PhysicalType.Int96 => 12,
        PhysicalType.FixedLengthByteArray => TypeLength,
        _ => 0,
    };

    /// <summary>How values compare, as LogicalTypes.md and the column orders of the specification say.</summary>
    public SortOrder Order => Logical?.Kind switch
    {
        LogicalKind.Integer when !Logical.IsSigned => SortOrder.Unsigned,
        LogicalKind.Decimal when Type is PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray => SortOrder.BigEndian,
        LogicalKind.Float16 => SortOrder.Half,
        LogicalKind.Interval or LogicalKind.Variant or LogicalKind.Geometry or LogicalKind.Geography or LogicalKind.Null => SortOrder.None,
        _ => Type switch
        {
            PhysicalType.Boolean or PhysicalType.Int32 or PhysicalType.Int64 or PhysicalType.Float or PhysicalType.Double => SortOrder.Signed,
            PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray => SortOrder.Bytes,
            _ => SortOrder.None,
        },
    };

    public override string ToString() => PathText;
}
