using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Curate.Parquet.Compression;

/// <summary>Decodes the raw block format of Snappy: a length, then literals and copies from earlier output. O(length), no memory.</summary>
/// <remarks>Source: the format description that comes with the reference implementation (format_description.txt).</remarks>
internal static unsafe class SnappyDecoder
{
    // An element in the fast loop reads its tag and at most 64 bytes, and writes at most 64 bytes.
    private const int SourceMargin = 1 + LongestElement;
    private const int TargetMargin = LongestElement + WideCopy.Slack;
    private const int LongestElement = 64;
    private const int Wide = 32;

    // Per tag: the length in bits 0 to 6, the upper bits of a copy's distance in bits 8 to 10, how many bytes of distance follow in bits 11 and 12;
    // for literals the highest bit, and for those whose length stands behind the tag the one below it.
    private const uint LengthMask = 0x7F;
    private const uint DistanceMask = 0x700;
    private const int ExtraShift = 11;
    private const uint LongLiteral = 1U << 30;
    private const uint Literal = 1U << 31;

    private static readonly uint[] s_tags = Tags();

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

    /// <summary>
    /// The bytes written, or -1 when an element reaches outside. Literals and copies of up to 64 bytes take the same instructions: which of the two comes next is
    /// what a processor guesses worst. How far the next tag is follows from the tag by arithmetic, not from the table: the chain from tag to tag is what the
    /// loop waits for.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Decode(byte* at, byte* end, byte* start, byte* limit)
    {
        byte* to = start;
        fixed (uint* tags = s_tags)
        {
            while (at < end)
            {
                // Here all of an element's own reads and writes lie inside; only the distance is checked against what is written.
                while (end - at > SourceMargin && limit - to >= TargetMargin)
                {
                    uint first = *at;
                    nint type = (nint)(first & 3);
                    nint advance = type != 0 ? type + 1 : (nint)(first >> 2) + 2;
                    uint tag = tags[first];
                    nint run = (nint)(tag & LengthMask);
                    nint literal = (int)tag >> 31;
                    int extra = (int)(tag >> ExtraShift & 3);
                    nint distance = (nint)((tag & DistanceMask) + (WideCopy.Load32(at + 1) & (uint)((1UL << (8 * extra)) - 1)));

                    // A literal passes for a copy from 64 bytes before, and then comes from the input.
                    distance |= literal & LongestElement;
                    if ((tag & LongLiteral) != 0 || (nuint)(distance - 1) >= (nuint)(to - start))
                    {
                        break;
                    }

                    byte* from = to - distance;
                    from += (at + 1 - from) & literal;
                    at += advance;
                    if (run <= distance)
                    {
                        // All that is copied stands there already, so that the width of a step does not matter; few elements need two.
                        Vector256.Load(from).Store(to);
                        if (run > Wide)
                        {
                            Vector256.Load(from + Wide).Store(to + Wide);
                        }
                    }
                    else
                    {
                        WideCopy.Match(to, distance, run);
                    }

                    to += run;
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

        uint copy = s_tags[tag];
        int extra = (int)(copy >> ExtraShift & 3);
        extra = extra == 3 ? 4 : extra;
        if (end - at < extra)
        {
            return false;
        }

        ulong distance = (copy & DistanceMask) + Little(at, extra);
        run = copy & LengthMask;
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

    private static uint[] Tags()
    {
        uint[] tags = new uint[256];
        for (uint tag = 0; tag < 256; tag++)
        {
            uint length = (tag >> 2) + 1;
            tags[tag] = (tag & 3) switch
            {
                0 when length > 60 => Literal | LongLiteral,
                0 => Literal | length,
                1 => (4 + (tag >> 2 & 7)) | (tag >> 5) << 8 | 1U << ExtraShift,
                2 => length | 2U << ExtraShift,
                // Four bytes of distance do not fit into two bits, and are rare.
                _ => length | 3U << ExtraShift | LongLiteral,
            };
        }

        return tags;
    }
}
