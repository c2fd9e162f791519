using System.Buffers.Binary;

namespace Curate.Parquet.Compression;

/// <summary>
/// Decodes LZ4 frames, any number of them, with linked or independent blocks, and verifies every checksum. Frames that need a dictionary
/// are refused. O(length), no memory.
/// </summary>
/// <remarks>Source: the frame format description of the LZ4 project (lz4_Frame_format.md, version 1.6).</remarks>
internal static unsafe class Lz4FrameDecoder
{
    private const uint Magic = 0x184D2204;
    private const uint SkippableMagic = 0x184D2A50;
    private const uint StoredBit = 0x80000000;

    /// <summary>True when the bytes begin as a frame does.</summary>
    public static bool IsFrame(ReadOnlySpan<byte> source) =>
        BinaryPrimitives.TryReadUInt32LittleEndian(source, out uint magic) && (magic == Magic || (magic & ~0xFU) == SkippableMagic);

    /// <summary>Decodes frames that are all of the source and fill the destination.</summary>
    public static void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source)
        fixed (byte* start = destination)
        {
            byte* at = from;
            byte* end = from + source.Length;
            byte* to = start;
            byte* limit = start + destination.Length;
            while (at < end)
            {
                uint magic = Word(ref at, end);
                if (magic == Magic)
                {
                    Frame(ref at, end, ref to, limit);
                }
                else if ((magic & ~0xFU) == SkippableMagic)
                {
                    uint skip = Word(ref at, end);
                    Need(at, end, skip);
                    at += skip;
                }
                else
                {
                    Corrupt("bytes that are no frame follow a frame");
                }
            }

            if (to != limit)
            {
                CodecFailure.WrongSize(ParquetCodec.Lz4Hadoop, to - start, destination.Length);
            }
        }
    }

    private static void Frame(ref byte* at, byte* end, ref byte* to, byte* limit)
    {
        byte* header = at;
        Need(at, end, 2);
        uint flags = at[0];
        uint blocks = at[1];
        at += 2;
        // Version 01, reserved bits 0, and the sizes of blocks that are defined.
        if (flags >> 6 != 1 || (flags & 2) != 0 || (blocks & 0x8F) != 0 || blocks >> 4 < 4)
        {
            Corrupt("the header of a frame is not valid");
        }

        bool independent = (flags & 0x20) != 0;
        bool blockChecksum = (flags & 0x10) != 0;
        bool contentChecksum = (flags & 0x04) != 0;
        ulong? declared = null;
        if ((flags & 0x08) != 0)
        {
            Need(at, end, 8);
            declared = WideCopy.Load64(at);
            at += 8;
        }

        if ((flags & 0x01) != 0)
        {
            CodecFailure.Unsupported("An LZ4 frame needs a dictionary, which is not read.");
        }

        Need(at, end, 1);
        if ((byte)(XxHash32.Of(header, at - header) >> 8) != *at)
        {
            Corrupt("the checksum of a frame's header does not fit");
        }

        at++;
        byte* start = to;
        long blockLimit = 1L << (8 + 2 * (int)(blocks >> 4));
        while (true)
        {
            uint size = Word(ref at, end);
            if (size == 0)
            {
                break;
            }

            Block(ref at, end, size, independent ? to : start, ref to, limit, blockLimit, blockChecksum);
        }

        if (contentChecksum && Word(ref at, end) != XxHash32.Of(start, to - start))
        {
            Corrupt("the checksum of a frame does not fit");
        }

        if (declared is ulong content && content != (ulong)(to - start))
        {
            Corrupt("a frame is not as long as it says");
        }
    }

    private static void Block(
        ref byte* at, byte* end, uint size, byte* history, ref byte* to, byte* limit, long blockLimit, bool checksum)
    {
        bool stored = (size & StoredBit) != 0;
        size &= ~StoredBit;
        Need(at, end, size);
        byte* block = at;
        at += size;
        if (checksum && Word(ref at, end) != XxHash32.Of(block, size))
        {
            Corrupt("the checksum of a block does not fit");
        }

        long room = Math.Min(blockLimit, limit - to);
        long written;
        if (stored)
        {
            written = size <= room ? size : -1;
            if (written > 0)
            {
                Buffer.MemoryCopy(block, to, room, size);
            }
        }
        else
        {
            written = Lz4Decoder.Decode(block, block + size, history, to, to + room);
        }

        if (written < 0)
        {
            Corrupt("a block is damaged or larger than declared");
        }

        to += written;
    }

    private static uint Word(ref byte* at, byte* end)
    {
        Need(at, end, 4);
        uint value = WideCopy.Load32(at);
        at += 4;
        return value;
    }

    private static void Need(byte* at, byte* end, long bytes)
    {
        if (end - at < bytes)
        {
            Corrupt("it is cut short");
        }
    }

    private static void Corrupt(string what) => CodecFailure.Corrupt(ParquetCodec.Lz4Hadoop, what);
}
