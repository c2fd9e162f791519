using Curate.Parquet.Compression;

namespace Curate.Parquet.Metadata;

/// <summary>Where a column chunk stands and how it is stored.</summary>
public sealed class ColumnMetaData
{
    public required PhysicalType Type { get; init; }

    /// <summary>The numbers of the encodings, those that are not known here included.</summary>
    public required IReadOnlyList<ParquetEncoding> Encodings { get; init; }

    public required IReadOnlyList<string> Path { get; init; }

    public required ParquetCodec Codec { get; init; }

    /// <summary>Level entries, nulls included.</summary>
    public required long ValueCount { get; init; }

    public required long UncompressedBytes { get; init; }

    /// <summary>Bytes of the chunk in the file, page headers included.</summary>
    public required long CompressedBytes { get; init; }

    public required long DataPageOffset { get; init; }

    public long? DictionaryPageOffset { get; init; }

    public IReadOnlyList<KeyValue> KeyValues { get; init; } = [];

    public ColumnStatistics? Statistics { get; init; }

    internal IReadOnlyList<PageEncodingCount> PageEncodings { get; init; } = [];

    /// <summary>Offset of the first page.</summary>
    public long Start => DictionaryPageOffset is long dictionary && dictionary > 0 && dictionary < DataPageOffset ? dictionary : DataPageOffset;

    /// <summary>The same chunk at another place. An offset of 0 for no dictionary, as some writers have it, must be gone before.</summary>
    internal ColumnMetaData MovedBy(long distance, bool withoutDictionary = false, IReadOnlyList<string>? path = null) => new()
    {
        Type = Type,
        Encodings = Encodings,
        Path = path ?? Path,
        Codec = Codec,
        ValueCount = ValueCount,
        UncompressedBytes = UncompressedBytes,
        CompressedBytes = CompressedBytes,
        DataPageOffset = DataPageOffset + distance,
        DictionaryPageOffset = withoutDictionary ? null : DictionaryPageOffset + distance,
        KeyValues = KeyValues,
        Statistics = Statistics,
        PageEncodings = PageEncodings,
    };
}
