using System.Diagnostics.CodeAnalysis;

namespace Curate.Parquet.Compression;

/// <summary>The exceptions of the codecs, thrown out of line so that the decoding loops stay small.</summary>
internal static class CodecFailure
{
    /// <summary>The compressed bytes are damaged; <paramref name="what"/> completes "the ... data is damaged: ".</summary>
    [DoesNotReturn]
    public static void Corrupt(ParquetCodec codec, string what, Exception? inner = null) =>
        throw new ParquetFormatException(ParquetFault.Corrupt, $"The {Name(codec)} data is damaged: {what}.", inner);

    [DoesNotReturn]
    public static void WrongSize(ParquetCodec codec, long actual, long expected) =>
        Corrupt(codec, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"it holds {actual} bytes where {expected} are declared"));

    /// <summary>Valid as far as one can tell, but beyond what is read here.</summary>
    [DoesNotReturn]
    public static void Unsupported(string message) => throw new ParquetFormatException(ParquetFault.Unsupported, message);

    [DoesNotReturn]
    public static void Limit(string message) => throw new ParquetFormatException(ParquetFault.Limit, message);

    public static string Name(ParquetCodec codec) => codec switch
    {
        ParquetCodec.None => "uncompressed",
        ParquetCodec.Snappy => "Snappy",
        ParquetCodec.Gzip => "gzip",
        ParquetCodec.Lzo => "LZO",
        ParquetCodec.Brotli => "Brotli",
        ParquetCodec.Lz4Hadoop or ParquetCodec.Lz4Raw => "LZ4",
        ParquetCodec.Zstd => "Zstandard",
        _ => "compressed",
    };
}
