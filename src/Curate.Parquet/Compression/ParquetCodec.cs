namespace Curate.Parquet.Compression;

/// <summary>How the pages of a column chunk are compressed; the numbers are those of the file format.</summary>
public enum ParquetCodec
{
    None = 0,
    Snappy = 1,
    Gzip = 2,
    Lzo = 3,
    Brotli = 4,
    /// <summary>The deprecated LZ4 of the format: blocks in the framing of Hadoop, and whatever else was written under that number.</summary>
    Lz4Hadoop = 5,
    Zstd = 6,
    /// <summary>One raw LZ4 block.</summary>
    Lz4Raw = 7,
}
