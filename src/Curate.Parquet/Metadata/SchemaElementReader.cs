using Curate.Parquet.Thrift;

namespace Curate.Parquet.Metadata;

/// <summary>Reads one schema element with its annotations, of which the newer one counts where both are there.</summary>
internal static class SchemaElementReader
{
    public static SchemaElement Read(ref CompactReader reader)
    {
        int? physical = null, length = null, repetition = null, children = null, converted = null, scale = null, precision = null, fieldId = null;
        string? name = null;
        LogicalType? logical = null;
        byte[]? unknown = null;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            switch (id)
            {
                case 4 when type == CompactType.Binary:
                    name = reader.ReadString();
                    break;
                case 10 when type == CompactType.Struct:
                    logical = ReadLogical(ref reader, out unknown);
                    break;
                case 1 or 2 or 3 or 5 or 6 or 7 or 8 or 9 when CompactReader.IsInteger(type):
                    int value = reader.ReadI32(type);
                    switch (id)
                    {
                        case 1: physical = value; break;
                        case 2: length = value; break;
                        case 3: repetition = value; break;
                        case 5: children = value; break;
                        case 6: converted = value; break;
                        case 7: scale = value; break;
                        case 8: precision = value; break;
                        default: fieldId = value; break;
                    }

                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        reader.EndStruct(outer);
        if (name is null)
        {
            Faults.Corrupt("a field of the schema has no name");
        }

        return new SchemaElement
        {
            Name = name,
            Type = (PhysicalType?)physical,
            TypeLength = length,
            Repetition = (Repetition?)repetition,
            ChildCount = children,
            FieldId = fieldId,
            Logical = logical ?? (unknown is null ? FromConverted(converted, precision ?? 0, scale ?? 0) : null),
            UnknownLogical = unknown,
        };
    }

    /// <summary>The logical type that an older annotation stands for.</summary>
    internal static LogicalType? FromConverted(int? converted, int precision, int scale) => (ConvertedType?)converted switch
    {
        ConvertedType.Utf8 => LogicalType.String,
        ConvertedType.Map or ConvertedType.MapKeyValue => LogicalType.Map,
        ConvertedType.List => LogicalType.List,
        ConvertedType.Enum => new LogicalType(LogicalKind.Enum),
        ConvertedType.Decimal => LogicalType.Decimal(precision, scale),
        ConvertedType.Date => LogicalType.Date,
        ConvertedType.TimeMillis => LogicalType.Time(ParquetTimeUnit.Milliseconds, isAdjustedToUtc: true),
        ConvertedType.TimeMicros => LogicalType.Time(ParquetTimeUnit.Microseconds, isAdjustedToUtc: true),
        ConvertedType.TimestampMillis => LogicalType.Timestamp(ParquetTimeUnit.Milliseconds, isAdjustedToUtc: true),
        ConvertedType.TimestampMicros => LogicalType.Timestamp(ParquetTimeUnit.Microseconds, isAdjustedToUtc: true),
        ConvertedType.UInt8 => LogicalType.Integer(8, isSigned: false),
        ConvertedType.UInt16 => LogicalType.Integer(16, isSigned: false),
        ConvertedType.UInt32 => LogicalType.Integer(32, isSigned: false),
        ConvertedType.UInt64 => LogicalType.Integer(64, isSigned: false),
        ConvertedType.Int8 => LogicalType.Integer(8, isSigned: true),
        ConvertedType.Int16 => LogicalType.Integer(16, isSigned: true),
        ConvertedType.Int32 => LogicalType.Integer(32, isSigned: true),
        ConvertedType.Int64 => LogicalType.Integer(64, isSigned: true),
        ConvertedType.Json => LogicalType.Json,
        ConvertedType.Bson => new LogicalType(LogicalKind.Bson),
        ConvertedType.Interval => new LogicalType(LogicalKind.Interval),
        _ => null,
    };

    private static LogicalType? ReadLogical(ref CompactReader reader, out byte[]? unknown)
    {
        LogicalType? logical = null;
        CompactReader start = reader;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            if (type == CompactType.Struct)
            {
                logical = ReadMember(ref reader, id) ?? logical;
            }
            else
            {
                reader.Skip(type);
            }
        }

        reader.EndStruct(outer);
        unknown = logical is null ? start.Between(reader) : null;
        return logical;
    }

    // The members' own parameters: numbers and flags by their field, the unit of time, one text.
    private static LogicalType? ReadMember(ref CompactReader reader, short member)
    {
        Span<int> numbers = stackalloc int[3];
        numbers.Clear();
        Span<bool> given = stackalloc bool[3];
        given.Clear();
        string? text = null;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            if (id is 1 or 2 && CompactReader.IsInteger(type))
            {
                numbers[id] = reader.ReadI32(type);
                given[id] = true;
            }
            else if (id is 1 or 2 && CompactReader.IsFlag(type))
            {
                numbers[id] = type == CompactType.True ? 1 : 0;
            }
            else if (id == 2 && type == CompactType.Struct)
            {
                numbers[2] = ReadUnit(ref reader);
            }
            else if (id == 1 && type == CompactType.Binary)
            {
                text = reader.ReadString();
            }
            else
            {
                reader.Skip(type);
            }
        }

        reader.EndStruct(outer);
        bool hasUnit = numbers[2] is >= 1 and <= 3;
        ParquetTimeUnit unit = (ParquetTimeUnit)(numbers[2] - 1);
        return member switch
        {
            1 => LogicalType.String,
            2 => LogicalType.Map,
            3 => LogicalType.List,
            4 => new LogicalType(LogicalKind.Enum),
            5 => LogicalType.Decimal(numbers[2], numbers[1]),
            6 => LogicalType.Date,
            7 when hasUnit => LogicalType.Time(unit, numbers[1] == 1),
            8 when hasUnit => LogicalType.Timestamp(unit, numbers[1] == 1),
            10 => LogicalType.Integer(numbers[1], numbers[2] == 1),
            11 => new LogicalType(LogicalKind.Null),
            12 => LogicalType.Json,
            13 => new LogicalType(LogicalKind.Bson),
            14 => new LogicalType(LogicalKind.Uuid),
            15 => new LogicalType(LogicalKind.Float16),
            16 => new LogicalType(LogicalKind.Variant) { SpecificationVersion = given[1] ? numbers[1] : null },
            17 => new LogicalType(LogicalKind.Geometry) { CoordinateSystem = text },
            18 => new LogicalType(LogicalKind.Geography) { CoordinateSystem = text, EdgeAlgorithm = given[2] ? numbers[2] : null },
            _ => null,
        };
    }

    private static int ReadUnit(ref CompactReader reader)
    {
        int unit = 0;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            unit = id;
            reader.Skip(type);
        }

        reader.EndStruct(outer);
        return unit;
    }
}
