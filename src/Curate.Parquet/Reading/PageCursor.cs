using System.Globalization;
using System.Runtime.InteropServices;
using Curate.Parquet.Checksums;
using Curate.Parquet.Compression;
using Curate.Parquet.Encodings;
using Curate.Parquet.Input;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;

namespace Curate.Parquet.Reading;

/// <summary>
/// The data pages of a column chunk, one after the other: levels and values made ready, the dictionary held. A page that is skipped
/// is not even decompressed.
/// </summary>
internal sealed class PageCursor
{
    /// <summary>The largest page that is read, decompressed.</summary>
    public const int LargestPage = 1 << 30;

    private readonly PageSource _pages;
    private readonly LeafColumn _column;
    private readonly ParquetCodec _codec;
    private readonly bool _verifyChecksums;
    private readonly ValueDecoder?[] _decoders = new ValueDecoder?[10];
    private readonly PageBuffers _buffers;
    private long _slotsInChunk;
    private bool _isLoaded;

    public PageCursor(IParquetInput input, LeafColumn column, ColumnMetaData data, long end, bool verifyChecksums, PageBuffers buffers,
        int readAhead = PageSource.ReadAhead)
    {
        _pages = new PageSource(input, data.Start, end, buffers, readAhead);
        _buffers = buffers;
        _column = column;
        _codec = data.Codec;
        _verifyChecksums = verifyChecksums;
        _slotsInChunk = data.ValueCount;
        Definition = new LevelReader(column.MaxDefinition);
        Repetition = new LevelReader(column.MaxRepetition);
    }

    public LevelReader Definition { get; }

    public LevelReader Repetition { get; }

    public ColumnDictionary? Dictionary { get; private set; }

    /// <summary>Level entries of the current page that have not been taken.</summary>
    public int SlotsLeft { get; private set; }

    /// <summary>No entry of the current page has been taken.</summary>
    public bool IsAtStart => !_isLoaded;

    /// <summary>Rows of the current page where its header tells; otherwise -1.</summary>
    public int PageRows => _column.MaxRepetition == 0 ? _pages.Header.ValueCount
        : _pages.Header.Kind == PageType.DataV2 ? _pages.Header.RowCount
        : -1;

    /// <summary>The header of the current page.</summary>
    public PageHeader Header => _pages.Header;

    /// <summary>Current place for messages.</summary>
    public long Offset => _pages.Offset;

    /// <summary>The values of the current page as codes; null when the page has none.</summary>
    public DictionaryDecoder? Codes => Decoder as DictionaryDecoder;

    public ValueDecoder Decoder { get; private set; } = null!;

    /// <summary>Goes to the next data page that has entries; false when the chunk has no more.</summary>
    public bool MoveNext()
    {
        while (_slotsInChunk > 0)
        {
            if (!_pages.MoveNext())
            {
                Faults.Corrupt(string.Create(CultureInfo.InvariantCulture, $"the column chunk ends {_slotsInChunk} values too early"));
            }

            switch (_pages.Header.Kind)
            {
                case PageType.Dictionary:
                    ReadDictionary();
                    break;
                case PageType.Data or PageType.DataV2 when _pages.Header.ValueCount > 0:
                    if (_pages.Header.ValueCount > _slotsInChunk)
                    {
                        Faults.Corrupt("the pages of the column chunk have more values than the chunk");
                    }

                    SlotsLeft = _pages.Header.ValueCount;
                    _slotsInChunk -= SlotsLeft;
                    _isLoaded = false;
                    return true;
                default:
                    // Pages without values, index pages and page types of later versions.
                    break;
            }
        }

        SlotsLeft = 0;
        return false;
    }

    public void Take(int slots) => SlotsLeft -= slots;

    /// <summary>Leaves the current page without reading it.</summary>
    public void DropPage()
    {
        SlotsLeft = 0;
        _isLoaded = true;
    }

    /// <summary>Decompresses the current page and makes its levels and values ready.</summary>
    public void Load()
    {
        if (_isLoaded)
        {
            return;
        }

        PageHeader header = _pages.Header;
        ReadOnlyMemory<byte> body = Verified();
        ReadOnlyMemory<byte> values = header.Kind == PageType.DataV2 ? LoadV2(header, body) : LoadV1(header, body);
        Decoder = DecoderOf(header.Encoding);
        Decoder.Reset(values, header.ValueCount);
        _isLoaded = true;
    }

    private ReadOnlyMemory<byte> LoadV1(PageHeader header, ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemory<byte> page = Decompress(body, header.UncompressedBytes, isCompressed: true);
        if (_codec != ParquetCodec.None)
        {
            _pages.ReleaseLast();
        }

        page = Repetition.ResetV1(page, header.RepetitionEncoding, header.ValueCount);
        return Definition.ResetV1(page, header.DefinitionEncoding, header.ValueCount);
    }

    private ReadOnlyMemory<byte> LoadV2(PageHeader header, ReadOnlyMemory<byte> body)
    {
        long levels = (long)header.RepetitionBytes + header.DefinitionBytes;
        if (header.RepetitionBytes < 0 || header.DefinitionBytes < 0 || levels > body.Length || levels > header.UncompressedBytes)
        {
            Faults.Corrupt("the levels of a page run past its end");
        }

        if (header.NullCount < 0 || header.NullCount > header.ValueCount || header.RowCount < 0 || header.RowCount > header.ValueCount)
        {
            Faults.Corrupt("a page header counts more nulls or rows than values");
        }

        Repetition.Reset(body[..header.RepetitionBytes]);
        Definition.Reset(body.Slice(header.RepetitionBytes, header.DefinitionBytes));
        return Decompress(body[(int)levels..], header.UncompressedBytes - (int)levels, header.IsCompressed);
    }

    private ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> packed, int length, bool isCompressed)
    {
        if (_codec == ParquetCodec.None || !isCompressed)
        {
            return packed;
        }

        if (length == 0 || packed.Length == 0)
        {
            // A page of nothing but nulls; the decoders find out when a value is asked of it.
            return ReadOnlyMemory<byte>.Empty;
        }

        if (length > 64 + (long)packed.Length * MostGrowth(_codec))
        {
            Faults.Corrupt("a page claims to be larger than its compressed bytes can make it");
        }

        if (_buffers.Plain.Length < length)
        {
            _buffers.Plain = PageBuffers.Roomy(length);
        }

        PageCodecs.Decompress(_codec, packed.Span, _buffers.Plain.AsSpan(0, length));
        return _buffers.Plain.AsMemory(0, length);
    }

    // How many bytes one compressed byte can become at most: a length beyond that is damage, and no memory is taken for it.
    private static int MostGrowth(ParquetCodec codec) => codec switch
    {
        ParquetCodec.Snappy => 32,
        ParquetCodec.Lz4Raw or ParquetCodec.Lz4Hadoop => 256,
        ParquetCodec.Gzip => 1040,
        // A block of four bytes stands for 128 KiB.
        ParquetCodec.Zstd => 1 << 16,
        // A copy of up to 16 MiB takes a few bytes.
        _ => 1 << 22,
    };

    private void ReadDictionary()
    {
        PageHeader header = _pages.Header;
        if (Dictionary is not null)
        {
            Faults.Corrupt("the column chunk has two dictionaries");
        }

        if (header.Encoding is not ((int)ParquetEncoding.Plain or (int)ParquetEncoding.PlainDictionary))
        {
            Faults.Unsupported($"a dictionary in encoding {header.Encoding} is not supported");
        }

        ReadOnlyMemory<byte> bytes = Decompress(Verified(), header.UncompressedBytes, isCompressed: true);
        int width = _column.Width;
        ValueBuffer values = new();
        ValueDecoder plain = PlainValues();
        plain.Reset(bytes, header.ValueCount);
        if (_column.IsVariable)
        {
            plain.ReadInto(values, header.ValueCount);
        }
        else
        {
            long needed = _column.Type == PhysicalType.Boolean ? header.ValueCount / 8 : (long)header.ValueCount * width;
            if (needed > bytes.Length)
            {
                Faults.Corrupt("the dictionary ends before its last value");
            }

            if (plain is PlainDecoder && MayKeep(bytes))
            {
                (_buffers.Dictionary, _buffers.Plain) = (_buffers.Plain, []);
                values.Keep(_buffers.Dictionary, header.ValueCount, (int)needed);
            }
            else
            {
                plain.ReadFixed(values.AddFixed(header.ValueCount, width), header.ValueCount);
            }
        }

        Dictionary = new ColumnDictionary(values);
    }

    // A dictionary page that was decompressed is the dictionary; of an array that was made for a larger page, only a part would be used.
    private bool MayKeep(ReadOnlyMemory<byte> page) => MemoryMarshal.TryGetArray(page, out ArraySegment<byte> part)
        && ReferenceEquals(part.Array, _buffers.Plain) && part.Offset == 0 && part.Array!.Length <= 2L * page.Length;

    private ReadOnlyMemory<byte> Verified()
    {
        ReadOnlyMemory<byte> body = _pages.Body();
        if (_verifyChecksums && _pages.Header.HasChecksum && Crc32.Of(body.Span) != _pages.Header.Checksum)
        {
            Faults.Corrupt("the checksum of a page does not match its bytes");
        }

        return body;
    }

    private ValueDecoder DecoderOf(int encoding)
    {
        if (encoding is (int)ParquetEncoding.PlainDictionary)
        {
            encoding = (int)ParquetEncoding.RleDictionary;
        }

        if ((uint)encoding >= (uint)_decoders.Length)
        {
            Faults.Unsupported($"values in encoding {encoding} are not supported");
        }

        return _decoders[encoding] ??= NewDecoder((ParquetEncoding)encoding);
    }

    private ValueDecoder NewDecoder(ParquetEncoding encoding)
    {
        PhysicalType type = _column.Type;
        int width = _column.Width;
        bool isFixed = type == PhysicalType.FixedLengthByteArray;
        switch (encoding)
        {
            case ParquetEncoding.Plain:
                return PlainValues();
            case ParquetEncoding.RleDictionary:
                if (Dictionary is null)
                {
                    Faults.Corrupt("a page has indices into a dictionary that the column chunk does not have");
                }

                return new DictionaryDecoder(Dictionary.Values, width);
            case ParquetEncoding.Rle when type == PhysicalType.Boolean:
                return new RleBooleanDecoder();
            case ParquetEncoding.DeltaBinaryPacked when type is PhysicalType.Int32 or PhysicalType.Int64:
                return new DeltaDecoder(width);
            case ParquetEncoding.DeltaLengthByteArray when _column.IsVariable:
                return new DeltaLengthDecoder();
            case ParquetEncoding.DeltaByteArray when _column.IsVariable || isFixed:
                return new DeltaBytesDecoder(width);
            case ParquetEncoding.ByteStreamSplit when isFixed || type is PhysicalType.Int32 or PhysicalType.Int64 or PhysicalType.Float or PhysicalType.Double:
                return new ByteStreamSplitDecoder(width);
            default:
                Faults.Unsupported($"{type} values in encoding {encoding} are not supported");
                return null;
        }
    }

    private ValueDecoder PlainValues() => _column.Type switch
    {
        PhysicalType.Boolean => new PlainBooleanDecoder(),
        PhysicalType.ByteArray => new PlainBytesDecoder(),
        _ => new PlainDecoder(_column.Width),
    };
}
