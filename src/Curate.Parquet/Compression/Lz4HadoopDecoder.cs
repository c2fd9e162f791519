using System.Buffers.Binary;

namespace Curate.Parquet.Compression;

/// <summary>
/// What files hold under the deprecated codec number of LZ4, which the format never defined: the block framing of Hadoop, LZ4 frames, or
/// one raw block. They are tried in this order; the first that decodes to exactly the declared size is taken. O(length) for each.
/// </summary>
/// <remarks>
/// Hadoop's framing is a series of blocks, each the size of its content and then chunks that are each the size of a raw LZ4 block and the
/// block, until the content is complete; sizes are 32-bit big-endian.
/// </remarks>
internal static unsafe class Lz4HadoopDecoder
{
    public static void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (TryFramed(source, destination))
        {
            return;
        }

        if (Lz4FrameDecoder.IsFrame(source))
        {
            Lz4FrameDecoder.Decompress(source, destination);
            return;
        }

        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            if (Lz4Decoder.Decode(from, from + source.Length, to, to, to + destination.Length) != destination.Length)
            {
                CodecFailure.Corrupt(ParquetCodec.Lz4Hadoop,
                    "it decodes to the declared size neither as blocks of Hadoop, nor as an LZ4 frame, nor as one raw block");
            }
        }
    }

    private static bool TryFramed(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source)
        fixed (byte* start = destination)
        {
            byte* at = from;
            byte* end = from + source.Length;
            byte* to = start;
            byte* limit = start + destination.Length;
            while (end - at >= 4)
            {
                uint content = BigEndian(ref at);
                if (content > (ulong)(limit - to))
                {
                    return false;
                }

                byte* blockEnd = to + content;
                while (to < blockEnd)
                {
                    if (end - at < 4)
                    {
                        return false;
                    }

                    uint packed = BigEndian(ref at);
                    if (packed > (ulong)(end - at))
                    {
                        return false;
                    }

                    // Each chunk is a block of its own: its copies reach no further back than its own start.
                    long written = Lz4Decoder.Decode(at, at + packed, to, to, blockEnd);
                    if (written < 0)
                    {
                        return false;
                    }

                    at += packed;
                    to += written;
                }
            }

            return at == end && to == limit && !source.IsEmpty;
        }
    }

    private static uint BigEndian(ref byte* at)
    {
        uint value = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(at, 4));
        at += 4;
        return value;
    }
}
