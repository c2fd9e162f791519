using Curate.Parquet.Compression;
using Curate.Parquet.Metadata;

namespace Curate.Parquet.Writing;

/// <summary>How a file is written. The bytes of a file depend on these and on the values, and on nothing else.</summary>
public sealed record ParquetWriterOptions
{
    /// <summary>Snappy unless told otherwise: every reader knows it.</summary>
    public ParquetCodec Codec { get; init; } = ParquetCodec.Snappy;

    /// <summary>The level of the codec, or null for its default.</summary>
    public int? CompressionLevel { get; init; }

    /// <summary>1 or 2; version 1 is read everywhere.</summary>
    public int DataPageVersion { get; init; } = 1;

    /// <summary>A page is ended when its values reach this many bytes.</summary>
    public int PageBytes { get; init; } = 1 << 20;

    /// <summary>A page is ended when it has about this many rows.</summary>
    public int PageRows { get; init; } = 20_000;

    /// <summary>A column whose distinct values take more bytes gets no dictionary; 0 switches dictionaries off.</summary>
    public int DictionaryBytes { get; init; } = 1 << 20;

    /// <summary>
    /// Whole numbers may be stored as differences and floats as split bytes, where that is measured to be smaller. Readers from before 2018
    /// (differences) and 2020 (split bytes) do not know these.
    /// </summary>
    public bool UseNewEncodings { get; init; } = true;

    /// <summary>Bounds of byte arrays are cut to this many bytes.</summary>
    public int StatisticsBytes { get; init; } = 64;

    public IReadOnlyList<KeyValue> KeyValues { get; init; } = [];

    /// <summary>Who wrote the file.</summary>
    public string CreatedBy { get; init; } = "curate version 0.1.0";

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(DataPageVersion, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DataPageVersion, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(PageBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PageBytes, 1 << 29);
        ArgumentOutOfRangeException.ThrowIfLessThan(PageRows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(DictionaryBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(StatisticsBytes, 1);
        if (!PageCodecs.CanCompress(Codec))
        {
            throw new ArgumentException($"Pages cannot be compressed with {Codec}.");
        }
    }
}
