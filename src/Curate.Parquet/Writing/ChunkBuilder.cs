using System.Buffers.Binary;
using Curate.Parquet.Checksums;
using Curate.Parquet.Compression;
using Curate.Parquet.Encodings;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Thrift;

namespace Curate.Parquet.Writing;

/// <summary>Makes pages of a column's rows: chooses the encoding, splits at row boundaries, compresses, adds checksums.</summary>
internal sealed class ChunkBuilder(LeafColumn column, ParquetWriterOptions options)
{
    // What encodings are compared on; compressing a whole chunk several times would cost more than it tells.
    private const int SampleValues = 1 << 14;
    private const int Step = 512;

    private readonly GrowBuffer _page = new();
    private readonly CompactWriter _header = new();
    private readonly ValueBuffer _decoded = new();
    private byte[] _packed = [];
    private GrowBuffer? _spare;

    public EncodedColumn Build(ColumnRows rows)
    {
        GrowBuffer chunk = Interlocked.Exchange(ref _spare, null) ?? new GrowBuffer();
        chunk.Clear();
        ColumnRows source = rows;
        ParquetEncoding encoding = Choose(ref source);
        long plainBytes = 0;
        int dataOffset = 0;
        List<PageEncodingCount> pages = [];
        if (encoding == ParquetEncoding.RleDictionary)
        {
            plainBytes += WriteDictionary(source.Values, chunk);
            dataOffset = chunk.Length;
            pages.Add(new PageEncodingCount((int)PageType.Dictionary, (int)ParquetEncoding.Plain, 1));
        }

        int pageCount = 0;
        int slot = 0;
        int value = 0;
        while (slot < source.SlotCount)
        {
            (int slots, int values, int pageRows) = PageFrom(source, slot, value, encoding);
            plainBytes += WritePage(source, encoding, slot, slots, value, values, pageRows, chunk);
            slot += slots;
            value += values;
            pageCount++;
        }

        PageType type = options.DataPageVersion == 2 ? PageType.DataV2 : PageType.Data;
        if (pageCount > 0)
        {
            pages.Add(new PageEncodingCount((int)type, (int)encoding, pageCount));
        }

        return new EncodedColumn(chunk, Describe(rows, encoding, chunk.Length, plainBytes, dataOffset, pages), rows.RowCount, this);
    }

    /// <summary>Takes back the memory of a chunk that has been written.</summary>
    public void Return(GrowBuffer chunk) => Volatile.Write(ref _spare, chunk);

    private ColumnMetaData Describe(
        ColumnRows rows, ParquetEncoding encoding, long bytes, long plainBytes, int dataOffset, List<PageEncodingCount> pages)
    {
        bool hasDictionary = encoding == ParquetEncoding.RleDictionary;
        List<ParquetEncoding> encodings = [];
        if (hasDictionary)
        {
            encodings.Add(ParquetEncoding.Plain);
        }

        encodings.Add(encoding);
        if (column.MaxDefinition > 0 || column.MaxRepetition > 0)
        {
            encodings.Add(ParquetEncoding.Rle);
        }

        return new ColumnMetaData
        {
            Type = column.Type,
            Encodings = encodings,
            Path = column.Path,
            Codec = options.Codec,
            ValueCount = rows.SlotCount,
            UncompressedBytes = plainBytes,
            CompressedBytes = bytes,
            DataPageOffset = dataOffset,
            DictionaryPageOffset = hasDictionary ? 0 : null,
            Statistics = StatisticsOf.Compute(
                column,
                rows.Values,
                rows.SlotCount - rows.ValueCount,
                StatisticsOf.CountNans(column, rows.Values, rows.Codes is null ? [] : rows.Codes.Value.Span, rows.Codes is not null),
                options.StatisticsBytes),
            PageEncodings = pages,
        };
    }

    // The encoding that makes the first values smallest; ties go to the more common one. Leaves rows with values where the dictionary loses.
    private ParquetEncoding Choose(ref ColumnRows rows)
    {
        if (rows.ValueCount == 0)
        {
            rows = rows.Codes is null ? rows : rows with { Codes = null };
            return ParquetEncoding.Plain;
        }

        bool mayDelta = options.UseNewEncodings && column.Type is PhysicalType.Int32 or PhysicalType.Int64;
        bool maySplit = options.UseNewEncodings && options.Codec != ParquetCodec.None && column.Type is PhysicalType.Float or PhysicalType.Double;
        if (rows.Codes is null && !mayDelta && !maySplit)
        {
            return ParquetEncoding.Plain;
        }

        int count = Math.Min(rows.ValueCount, SampleValues);
        ColumnRows plain = rows.Codes is null ? rows : Decoded(rows, count);
        ParquetEncoding best = ParquetEncoding.Plain;
        long least = Measure(plain, ParquetEncoding.Plain, count);
        if (mayDelta)
        {
            Try(plain, ParquetEncoding.DeltaBinaryPacked, 0);
        }

        if (maySplit)
        {
            Try(plain, ParquetEncoding.ByteStreamSplit, 0);
        }

        if (rows.Codes is not null)
        {
            // The dictionary's own share of the sample.
            _page.Clear();
            WritePlain(rows.Values, 0, rows.Values.Count);
            long dictionary = Compress(_page.Written).Length;

            // Both are below 2^31.
            Try(rows, ParquetEncoding.RleDictionary, dictionary * count / rows.ValueCount);
        }

        rows = best == ParquetEncoding.RleDictionary || rows.Codes is null ? rows : Decoded(rows, rows.ValueCount);
        return best;

        void Try(ColumnRows candidate, ParquetEncoding encoding, long extra)
        {
            long size = Measure(candidate, encoding, count) + extra;
            if (size < least)
            {
                (least, best) = (size, encoding);
            }
        }
    }

    private ColumnRows Decoded(ColumnRows rows, int count)
    {
        ValueBuffer values = _decoded;
        values.Clear();
        ReadOnlySpan<int> codes = rows.Codes!.Value.Span[..count];
        if (column.IsVariable)
        {
            DictionaryDecoder.CopyValues(rows.Values, codes, values);
        }
        else
        {
            new DictionaryDecoder(rows.Values, column.Width).Gather(codes, values.AddFixed(codes.Length, column.Width));
        }

        return rows with { Values = values, Codes = null };
    }

    private long Measure(ColumnRows rows, ParquetEncoding encoding, int count)
    {
        _page.Clear();
        WriteValues(rows, encoding, 0, count);
        return Compress(_page.Written).Length;
    }

    // Entries, values and rows of the next page: up to the first row boundary where the bounds are reached.
    private (int Slots, int Values, int Rows) PageFrom(ColumnRows rows, int slot, int value, ParquetEncoding encoding)
    {
        ReadOnlySpan<byte> definition = rows.Definition.Span;
        ReadOnlySpan<byte> repetition = rows.Repetition.Span;
        byte highest = (byte)column.MaxDefinition;
        int width = encoding == ParquetEncoding.RleDictionary ? 4 : column.Width;
        int at = slot;
        int valueAt = value;
        int rowCount = 0;
        long bytes = 0;
        while (at < rows.SlotCount && bytes < options.PageBytes && rowCount < options.PageRows)
        {
            int step = Math.Min(Math.Min(Step, rows.SlotCount - at), column.MaxRepetition == 0 ? options.PageRows - rowCount : Step);
            if (column.MaxRepetition > 0 && at + step < rows.SlotCount)
            {
                int rest = repetition[(at + step)..].IndexOf((byte)0);
                step = rest < 0 ? rows.SlotCount - at : step + rest;
            }

            int values = highest == 0 ? step : definition.Slice(at, step).Count(highest);
            bytes += width > 0 ? (long)values * width : rows.Values.Offsets[valueAt + values] - rows.Values.Offsets[valueAt] + 4L * values;
            rowCount += column.MaxRepetition == 0 ? step : repetition.Slice(at, step).Count((byte)0);
            at += step;
            valueAt += values;
        }

        return (at - slot, valueAt - value, rowCount);
    }

    private long WritePage(
        ColumnRows rows, ParquetEncoding encoding, int slot, int slots, int value, int values, int rowCount, GrowBuffer chunk)
    {
        bool isV2 = options.DataPageVersion == 2;
        _page.Clear();
        int repetitionBytes = column.MaxRepetition > 0 ? WriteLevels(rows.Repetition.Span.Slice(slot, slots), column.MaxRepetition, !isV2) : 0;
        int definitionBytes = column.MaxDefinition > 0 ? WriteLevels(rows.Definition.Span.Slice(slot, slots), column.MaxDefinition, !isV2) : 0;
        int levelBytes = isV2 ? _page.Length : 0;
        WriteValues(rows, encoding, value, values);
        ReadOnlySpan<byte> page = _page.Written;
        ReadOnlySpan<byte> body = page[levelBytes..];
        ReadOnlySpan<byte> packed = Compress(body);
        bool isCompressed = options.Codec != ParquetCodec.None;
        if (isV2 && packed.Length >= body.Length)
        {
            packed = body;
            isCompressed = false;
        }

        PageHeader header = new()
        {
            Type = (int)(isV2 ? PageType.DataV2 : PageType.Data),
            UncompressedBytes = page.Length,
            ValueCount = slots,
            Encoding = (int)encoding,
            DefinitionEncoding = (int)ParquetEncoding.Rle,
            RepetitionEncoding = (int)ParquetEncoding.Rle,
            NullCount = slots - values,
            RowCount = rowCount,
            DefinitionBytes = definitionBytes,
            RepetitionBytes = repetitionBytes,
            IsCompressed = isCompressed,
        };
        return AddPage(header, page[..levelBytes], packed, chunk);
    }

    private long WriteDictionary(ValueBuffer dictionary, GrowBuffer chunk)
    {
        _page.Clear();
        WritePlain(dictionary, 0, dictionary.Count);
        PageHeader header = new()
        {
            Type = (int)PageType.Dictionary,
            UncompressedBytes = _page.Length,
            ValueCount = dictionary.Count,
            Encoding = (int)ParquetEncoding.Plain,
        };
        return AddPage(header, [], Compress(_page.Written), chunk);
    }

    // Gives the size that the page has without compression, its header included.
    private long AddPage(PageHeader header, ReadOnlySpan<byte> levels, ReadOnlySpan<byte> packed, GrowBuffer chunk)
    {
        if (header.UncompressedBytes > Reading.PageCursor.LargestPage)
        {
            Faults.Limit($"a row of the column {column.PathText} takes more than 1 GiB");
        }

        header.CompressedBytes = levels.Length + packed.Length;
        header.Checksum = levels.IsEmpty ? Crc32.Of(packed) : Crc32.Join(Crc32.Of(levels), Crc32.Of(packed), packed.Length);
        header.HasChecksum = true;
        _header.Clear();
        MetadataWriter.WritePageHeader(_header, header);
        chunk.Add(_header.Written);
        chunk.Add(levels);
        chunk.Add(packed);
        return _header.Written.Length + (long)header.UncompressedBytes;
    }

    private int WriteLevels(ReadOnlySpan<byte> levels, int highest, bool withLength)
    {
        int start = _page.Length;
        if (withLength)
        {
            _page.Room(4);
            _page.Advance(4);
        }

        int first = _page.Length;
        HybridWriter.Write(levels, BitPacker.WidthFor((uint)highest), _page);
        int length = _page.Length - first;
        if (withLength)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_page.At(start, 4), length);
        }

        return length;
    }

    private void WriteValues(ColumnRows rows, ParquetEncoding encoding, int first, int count)
    {
        int width = column.Width;
        switch (encoding)
        {
            case ParquetEncoding.RleDictionary:
                int bits = BitPacker.WidthFor((uint)(rows.Values.Count - 1));
                _page.Add((byte)bits);
                HybridWriter.Write(rows.Codes!.Value.Span.Slice(first, count), bits, _page);
                break;
            case ParquetEncoding.DeltaBinaryPacked:
                DeltaWriter.Write(rows.Values.Bytes.Slice(first * width, count * width), width, _page);
                break;
            case ParquetEncoding.ByteStreamSplit:
                ValueWriter.SplitStreams(rows.Values.Bytes.Slice(first * width, count * width), width, _page);
                break;
            default:
                WritePlain(rows.Values, first, count);
                break;
        }
    }

    private void WritePlain(ValueBuffer values, int first, int count)
    {
        int width = column.Width;
        if (column.IsVariable)
        {
            ValueWriter.PlainBytes(values.Bytes, values.Offsets.Slice(first, count + 1), _page);
        }
        else if (column.Type == PhysicalType.Boolean)
        {
            ValueWriter.PlainBooleans(values.Bytes.Slice(first, count), _page);
        }
        else
        {
            _page.Add(values.Bytes.Slice(first * width, count * width));
        }
    }

    private ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> bytes)
    {
        if (options.Codec == ParquetCodec.None)
        {
            return bytes;
        }

        int most = PageCodecs.MaxCompressedLength(options.Codec, bytes.Length);
        if (_packed.Length < most)
        {
            _packed = GC.AllocateUninitializedArray<byte>(most);
        }

        return _packed.AsSpan(0, PageCodecs.Compress(options.Codec, options.CompressionLevel, bytes, _packed));
    }
}
