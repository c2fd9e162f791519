using System.Buffers;
using System.IO.Compression;

namespace Curate.Parquet.Compression;

/// <summary>Brotli (RFC 7932) by the framework's library.</summary>
internal static class BrotliCodec
{
    // 4 MiB: what the command line tool of the format uses by default, and as much as a page has use for.
    private const int WindowBits = 22;

    /// <summary>Meta-block headers for every 16 KiB, and the frame.</summary>
    public static long MaxCompressedLength(int length) => length + 4 * ((long)length >> 14) + 16;

    public static void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        // The decoder wants room even for no bytes. What it puts here is beyond the declared size.
        Span<byte> spare = stackalloc byte[1];
        using var decoder = default(BrotliDecoder);
        int written = 0;
        while (true)
        {
            Span<byte> room = written == destination.Length ? spare : destination[written..];
            OperationStatus status = decoder.Decompress(source, room, out int consumed, out int produced);
            source = source[consumed..];
            written += produced;
            switch (status)
            {
                case var _ when written > destination.Length:
                case OperationStatus.Done when written < destination.Length:
                    CodecFailure.WrongSize(ParquetCodec.Brotli, written, destination.Length);
                    break;
                case OperationStatus.Done when !source.IsEmpty:
                    CodecFailure.Corrupt(ParquetCodec.Brotli, "bytes follow its end");
                    break;
                case OperationStatus.Done:
                    return;
                case OperationStatus.NeedMoreData when source.IsEmpty:
                    CodecFailure.Corrupt(ParquetCodec.Brotli, "it is cut short");
                    break;
                case OperationStatus.InvalidData:
                    CodecFailure.Corrupt(ParquetCodec.Brotli, "it does not decode");
                    break;
                case var _ when consumed == 0 && produced == 0:
                    CodecFailure.Corrupt(ParquetCodec.Brotli, "it does not go on");
                    break;
            }
        }
    }

    public static int Compress(int quality, ReadOnlySpan<byte> source, Span<byte> destination) =>
        BrotliEncoder.TryCompress(source, destination, out int written, quality, WindowBits)
            ? written
            : throw new InvalidOperationException("The Brotli encoder needed more than its bound.");
}
