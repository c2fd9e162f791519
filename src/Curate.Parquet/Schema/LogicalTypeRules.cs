using Curate.Parquet.Metadata;

namespace Curate.Parquet.Schema;

/// <summary>Which physical types can carry which meaning. Where they do not fit, the annotation is passed over.</summary>
internal static class LogicalTypeRules
{
    public static LogicalType? Fitting(LogicalType? logical, PhysicalType type, int length)
    {
        if (logical is null)
        {
            return null;
        }

        bool bytes = type == PhysicalType.ByteArray;
        bool fits = logical.Kind switch
        {
            LogicalKind.String or LogicalKind.Enum or LogicalKind.Json or LogicalKind.Bson or LogicalKind.Geometry or LogicalKind.Geography => bytes,
            LogicalKind.Uuid => type == PhysicalType.FixedLengthByteArray && length == 16,
            LogicalKind.Interval => type == PhysicalType.FixedLengthByteArray && length == 12,
            LogicalKind.Float16 => type == PhysicalType.FixedLengthByteArray && length == 2,
            LogicalKind.Date => type == PhysicalType.Int32,
            LogicalKind.Time => type == (logical.Unit == ParquetTimeUnit.Milliseconds ? PhysicalType.Int32 : PhysicalType.Int64),
            LogicalKind.Timestamp => type == PhysicalType.Int64,
            LogicalKind.Integer => type == PhysicalType.Int64
                ? logical.BitWidth == 64
                : type == PhysicalType.Int32 && logical.BitWidth is 8 or 16 or 32,
            LogicalKind.Decimal => FitsDecimal(logical, type),
            LogicalKind.Null => true,
            _ => false,
        };
        return fits ? logical : null;
    }

    private static bool FitsDecimal(LogicalType logical, PhysicalType type)
    {
        if (logical.Precision < 1 || logical.Scale < 0 || logical.Scale > logical.Precision)
        {
            return false;
        }

        return type switch
        {
            PhysicalType.Int32 => logical.Precision <= 9,
            PhysicalType.Int64 => logical.Precision <= 18,
            PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray => true,
            _ => false,
        };
    }
}
