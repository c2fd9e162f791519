using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Parquet.Compression;

/// <summary>
/// Encodes the raw block format of Snappy. Greedy matching over one hash table of places per 64 KiB, so that every distance takes two
/// bytes at most; places without a match are skipped ever faster. The bytes depend on the content alone. O(length); 32 KiB of stack.
/// </summary>
/// <remarks>Source: the format description that comes with the reference implementation (format_description.txt).</remarks>
internal static unsafe class SnappyEncoder
{
    private const int BlockSize = 1 << 16;
    private const int MaxTableLog = 14;

    // No match is looked for in the last bytes of a block: loads of 8 bytes at a place and one behind it stay inside.
    private const int Margin = 16;

    /// <summary>A literal costs at most one byte in six beyond itself; the rest is the length and what wide copies write behind their end.</summary>
    public static long MaxCompressedLength(int length) => 32 + (long)length + length / 6;

    public static int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source)
        fixed (byte* start = destination)
        {
            byte* to = start;
            uint rest = (uint)source.Length;
            for (; rest >= 0x80; rest >>= 7)
            {
                *to++ = (byte)(rest | 0x80);
            }

            *to++ = (byte)rest;
            ushort* table = stackalloc ushort[1 << MaxTableLog];
            for (int at = 0; at < source.Length; at += BlockSize)
            {
                to = Block(from + at, Math.Min(BlockSize, source.Length - at), to, table);
            }

            return (int)(to - start);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* Block(byte* start, int length, byte* to, ushort* table)
    {
        byte* end = start + length;
        byte* pending = start;
        if (length > Margin)
        {
            int log = Math.Clamp(BitOperations.Log2((uint)length - 1) + 1, 8, MaxTableLog);
            new Span<ushort>(table, 1 << log).Clear();
            int shift = 32 - log;
            byte* last = end - Margin;
            byte* at = start + 1;
            while (true)
            {
                // Distance between the places that are tried: one for the first 32, then one more for every 32 tries.
                uint tries = 32;
                byte* earlier;
                while (true)
                {
                    if (at > last)
                    {
                        return Literal(pending, end, to);
                    }

                    uint four = WideCopy.Load32(at);
                    uint slot = Slot(four, shift);
                    earlier = start + table[slot];
                    table[slot] = (ushort)(at - start);
                    if (WideCopy.Load32(earlier) == four)
                    {
                        break;
                    }

                    at += tries++ >> 5;
                }

                to = WideLiteral(pending, at, to);
                while (true)
                {
                    nint run = 4 + WideCopy.CommonLength(at + 4, earlier + 4, end);
                    to = Copy((uint)(at - earlier), run, to);
                    at += run;
                    pending = at;
                    if (at > last)
                    {
                        return Literal(pending, end, to);
                    }

                    // The last place of the match and the next one are worth knowing; those between rarely pay.
                    ulong around = WideCopy.Load64(at - 1);
                    table[Slot((uint)around, shift)] = (ushort)(at - 1 - start);
                    uint four = (uint)(around >> 8);
                    uint slot = Slot(four, shift);
                    earlier = start + table[slot];
                    table[slot] = (ushort)(at - start);
                    if (WideCopy.Load32(earlier) != four)
                    {
                        at++;
                        break;
                    }
                }
            }
        }

        return Literal(pending, end, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Slot(uint four, int shift) => (four * 0x9E3779B1) >> shift;

    /// <summary>A literal that ends at least 16 bytes before the end of the block, so that 16 bytes can be copied at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WideLiteral(byte* from, byte* end, byte* to)
    {
        nint run = (nint)(end - from);
        if (run is 0 or > 16)
        {
            return Literal(from, end, to);
        }

        *to++ = (byte)((run - 1) << 2);
        WideCopy.Copy16(to, from);
        return to + run;
    }

    private static byte* Literal(byte* from, byte* end, byte* to)
    {
        nint run = (nint)(end - from);
        if (run == 0)
        {
            return to;
        }

        uint value = (uint)run - 1;
        if (value < 60)
        {
            *to++ = (byte)(value << 2);
        }
        else if (value < 256)
        {
            *to++ = 60 << 2;
            *to++ = (byte)value;
        }
        else
        {
            // A block has at most 64 KiB.
            *to++ = 61 << 2;
            WideCopy.Store16(to, value);
            to += 2;
        }

        Buffer.MemoryCopy(from, to, run, run);
        return to + run;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Copy(uint distance, nint run, byte* to)
    {
        // What remains is never below 4, so that the short form may still take it.
        while (run >= 68)
        {
            to = LongCopy(distance, 64, to);
            run -= 64;
        }

        if (run > 64)
        {
            to = LongCopy(distance, 60, to);
            run -= 60;
        }

        if (run >= 12 || distance >= 2048)
        {
            return LongCopy(distance, run, to);
        }

        to[0] = (byte)(1 | ((run - 4) << 2) | (nint)((distance >> 8) << 5));
        to[1] = (byte)distance;
        return to + 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* LongCopy(uint distance, nint run, byte* to)
    {
        *to = (byte)(2 | ((run - 1) << 2));
        WideCopy.Store16(to + 1, distance);
        return to + 3;
    }
}
