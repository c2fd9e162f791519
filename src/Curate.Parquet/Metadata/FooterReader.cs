using Curate.Parquet.Compression;
using Curate.Parquet.Thrift;

namespace Curate.Parquet.Metadata;

/// <summary>Makes the metadata of a file from its footer. Unknown fields are passed over; numbers of enumerations are kept as they are.</summary>
internal static class FooterReader
{
    public static FileMetaData Read(ReadOnlySpan<byte> footer)
    {
        CompactReader reader = new(footer);
        int version = 0;
        long rows = -1;
        List<SchemaElement>? schema = null;
        List<RowGroupInfo> groups = [];
        List<KeyValue> keyValues = [];
        string? createdBy = null;
        List<ColumnOrder> orders = [];
        bool encrypted = false;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            switch (id)
            {
                case 1 when CompactReader.IsInteger(type):
                    version = reader.ReadI32(type);
                    break;
                case 2 when type == CompactType.List:
                    schema = [];
                    for (int left = Structures(ref reader); left > 0; left--)
                    {
                        schema.Add(SchemaElementReader.Read(ref reader));
                    }

                    break;
                case 3 when CompactReader.IsInteger(type):
                    rows = reader.ReadI64(type);
                    break;
                case 4 when type == CompactType.List:
                    for (int left = Structures(ref reader); left > 0; left--)
                    {
                        groups.Add(ReadRowGroup(ref reader));
                    }

                    break;
                case 5 when type == CompactType.List:
                    ReadKeyValues(ref reader, keyValues);
                    break;
                case 6 when type == CompactType.Binary:
                    createdBy = reader.ReadString();
                    break;
                case 7 when type == CompactType.List:
                    for (int left = Structures(ref reader); left > 0; left--)
                    {
                        orders.Add(ReadOrder(ref reader));
                    }

                    break;
                case 8:
                    encrypted = true;
                    reader.Skip(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        reader.EndStruct(outer);
        if (schema is null || rows < 0)
        {
            Faults.Corrupt("the footer has no schema or no number of rows");
        }

        return new FileMetaData
        {
            Version = version,
            Schema = schema,
            RowCount = rows,
            RowGroups = groups,
            KeyValues = keyValues,
            CreatedBy = createdBy,
            ColumnOrders = orders,
            HasEncryption = encrypted,
        };
    }

    /// <summary>Enters a list of structures and gives its length.</summary>
    internal static int Structures(ref CompactReader reader)
    {
        int count = reader.BeginList(out CompactType element);
        if (count > 0 && element != CompactType.Struct)
        {
            Faults.Corrupt("a list of the metadata does not hold structures");
        }

        return count;
    }

    internal static ColumnStatistics ReadStatistics(ref CompactReader reader)
    {
        byte[]? legacyMax = null, legacyMin = null, max = null, min = null;
        long? nulls = null, distinct = null, nans = null;
        bool? maxExact = null, minExact = null;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            switch (id)
            {
                case 1 when type == CompactType.Binary:
                    legacyMax = reader.ReadBinary().ToArray();
                    break;
                case 2 when type == CompactType.Binary:
                    legacyMin = reader.ReadBinary().ToArray();
                    break;
                case 3 when CompactReader.IsInteger(type):
                    nulls = reader.ReadI64(type);
                    break;
                case 4 when CompactReader.IsInteger(type):
                    distinct = reader.ReadI64(type);
                    break;
                case 5 when type == CompactType.Binary:
                    max = reader.ReadBinary().ToArray();
                    break;
                case 6 when type == CompactType.Binary:
                    min = reader.ReadBinary().ToArray();
                    break;
                case 7 when CompactReader.IsFlag(type):
                    maxExact = type == CompactType.True;
                    break;
                case 8 when CompactReader.IsFlag(type):
                    minExact = type == CompactType.True;
                    break;
                case 9 when CompactReader.IsInteger(type):
                    nans = reader.ReadI64(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        reader.EndStruct(outer);
        return new ColumnStatistics
        {
            LegacyMax = legacyMax,
            LegacyMin = legacyMin,
            NullCount = nulls,
            DistinctCount = distinct,
            Max = max,
            Min = min,
            IsMaxExact = maxExact,
            IsMinExact = minExact,
            NanCount = nans,
        };
    }

    private static RowGroupInfo ReadRowGroup(ref CompactReader reader)
    {
        List<ColumnChunkInfo> columns = [];
        List<SortingColumn> sorting = [];
        long bytes = 0;
        long rows = -1;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            switch (id)
            {
                case 1 when type == CompactType.List:
                    for (int left = Structures(ref reader); left > 0; left--)
                    {
                        columns.Add(ReadChunk(ref reader));
                    }

                    break;
                case 2 when CompactReader.IsInteger(type):
                    bytes = reader.ReadI64(type);
                    break;
                case 3 when CompactReader.IsInteger(type):
                    rows = reader.ReadI64(type);
                    break;
                case 4 when type == CompactType.List:
                    for (int left = Structures(ref reader); left > 0; left--)
                    {
                        sorting.Add(ReadSorting(ref reader));
                    }

                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        reader.EndStruct(outer);
        if (rows < 0)
        {
            Faults.Corrupt("a row group has no number of rows");
        }

        return new RowGroupInfo { Columns = columns, UncompressedBytes = bytes, RowCount = rows, Sorting = sorting };
    }

    private static ColumnChunkInfo ReadChunk(ref CompactReader reader)
    {
        string? path = null;
        ColumnMetaData? data = null;
        bool encrypted = false;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            switch (id)
            {
                case 1 when type == CompactType.Binary:
                    path = reader.ReadString();
                    break;
                case 3 when type == CompactType.Struct:
                    data = ReadColumn(ref reader);
                    break;
                case 8 or 9:
                    encrypted = true;
                    reader.Skip(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        reader.EndStruct(outer);
        return new ColumnChunkInfo { FilePath = path, Data = data, IsEncrypted = encrypted };
    }

    private static ColumnMetaData ReadColumn(ref CompactReader reader)
    {
        int physical = -1;
        int codec = 0;
        long values = -1, plainBytes = 0, packedBytes = -1, dataOffset = -1;
        long? dictionaryOffset = null;
        List<ParquetEncoding> encodings = [];
        List<string> path = [];
        List<KeyValue> keyValues = [];
        List<PageEncodingCount> pages = [];
        ColumnStatistics? statistics = null;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            switch (id)
            {
                case 1 when CompactReader.IsInteger(type):
                    physical = reader.ReadI32(type);
                    break;
                case 2 when type == CompactType.List:
                    int encodingCount = reader.BeginList(out CompactType number);
                    for (int i = 0; i < encodingCount; i++)
                    {
                        encodings.Add((ParquetEncoding)reader.ReadI32(number));
                    }

                    break;
                case 3 when type == CompactType.List:
                    int parts = reader.BeginList(out _);
                    for (int i = 0; i < parts; i++)
                    {
                        path.Add(reader.ReadString());
                    }

                    break;
                case 4 when CompactReader.IsInteger(type):
                    codec = reader.ReadI32(type);
                    break;
                case 5 when CompactReader.IsInteger(type):
                    values = reader.ReadI64(type);
                    break;
                case 6 when CompactReader.IsInteger(type):
                    plainBytes = reader.ReadI64(type);
                    break;
                case 7 when CompactReader.IsInteger(type):
                    packedBytes = reader.ReadI64(type);
                    break;
                case 8 when type == CompactType.List:
                    ReadKeyValues(ref reader, keyValues);
                    break;
                case 9 when CompactReader.IsInteger(type):
                    dataOffset = reader.ReadI64(type);
                    break;
                case 11 when CompactReader.IsInteger(type):
                    dictionaryOffset = reader.ReadI64(type);
                    break;
                case 12 when type == CompactType.Struct:
                    statistics = ReadStatistics(ref reader);
                    break;
                case 13 when type == CompactType.List:
                    for (int left = Structures(ref reader); left > 0; left--)
                    {
                        pages.Add(ReadPageEncoding(ref reader));
                    }

                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        reader.EndStruct(outer);
        return new ColumnMetaData
        {
            Type = (PhysicalType)physical,
            Encodings = encodings,
            Path = path,
            Codec = (ParquetCodec)codec,
            ValueCount = values,
            UncompressedBytes = plainBytes,
            CompressedBytes = packedBytes,
            DataPageOffset = dataOffset,
            DictionaryPageOffset = dictionaryOffset,
            KeyValues = keyValues,
            Statistics = statistics,
            PageEncodings = pages,
        };
    }

    private static void ReadKeyValues(ref CompactReader reader, List<KeyValue> into)
    {
        for (int left = Structures(ref reader); left > 0; left--)
        {
            string key = "";
            string? value = null;
            short outer = reader.BeginStruct();
            while (reader.NextField(out short id, out CompactType type))
            {
                switch (id)
                {
                    case 1 when type == CompactType.Binary:
                        key = reader.ReadString();
                        break;
                    case 2 when type == CompactType.Binary:
                        value = reader.ReadString();
                        break;
                    default:
                        reader.Skip(type);
                        break;
                }
            }

            reader.EndStruct(outer);
            into.Add(new KeyValue(key, value));
        }
    }

    private static SortingColumn ReadSorting(ref CompactReader reader)
    {
        int column = -1;
        bool descending = false, nullsFirst = false;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            switch (id)
            {
                case 1 when CompactReader.IsInteger(type):
                    column = reader.ReadI32(type);
                    break;
                case 2 when CompactReader.IsFlag(type):
                    descending = type == CompactType.True;
                    break;
                case 3 when CompactReader.IsFlag(type):
                    nullsFirst = type == CompactType.True;
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        reader.EndStruct(outer);
        return new SortingColumn(column, descending, nullsFirst);
    }

    private static PageEncodingCount ReadPageEncoding(ref CompactReader reader)
    {
        Span<int> fields = stackalloc int[3];
        fields.Clear();
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            if (id is >= 1 and <= 3 && CompactReader.IsInteger(type))
            {
                fields[id - 1] = reader.ReadI32(type);
            }
            else
            {
                reader.Skip(type);
            }
        }

        reader.EndStruct(outer);
        return new PageEncodingCount(fields[0], fields[1], fields[2]);
    }

    private static ColumnOrder ReadOrder(ref CompactReader reader)
    {
        ColumnOrder order = ColumnOrder.Undefined;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            order = id switch
            {
                1 => ColumnOrder.TypeDefined,
                2 => ColumnOrder.Ieee754Total,
                3 => ColumnOrder.Int96Timestamp,
                _ => ColumnOrder.Undefined,
            };
            reader.Skip(type);
        }

        reader.EndStruct(outer);
        return order;
    }
}
