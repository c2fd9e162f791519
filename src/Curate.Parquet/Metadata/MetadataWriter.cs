using Curate.Parquet.Thrift;

namespace Curate.Parquet.Metadata;

/// <summary>Writes footers and page headers.</summary>
internal static class MetadataWriter
{
    public static void WriteFooter(CompactWriter to, FileMetaData file)
    {
        int outer = to.BeginStruct();
        to.I32(1, file.Version);
        to.BeginList(2, CompactType.Struct, file.Schema.Count);
        for (int i = 0; i < file.Schema.Count; i++)
        {
            // Old files annotate the pairs inside a map too (MAP_KEY_VALUE); read as a logical type that would say a map inside the map.
            bool isPair = i > 0 && file.Schema[i] is { Repetition: Repetition.Repeated, Logical.Kind: LogicalKind.Map }
                && file.Schema[i - 1] is { ChildCount: 1, Logical.Kind: LogicalKind.Map };
            WriteElement(to, file.Schema[i], isPair ? null : file.Schema[i].Logical);
        }

        to.I64(3, file.RowCount);
        to.BeginList(4, CompactType.Struct, file.RowGroups.Count);
        for (int i = 0; i < file.RowGroups.Count; i++)
        {
            WriteRowGroup(to, file.RowGroups[i], i);
        }

        if (file.KeyValues.Count > 0)
        {
            WriteKeyValues(to, 5, file.KeyValues);
        }

        to.Text(6, file.CreatedBy);
        if (file.ColumnOrders.Count > 0)
        {
            to.BeginList(7, CompactType.Struct, file.ColumnOrders.Count);
            foreach (ColumnOrder order in file.ColumnOrders)
            {
                int union = to.BeginStruct();
                to.EmptyStruct(order switch { ColumnOrder.Ieee754Total => 2, ColumnOrder.Int96Timestamp => 3, _ => 1 });
                to.EndStruct(union);
            }
        }

        to.EndStruct(outer);
    }

    public static void WritePageHeader(CompactWriter to, in PageHeader header)
    {
        int outer = to.BeginStruct();
        to.I32(1, header.Type);
        to.I32(2, header.UncompressedBytes);
        to.I32(3, header.CompressedBytes);
        if (header.HasChecksum)
        {
            to.I32(4, (int)header.Checksum);
        }

        int inner;
        switch (header.Kind)
        {
            case PageType.Data:
                inner = to.BeginStruct(5);
                to.I32(1, header.ValueCount);
                to.I32(2, header.Encoding);
                to.I32(3, header.DefinitionEncoding);
                to.I32(4, header.RepetitionEncoding);
                to.EndStruct(inner);
                break;
            case PageType.Dictionary:
                inner = to.BeginStruct(7);
                to.I32(1, header.ValueCount);
                to.I32(2, header.Encoding);
                to.EndStruct(inner);
                break;
            default:
                inner = to.BeginStruct(8);
                to.I32(1, header.ValueCount);
                to.I32(2, header.NullCount);
                to.I32(3, header.RowCount);
                to.I32(4, header.Encoding);
                to.I32(5, header.DefinitionBytes);
                to.I32(6, header.RepetitionBytes);
                to.Flag(7, header.IsCompressed);
                to.EndStruct(inner);
                break;
        }

        to.EndStruct(outer);
    }

    internal static void WriteStatistics(CompactWriter to, int field, ColumnStatistics statistics)
    {
        int outer = to.BeginStruct(field);
        WriteBytes(to, 1, statistics.LegacyMax);
        WriteBytes(to, 2, statistics.LegacyMin);
        to.I64(3, statistics.NullCount);
        to.I64(4, statistics.DistinctCount);
        WriteBytes(to, 5, statistics.Max);
        WriteBytes(to, 6, statistics.Min);
        to.Flag(7, statistics.IsMaxExact);
        to.Flag(8, statistics.IsMinExact);
        to.I64(9, statistics.NanCount);
        to.EndStruct(outer);
    }

    private static void WriteBytes(CompactWriter to, int field, byte[]? value)
    {
        if (value is not null)
        {
            to.Binary(field, value);
        }
    }

    private static void WriteRowGroup(CompactWriter to, RowGroupInfo group, int ordinal)
    {
        int outer = to.BeginStruct();
        long start = 0;
        long compressed = 0;
        to.BeginList(1, CompactType.Struct, group.Columns.Count);
        for (int i = 0; i < group.Columns.Count; i++)
        {
            ColumnMetaData data = group.Columns[i].Data!;
            start = i == 0 ? data.Start : start;
            compressed += data.CompressedBytes;
            int chunk = to.BeginStruct();
            to.I64(2, 0L);
            WriteColumn(to, data);
            to.EndStruct(chunk);
        }

        to.I64(2, group.UncompressedBytes);
        to.I64(3, group.RowCount);
        if (group.Sorting.Count > 0)
        {
            to.BeginList(4, CompactType.Struct, group.Sorting.Count);
            foreach (SortingColumn sorting in group.Sorting)
            {
                int column = to.BeginStruct();
                to.I32(1, sorting.Column);
                to.Flag(2, sorting.Descending);
                to.Flag(3, sorting.NullsFirst);
                to.EndStruct(column);
            }
        }

        to.I64(5, start);
        to.I64(6, compressed);
        if (ordinal <= short.MaxValue)
        {
            to.I16(7, ordinal);
        }

        to.EndStruct(outer);
    }

    private static void WriteColumn(CompactWriter to, ColumnMetaData data)
    {
        int outer = to.BeginStruct(3);
        to.I32(1, (int)data.Type);
        to.BeginList(2, CompactType.I32, data.Encodings.Count);
        foreach (ParquetEncoding encoding in data.Encodings)
        {
            to.Element((int)encoding);
        }

        to.BeginList(3, CompactType.Binary, data.Path.Count);
        foreach (string part in data.Path)
        {
            to.Text(part);
        }

        to.I32(4, (int)data.Codec);
        to.I64(5, data.ValueCount);
        to.I64(6, data.UncompressedBytes);
        to.I64(7, data.CompressedBytes);
        if (data.KeyValues.Count > 0)
        {
            WriteKeyValues(to, 8, data.KeyValues);
        }

        to.I64(9, data.DataPageOffset);
        to.I64(11, data.DictionaryPageOffset);
        if (data.Statistics is not null)
        {
            WriteStatistics(to, 12, data.Statistics);
        }

        if (data.PageEncodings.Count > 0)
        {
            to.BeginList(13, CompactType.Struct, data.PageEncodings.Count);
            foreach (PageEncodingCount pages in data.PageEncodings)
            {
                int entry = to.BeginStruct();
                to.I32(1, pages.PageType);
                to.I32(2, pages.Encoding);
                to.I32(3, pages.Count);
                to.EndStruct(entry);
            }
        }

        to.EndStruct(outer);
    }

    private static void WriteKeyValues(CompactWriter to, int field, IReadOnlyList<KeyValue> keyValues)
    {
        to.BeginList(field, CompactType.Struct, keyValues.Count);
        foreach (KeyValue entry in keyValues)
        {
            int outer = to.BeginStruct();
            to.Text(1, entry.Key);
            to.Text(2, entry.Value);
            to.EndStruct(outer);
        }
    }

    private static void WriteElement(CompactWriter to, SchemaElement element, LogicalType? logical)
    {
        int outer = to.BeginStruct();
        to.I32(1, (int?)element.Type);
        to.I32(2, element.TypeLength);
        to.I32(3, (int?)element.Repetition);
        to.Text(4, element.Name);
        to.I32(5, element.ChildCount);
        if (logical is not null)
        {
            to.I32(6, (int?)Converted(logical));
            if (logical.Kind == LogicalKind.Decimal)
            {
                to.I32(7, logical.Scale);
                to.I32(8, logical.Precision);
            }

            to.I32(9, element.FieldId);
            WriteLogical(to, logical);
        }
        else
        {
            to.I32(9, element.FieldId);
            if (element.UnknownLogical is not null)
            {
                to.Raw(10, CompactType.Struct, element.UnknownLogical);
            }
        }

        to.EndStruct(outer);
    }

    /// <summary>The older annotation for readers that know no other, where one says the same.</summary>
    internal static ConvertedType? Converted(LogicalType logical) => logical.Kind switch
    {
        LogicalKind.String => ConvertedType.Utf8,
        LogicalKind.Map => ConvertedType.Map,
        LogicalKind.List => ConvertedType.List,
        LogicalKind.Enum => ConvertedType.Enum,
        LogicalKind.Decimal => ConvertedType.Decimal,
        LogicalKind.Date => ConvertedType.Date,
        LogicalKind.Time when logical.Unit == ParquetTimeUnit.Milliseconds => ConvertedType.TimeMillis,
        LogicalKind.Time when logical.Unit == ParquetTimeUnit.Microseconds => ConvertedType.TimeMicros,
        LogicalKind.Timestamp when logical.Unit == ParquetTimeUnit.Milliseconds => ConvertedType.TimestampMillis,
        LogicalKind.Timestamp when logical.Unit == ParquetTimeUnit.Microseconds => ConvertedType.TimestampMicros,
        LogicalKind.Integer => (logical.BitWidth, logical.IsSigned) switch
        {
            (8, false) => ConvertedType.UInt8,
            (16, false) => ConvertedType.UInt16,
            (32, false) => ConvertedType.UInt32,
            (64, false) => ConvertedType.UInt64,
            (8, true) => ConvertedType.Int8,
            (16, true) => ConvertedType.Int16,
            (32, true) => ConvertedType.Int32,
            (64, true) => ConvertedType.Int64,
            _ => null,
        },
        LogicalKind.Json => ConvertedType.Json,
        LogicalKind.Bson => ConvertedType.Bson,
        LogicalKind.Interval => ConvertedType.Interval,
        _ => null,
    };

    private static void WriteLogical(CompactWriter to, LogicalType logical)
    {
        int member = logical.Kind switch
        {
            LogicalKind.String => 1,
            LogicalKind.Map => 2,
            LogicalKind.List => 3,
            LogicalKind.Enum => 4,
            LogicalKind.Decimal => 5,
            LogicalKind.Date => 6,
            LogicalKind.Time => 7,
            LogicalKind.Timestamp => 8,
            LogicalKind.Integer => 10,
            LogicalKind.Null => 11,
            LogicalKind.Json => 12,
            LogicalKind.Bson => 13,
            LogicalKind.Uuid => 14,
            LogicalKind.Float16 => 15,
            LogicalKind.Variant => 16,
            LogicalKind.Geometry => 17,
            LogicalKind.Geography => 18,
            // INTERVAL has no number among the new annotations.
            _ => 0,
        };
        if (member == 0)
        {
            return;
        }

        int union = to.BeginStruct(10);
        int outer = to.BeginStruct(member);
        switch (logical.Kind)
        {
            case LogicalKind.Decimal:
                to.I32(1, logical.Scale);
                to.I32(2, logical.Precision);
                break;
            case LogicalKind.Time or LogicalKind.Timestamp:
                to.Flag(1, logical.IsAdjustedToUtc);
                int unit = to.BeginStruct(2);
                to.EmptyStruct(1 + (int)logical.Unit);
                to.EndStruct(unit);
                break;
            case LogicalKind.Integer:
                to.I8(1, logical.BitWidth);
                to.Flag(2, logical.IsSigned);
                break;
            case LogicalKind.Variant when logical.SpecificationVersion is int version:
                to.I8(1, version);
                break;
            case LogicalKind.Geometry or LogicalKind.Geography:
                to.Text(1, logical.CoordinateSystem);
                to.I32(2, logical.EdgeAlgorithm);
                break;
            default:
                break;
        }

        to.EndStruct(outer);
        to.EndStruct(union);
    }
}
