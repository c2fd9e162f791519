using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Curate.Parquet.Compression.Zstd;

namespace Curate.Parquet.Compression;

/// <summary>
/// Compresses and decompresses the pages of Parquet files. Stateless and safe from any thread. Bytes written with None, Snappy and
/// Lz4Raw depend on the content alone; those of Gzip, Brotli and Zstd also on the version of their library.
/// </summary>
public static class PageCodecs
{
    private const string Readable = "none, Snappy, gzip, Brotli, LZ4 and Zstandard";

    /// <summary>
    /// Decompresses the whole of <paramref name="source"/> into the whole of <paramref name="destination"/>, whose length is the size
    /// that the page header declares. O(both lengths). Touches nothing outside the two; what the destination holds after a failure is
    /// unspecified. No bytes decompress to no bytes with every codec: some writers store empty pages so.
    /// </summary>
    /// <exception cref="ParquetFormatException">Corrupt: damage, or another size than declared. Unsupported: LZO, an unknown codec, a
    /// Zstandard dictionary.</exception>
    public static void Decompress(ParquetCodec codec, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty && destination.IsEmpty && CanRead(codec))
        {
            return;
        }

        switch (codec)
        {
            case ParquetCodec.None:
                if (source.Length != destination.Length)
                {
                    CodecFailure.WrongSize(codec, source.Length, destination.Length);
                }

                source.CopyTo(destination);
                break;
            case ParquetCodec.Snappy:
                SnappyDecoder.Decompress(source, destination);
                break;
            case ParquetCodec.Gzip:
                GzipCodec.Decompress(source, destination);
                break;
            case ParquetCodec.Lz4Hadoop:
                Lz4HadoopDecoder.Decompress(source, destination);
                break;
            case ParquetCodec.Zstd:
                // The managed decoder tells what is wrong where the library refuses.
                if (SystemZstd.Library?.TryDecompress(source, destination) != true)
                {
                    ZstdDecoder.Decompress(source, destination);
                }

                break;
            case ParquetCodec.Lz4Raw:
                Lz4Decoder.Decompress(source, destination);
                break;
            case ParquetCodec.Brotli:
                BrotliCodec.Decompress(source, destination);
                break;
            default:
                CannotRead(codec);
                break;
        }
    }

    /// <summary>The most bytes that <see cref="Compress"/> writes for <paramref name="length"/> bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound exceeds 2^31 - 1, or the length is negative.</exception>
    public static int MaxCompressedLength(ParquetCodec codec, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        long bound = codec switch
        {
            ParquetCodec.None => length,
            ParquetCodec.Snappy => SnappyEncoder.MaxCompressedLength(length),
            ParquetCodec.Lz4Raw => Lz4Encoder.MaxCompressedLength(length),
            ParquetCodec.Zstd => SystemZstd.MaxCompressedLength(length),
            ParquetCodec.Gzip => GzipCodec.MaxCompressedLength(length),
            ParquetCodec.Brotli => BrotliCodec.MaxCompressedLength(length),
            _ => throw CannotWrite(codec),
        };
        return bound <= int.MaxValue
            ? (int)bound
            : throw new ArgumentOutOfRangeException(nameof(length), length, "Too long to be compressed as one page.");
    }

    /// <summary>
    /// Compresses <paramref name="source"/> and returns the bytes written. <paramref name="destination"/> holds at least
    /// <see cref="MaxCompressedLength"/> bytes. <paramref name="level"/> is one of <see cref="Levels"/>, or null for the default.
    /// </summary>
    /// <exception cref="ArgumentException">The destination is too small, the level out of range, or the codec not <see cref="CanCompress"/>.</exception>
    public static int Compress(ParquetCodec codec, int? level, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (destination.Length < MaxCompressedLength(codec, source.Length))
        {
            throw new ArgumentException("The destination is shorter than the codec may need.", nameof(destination));
        }

        int at = Level(codec, level);
        switch (codec)
        {
            case ParquetCodec.None:
                source.CopyTo(destination);
                return source.Length;
            case ParquetCodec.Snappy:
                return SnappyEncoder.Compress(source, destination);
            case ParquetCodec.Lz4Raw:
                return Lz4Encoder.Compress(source, destination);
            case ParquetCodec.Zstd when SystemZstd.Library is SystemZstd library:
                return library.Compress(at, source, destination);
            case ParquetCodec.Gzip:
                return GzipCodec.Compress(at, source, destination);
            case ParquetCodec.Brotli:
                return BrotliCodec.Compress(at, source, destination);
            default:
                throw CannotWrite(codec);
        }
    }

    /// <summary>
    /// True when <see cref="Compress"/> takes the codec. Zstd needs the system's libzstd; LZO and the LZ4 of Hadoop are never written
    /// (Lz4Raw is).
    /// </summary>
    public static bool CanCompress(ParquetCodec codec) => codec switch
    {
        ParquetCodec.None or ParquetCodec.Snappy or ParquetCodec.Gzip or ParquetCodec.Brotli or ParquetCodec.Lz4Raw => true,
        ParquetCodec.Zstd => SystemZstd.Library is not null,
        _ => false,
    };

    private static bool CanRead(ParquetCodec codec) => Enum.IsDefined(codec) && codec != ParquetCodec.Lzo;

    /// <summary>The levels of a codec and its default; null for a codec that has none.</summary>
    public static (int Lowest, int Highest, int Default)? Levels(ParquetCodec codec) => codec switch
    {
        ParquetCodec.Gzip => (1, 9, 6),
        ParquetCodec.Brotli => (0, 11, 5),
        ParquetCodec.Zstd => (1, 22, 3),
        _ => null,
    };

    private static int Level(ParquetCodec codec, int? level)
    {
        if (Levels(codec) is not var (lowest, highest, standard))
        {
            return level is null
                ? 0
                : throw new ArgumentOutOfRangeException(nameof(level), level, $"The codec {CodecFailure.Name(codec)} has no levels.");
        }

        return level is not int wanted ? standard
            : wanted >= lowest && wanted <= highest ? wanted
            : throw new ArgumentOutOfRangeException(nameof(level), level,
                string.Create(CultureInfo.InvariantCulture, $"The levels of {CodecFailure.Name(codec)} are {lowest} to {highest}."));
    }

    [DoesNotReturn]
    private static void CannotRead(ParquetCodec codec) => CodecFailure.Unsupported(Enum.IsDefined(codec)
        ? $"Pages compressed with {CodecFailure.Name(codec)} are not read; read are {Readable}."
        : string.Create(CultureInfo.InvariantCulture, $"The compression codec {(int)codec} is unknown; read are {Readable}."));

    private static ArgumentException CannotWrite(ParquetCodec codec) =>
        new($"Pages are not compressed with {(Enum.IsDefined(codec) ? CodecFailure.Name(codec) : "an unknown codec")}.", nameof(codec));
}
