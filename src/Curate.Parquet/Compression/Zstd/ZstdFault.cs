using System.Diagnostics.CodeAnalysis;

namespace Curate.Parquet.Compression.Zstd;

/// <summary>The failures of the Zstandard decoder, thrown out of line.</summary>
internal static class ZstdFault
{
    [DoesNotReturn]
    public static void Corrupt(string what) => CodecFailure.Corrupt(ParquetCodec.Zstd, what);

    [DoesNotReturn]
    public static void CutShort() => Corrupt("it is cut short");

    [DoesNotReturn]
    public static void Literals() => Corrupt("the literals of a block are not valid");

    [DoesNotReturn]
    public static void Sequences() => Corrupt("the sequences of a block are not valid");
}
