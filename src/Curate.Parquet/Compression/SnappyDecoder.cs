using System.Runtime.CompilerServices;

namespace Curate.Parquet.Compression;

/// <summary>Decodes the raw block format of Snappy: a length, then literals and copies from earlier output. O(length), no memory.</summary>
/// <remarks>Source: the format description that comes with the reference implementation (format_description.txt).</remarks>
internal static unsafe class SnappyDecoder
{
    // An element in the fast loop reads its tag and at most 64 bytes, and writes at most 64 bytes.
    private const int SourceMargin = 1 + 64;
    private const int TargetMargin = 64 + WideCopy.Slack;

    // Per tag of a copy: its length, above it in bits 8 to 10 the upper bits of the distance, in bits 11 and up how many bytes of distance follow.
    private static readonly ushort[] s_copies = Copies();

    public static void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int header = ReadLength(source, out uint declared);
        if (declared != (uint)destination.Length)
        {
            CodecFailure.WrongSize(ParquetCodec.Snappy, declared, destination.Length);
        }

        long written;
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            written = Decode(from + header, from + source.Length, to, to + destination.Length);
        }

        if (written < 0)
        {
            CodecFailure.Corrupt(ParquetCodec.Snappy, "an element reaches outside of the data");
        }

        if (written != destination.Length)
        {
            CodecFailure.Corrupt(ParquetCodec.Snappy, "it is cut short");
        }
    }

    /// <summary>Reads the length at the start, 1 to 5 bytes of 7 bits each, and returns how many bytes it takes.</summary>
    private static int ReadLength(ReadOnlySpan<byte> source, out uint length)
    {
        ulong value = 0;
        for (int i = 0; i < 5 && i < source.Length; i++)
        {
            value |= (ulong)(source[i] & 0x7F) << (7 * i);
            if (source[i] < 0x80)
            {
                if (value > uint.MaxValue)
                {
                    break;
                }

                length = (uint)value;
                return i + 1;
            }
        }

        CodecFailure.Corrupt(ParquetCodec.Snappy, "it does not begin with a length");
        length = 0;
        return 0;
    }

    /// <summary>The bytes written, or -1 when an element reaches outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Decode(byte* at, byte* end, byte* start, byte* limit)
    {
        byte* to = start;
        fixed (ushort* copies = s_copies)
        {
            while (at < end)
            {
                uint tag = *at;
                // Here all of an element's own reads and writes lie inside, save for the literals above 60 bytes, which check for
                // themselves, and the distance, which is checked against what is written.
                if (end - at > SourceMargin && limit - to >= TargetMargin)
                {
                    if ((tag & 3) == 0)
                    {
                        nint run = (nint)(tag >> 2) + 1;
                        if (run <= 60)
                        {
                            WideCopy.Copy16(to, at + 1);
                            if (run > 16)
                            {
                                WideCopy.Copy16(to + 16, at + 17);
                                WideCopy.Copy16(to + 32, at + 33);
                                WideCopy.Copy16(to + 48, at + 49);
                            }

                            at += run + 1;
                            to += run;
                            continue;
                        }
                    }
                    else
                    {
                        uint copy = copies[tag];
                        int extra = (int)(copy >> 11);
                        nint distance = (nint)((copy & 0x700) + (WideCopy.Load32(at + 1) & (uint)((1UL << (8 * extra)) - 1)));
                        nint run = (nint)(copy & 0xFF);
                        if ((nuint)(distance - 1) >= (nuint)(to - start))
                        {
                            return -1;
                        }

                        at += extra + 1;
                        byte* from = to - distance;
                        if (distance >= 16)
                        {
                            WideCopy.Copy16(to, from);
                            if (run > 16)
                            {
                                WideCopy.Copy16(to + 16, from + 16);
                                if (run > 32)
                                {
                                    WideCopy.Copy16(to + 32, from + 32);
                                    WideCopy.Copy16(to + 48, from + 48);
                                }
                            }
                        }
                        else
                        {
                            WideCopy.Match(to, distance, run);
                        }

                        to += run;
                        continue;
                    }
                }

                if (!Careful(ref at, end, start, ref to, limit))
                {
                    return -1;
                }
            }
        }

        return to - start;
    }

    /// <summary>One element anywhere, every access checked; false when it reaches outside.</summary>
    private static bool Careful(ref byte* at, byte* end, byte* start, ref byte* to, byte* limit)
    {
        uint tag = *at++;
        ulong run = (tag >> 2) + 1;
        if ((tag & 3) == 0)
        {
            if (run > 60)
            {
                int bytes = (int)run - 60;
                if (end - at < bytes)
                {
                    return false;
                }

                run = Little(at, bytes) + 1;
                at += bytes;
            }

            if (run > (ulong)(end - at) || run > (ulong)(limit - to))
            {
                return false;
            }

            Buffer.MemoryCopy(at, to, limit - to, (long)run);
            at += run;
            to += run;
            return true;
        }

        uint copy = s_copies[tag];
        int extra = (int)(copy >> 11);
        if (end - at < extra)
        {
            return false;
        }

        ulong distance = (copy & 0x700) + Little(at, extra);
        run = copy & 0xFF;
        at += extra;
        if (distance - 1 >= (ulong)(to - start) || run > (ulong)(limit - to))
        {
            return false;
        }

        WideCopy.MatchExact(to, (nint)distance, (nint)run);
        to += run;
        return true;
    }

    private static ulong Little(byte* at, int bytes)
    {
        ulong value = 0;
        for (int i = 0; i < bytes; i++)
        {
            value |= (ulong)at[i] << (8 * i);
        }

        return value;
    }

    private static ushort[] Copies()
    {
        ushort[] copies = new ushort[256];
        for (uint tag = 0; tag < 256; tag++)
        {
            copies[tag] = (ushort)((tag & 3) switch
            {
                1 => (4 + (tag >> 2 & 7)) | (tag >> 5) << 8 | 1U << 11,
                2 => (1 + (tag >> 2)) | 2U << 11,
                3 => (1 + (tag >> 2)) | 4U << 11,
                _ => 0U,
            });
        }

        return copies;
    }
}
