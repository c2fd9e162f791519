using Curate.Parquet.Thrift;

namespace Curate.Parquet.Metadata;

/// <summary>Reads the header that stands before a page.</summary>
internal static class PageHeaderReader
{
    /// <summary>Gives the header and how many bytes it takes.</summary>
    public static PageHeader Read(ReadOnlySpan<byte> bytes, out int length)
    {
        CompactReader reader = new(bytes);
        PageHeader header = new() { Type = -1, UncompressedBytes = -1, CompressedBytes = -1, IsCompressed = true };
        bool v1 = false, v2 = false, dictionary = false;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            switch (id)
            {
                case 1 when CompactReader.IsInteger(type):
                    header.Type = reader.ReadI32(type);
                    break;
                case 2 when CompactReader.IsInteger(type):
                    header.UncompressedBytes = reader.ReadI32(type);
                    break;
                case 3 when CompactReader.IsInteger(type):
                    header.CompressedBytes = reader.ReadI32(type);
                    break;
                case 4 when CompactReader.IsInteger(type):
                    header.Checksum = (uint)reader.ReadI32(type);
                    header.HasChecksum = true;
                    break;
                case 5 when type == CompactType.Struct && header.Type == (int)PageType.Data:
                    v1 = ReadV1(ref reader, ref header);
                    break;
                case 7 when type == CompactType.Struct && header.Type == (int)PageType.Dictionary:
                    dictionary = ReadDictionary(ref reader, ref header);
                    break;
                case 8 when type == CompactType.Struct && header.Type == (int)PageType.DataV2:
                    v2 = ReadV2(ref reader, ref header);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        reader.EndStruct(outer);
        length = reader.Position;
        header.IsComplete = header.Kind switch
        {
            PageType.Data => v1,
            PageType.Dictionary => dictionary,
            PageType.DataV2 => v2,
            _ => true,
        };
        return header;
    }

    private static bool ReadV1(ref CompactReader reader, ref PageHeader header)
    {
        int seen = 0;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            if (id is >= 1 and <= 4 && CompactReader.IsInteger(type))
            {
                int value = reader.ReadI32(type);
                seen |= 1 << id;
                switch (id)
                {
                    case 1: header.ValueCount = value; break;
                    case 2: header.Encoding = value; break;
                    case 3: header.DefinitionEncoding = value; break;
                    default: header.RepetitionEncoding = value; break;
                }
            }
            else
            {
                reader.Skip(type);
            }
        }

        reader.EndStruct(outer);
        return seen == 0b11110;
    }

    private static bool ReadDictionary(ref CompactReader reader, ref PageHeader header)
    {
        int seen = 0;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            if (id is 1 or 2 && CompactReader.IsInteger(type))
            {
                int value = reader.ReadI32(type);
                seen |= 1 << id;
                if (id == 1)
                {
                    header.ValueCount = value;
                }
                else
                {
                    header.Encoding = value;
                }
            }
            else
            {
                reader.Skip(type);
            }
        }

        reader.EndStruct(outer);
        return seen == 0b110;
    }

    private static bool ReadV2(ref CompactReader reader, ref PageHeader header)
    {
        int seen = 0;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out CompactType type))
        {
            if (id is >= 1 and <= 6 && CompactReader.IsInteger(type))
            {
                int value = reader.ReadI32(type);
                seen |= 1 << id;
                switch (id)
                {
                    case 1: header.ValueCount = value; break;
                    case 2: header.NullCount = value; break;
                    case 3: header.RowCount = value; break;
                    case 4: header.Encoding = value; break;
                    case 5: header.DefinitionBytes = value; break;
                    default: header.RepetitionBytes = value; break;
                }
            }
            else if (id == 7 && CompactReader.IsFlag(type))
            {
                header.IsCompressed = type == CompactType.True;
            }
            else
            {
                reader.Skip(type);
            }
        }

        reader.EndStruct(outer);
        return seen == 0b1111110;
    }
}
