namespace Curate.Parquet.Metadata;

/// <summary>What the values of a column mean, read from the new annotation or, where that is absent, from the legacy one.</summary>
public sealed record LogicalType(LogicalKind Kind)
{
    public static LogicalType String { get; } = new(LogicalKind.String);

    public static LogicalType Date { get; } = new(LogicalKind.Date);

    public static LogicalType List { get; } = new(LogicalKind.List);

    public static LogicalType Map { get; } = new(LogicalKind.Map);

    public static LogicalType Json { get; } = new(LogicalKind.Json);

    /// <summary>Decimal: how many digits.</summary>
    public int Precision { get; init; }

    /// <summary>Decimal: how many of the digits stand behind the point.</summary>
    public int Scale { get; init; }

    /// <summary>Time and timestamp.</summary>
    public ParquetTimeUnit Unit { get; init; }

    /// <summary>Time and timestamp: an instant in UTC, not a local clock.</summary>
    public bool IsAdjustedToUtc { get; init; }

    /// <summary>Integer: 8, 16, 32 or 64.</summary>
    public int BitWidth { get; init; }

    /// <summary>Integer.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Geometry and geography: the coordinate reference system, or null for the default.</summary>
    public string? CoordinateSystem { get; init; }

    /// <summary>Geography: the number of the algorithm of edges, or null for the default.</summary>
    public int? EdgeAlgorithm { get; init; }

    /// <summary>Variant: the version of its specification, or null.</summary>
    public int? SpecificationVersion { get; init; }

    public static LogicalType Decimal(int precision, int scale) => new(LogicalKind.Decimal) { Precision = precision, Scale = scale };

    public static LogicalType Integer(int bitWidth, bool isSigned) => new(LogicalKind.Integer) { BitWidth = bitWidth, IsSigned = isSigned };

    public static LogicalType Time(ParquetTimeUnit unit, bool isAdjustedToUtc) => new(LogicalKind.Time) { Unit = unit, IsAdjustedToUtc = isAdjustedToUtc };

    public static LogicalType Timestamp(ParquetTimeUnit unit, bool isAdjustedToUtc) =>
        new(LogicalKind.Timestamp) { Unit = unit, IsAdjustedToUtc = isAdjustedToUtc };
}
