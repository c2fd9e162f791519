using System.Buffers;
using System.Buffers.Binary;

namespace Curate.Parquet.Compression.Zstd;

/// <summary>
/// Decompresses Zstandard (RFC 8878) in managed code: any number of frames and skippable frames, with every checksum verified.
/// Dictionaries are refused. O(both lengths); 150 KB of pooled memory.
/// </summary>
internal static unsafe class ZstdDecoder
{
    /// <summary>Decompresses frames that are all of the source and fill the destination.</summary>
    public static void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        byte[] work = ArrayPool<byte>.Shared.Rent(ZstdBlockDecoder.WorkBytes);
        try
        {
            fixed (byte* from = source)
            fixed (byte* to = destination)
            fixed (byte* workAt = work)
            {
                long written = Frames(from, from + source.Length, to, to + destination.Length, workAt);
                if (written != destination.Length)
                {
                    CodecFailure.WrongSize(ParquetCodec.Zstd, written, destination.Length);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(work);
        }
    }

    private static long Frames(byte* at, byte* end, byte* start, byte* limit, byte* work)
    {
        var blocks = new ZstdBlockDecoder(work);
        byte* to = start;
        if (at == end)
        {
            ZstdFault.CutShort();
        }

        while (at < end)
        {
            uint magic = Word(ref at, end);
            if (magic == ZstdFrameHeader.Magic)
            {
                Frame(ref blocks, ref at, end, ref to, limit);
            }
            else if ((magic & ~0xFU) == ZstdFrameHeader.SkippableMagic)
            {
                uint skip = Word(ref at, end);
                Need(at, end, (nint)skip);
                at += skip;
            }
            else
            {
                ZstdFault.Corrupt("it does not begin with a frame, or bytes that are none follow one");
            }
        }

        return to - start;
    }

    private static void Frame(ref ZstdBlockDecoder blocks, ref byte* at, byte* end, ref byte* to, byte* limit)
    {
        Need(at, end, 1);
        int headerLength = ZstdFrameHeader.LengthOf(*at);
        Need(at, end, headerLength);
        ZstdFrameHeader header = ZstdFrameHeader.Read(new(at, headerLength));
        header.Check();
        at += headerLength;
        if (header.Content > (ulong)(limit - to))
        {
            ZstdFault.Corrupt("a frame is larger than declared");
        }

        byte* start = to;
        nint window = (nint)Math.Min(header.Window, long.MaxValue);
        nint largest = (nint)Math.Min(header.Window, ZstdBlockDecoder.MaxBlock);
        blocks.Reset();
        bool last;
        do
        {
            // Section 3.1.1.2: the last block or not, a type, and a size, in three bytes.
            Need(at, end, 3);
            uint block = WideCopy.Load16(at) | (uint)at[2] << 16;
            at += 3;
            last = (block & 1) != 0;
            nint size = (nint)(block >> 3);
            byte* blockLimit = to + Math.Min(largest, limit - to);
            switch (block >> 1 & 3)
            {
                case 0:
                    Need(at, end, size);
                    Need(to, blockLimit, size);
                    Buffer.MemoryCopy(at, to, size, size);
                    at += size;
                    to += size;
                    break;
                case 1:
                    Need(at, end, 1);
                    Need(to, blockLimit, size);
                    new Span<byte>(to, (int)size).Fill(*at++);
                    to += size;
                    break;
                case 2:
                    Need(at, end, size);
                    // The magic number, at least two bytes of frame header and three of block header precede every block, and the
                    // sections of a block have headers too: 8 bytes before any stream are readable.
                    to = blocks.Decode(at, at + size, end, start, to, blockLimit, limit, window);
                    at += size;
                    break;
                default:
                    ZstdFault.Corrupt("a block has a type that is not defined");
                    break;
            }
        }
        while (!last);
        Finish(header, ref at, end, start, to);
    }

    private static void Finish(ZstdFrameHeader header, ref byte* at, byte* end, byte* start, byte* to)
    {
        if (header.Content is ulong content && content != (ulong)(to - start))
        {
            ZstdFault.Corrupt("a frame is not as long as it says");
        }

        if (header.HasChecksum)
        {
            var hash = default(XxHash64);
            hash.Reset();
            hash.Add(start, (nint)(to - start));
            if (Word(ref at, end) != (uint)hash.Value())
            {
                ZstdFault.Corrupt("the checksum of a frame does not fit");
            }
        }
    }

    private static uint Word(ref byte* at, byte* end)
    {
        Need(at, end, 4);
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(at, 4));
        at += 4;
        return value;
    }

    private static void Need(byte* at, byte* end, nint bytes)
    {
        if (end - at < bytes)
        {
            ZstdFault.Corrupt("it is cut short, or a block is larger than allowed");
        }
    }
}
