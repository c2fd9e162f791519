namespace Curate.Formats.Parquet;

/// <summary>How Parquet files are written.</summary>
public sealed record ParquetWriteOptions
{
    /// <summary>Rows of an output row group unless told otherwise: 15 times the 8,192 rows of a batch, and what other writers use.</summary>
    public const int DefaultRowGroupRows = 122_880;

    /// <summary>Bytes of raw data at which a row group ends, whatever its rows.</summary>
    public const long DefaultRowGroupBytes = 128L << 20;

    /// <summary>The same for each of many files that are open at a time.</summary>
    public const long PartitionRowGroupBytes = 8L << 20;

    /// <summary>The smallest row group of an input that is copied undecoded: smaller ones are put together.</summary>
    public const int LeastCopiedRows = 8192;

    /// <summary>What pages are compressed with; null = Snappy, and row groups that are copied undecoded keep what they have.</summary>
    public ParquetCompression? Compression { get; init; }

    /// <summary>Rows of every row group but the last (<c>--row-group-rows</c>); null = <see cref="DefaultRowGroupRows"/> or <see cref="RowGroupBytes"/>.</summary>
    public int? RowGroupRows { get; init; }

    /// <summary>Bytes of raw data at which a row group ends.</summary>
    public long RowGroupBytes { get; init; } = DefaultRowGroupBytes;

    /// <summary>Threads that encode columns; bytes never depend on it.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Most bytes of decoded row groups that are kept for rows in an order of their own; bytes of the output never depend on it.</summary>
    public long CacheBytes { get; init; } = 256L << 20;

    /// <summary>Entries of the file's own metadata, asked for when the file is finished, given its rows.</summary>
    public Func<long, IReadOnlyList<KeyValuePair<string, string>>>? Metadata { get; init; }
}
