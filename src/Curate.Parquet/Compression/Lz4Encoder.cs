using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Parquet.Compression;

/// <summary>
/// Encodes one raw LZ4 block: greedy matching over a hash table of places, skipping ever faster where nothing matches. The bytes depend
/// on the content alone. O(length); 32 KiB of stack.
/// </summary>
/// <remarks>Source: the block format description of the LZ4 project (lz4_Block_format.md).</remarks>
internal static unsafe class Lz4Encoder
{
    private const int MaxTableLog = 13;
    private const int LeastMatch = 4;
    private const int MaxDistance = 65535;

    // The format wants the last 5 bytes to be literals, and no match to begin in the last 12. No match is looked for in the last 16, so
    // that 16 bytes can be copied from the place of any match and before.
    private const int LastLiterals = 5;
    private const int MatchMargin = 16;

    /// <summary>One length byte for every 255 literals; the rest is the token and what wide copies write behind their end.</summary>
    public static long MaxCompressedLength(int length) => (long)length + length / 255 + 32;

    public static int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            uint* table = stackalloc uint[1 << MaxTableLog];
            return (int)(Encode(from, source.Length, to, table) - to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* Encode(byte* start, int length, byte* to, uint* table)
    {
        byte* end = start + length;
        byte* pending = start;
        if (length > MatchMargin)
        {
            int log = Math.Clamp(BitOperations.Log2((uint)length), 8, MaxTableLog);
            new Span<uint>(table, 1 << log).Clear();
            int shift = 64 - log;
            byte* last = end - MatchMargin;
            byte* matchEnd = end - LastLiterals;
            byte* at = start + 1;
            while (true)
            {
                uint tries = 64;
                byte* earlier;
                while (true)
                {
                    if (at > last)
                    {
                        return LastRun(pending, end, to);
                    }

                    ulong eight = WideCopy.Load64(at);
                    uint slot = Slot(eight, shift);
                    earlier = start + table[slot];
                    table[slot] = (uint)(at - start);
                    if (WideCopy.Load32(earlier) == (uint)eight && at - earlier <= MaxDistance)
                    {
                        break;
                    }

                    at += tries++ >> 6;
                }

                while (at > pending && earlier > start && at[-1] == earlier[-1])
                {
                    at--;
                    earlier--;
                }

                while (true)
                {
                    nint run = (nint)(at - pending);
                    nint match = WideCopy.CommonLength(at + LeastMatch, earlier + LeastMatch, matchEnd);
                    byte* token = to++;
                    if (run < 15)
                    {
                        *token = (byte)(run << 4);
                        WideCopy.Copy16(to, pending);
                    }
                    else
                    {
                        *token = 15 << 4;
                        to = Extend(to, run - 15);
                        Buffer.MemoryCopy(pending, to, run, run);
                    }

                    to += run;
                    WideCopy.Store16(to, (uint)(at - earlier));
                    to += 2;
                    if (match < 15)
                    {
                        *token |= (byte)match;
                    }
                    else
                    {
                        *token |= 15;
                        to = Extend(to, match - 15);
                    }

                    at += LeastMatch + match;
                    pending = at;
                    if (at > last)
                    {
                        return LastRun(pending, end, to);
                    }

                    table[Slot(WideCopy.Load64(at - 2), shift)] = (uint)(at - 2 - start);
                    ulong eight = WideCopy.Load64(at);
                    uint slot = Slot(eight, shift);
                    earlier = start + table[slot];
                    table[slot] = (uint)(at - start);
                    if (WideCopy.Load32(earlier) != (uint)eight || at - earlier > MaxDistance)
                    {
                        at++;
                        break;
                    }
                }
            }
        }

        return LastRun(pending, end, to);
    }

    /// <summary>The slot of five bytes: four match more often than pays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Slot(ulong eight, int shift) => (uint)(((eight << 24) * 0x9E3779B97F4A7C15) >> shift);

    private static byte* LastRun(byte* from, byte* end, byte* to)
    {
        nint run = (nint)(end - from);
        byte* token = to++;
        if (run < 15)
        {
            *token = (byte)(run << 4);
        }
        else
        {
            *token = 15 << 4;
            to = Extend(to, run - 15);
        }

        Buffer.MemoryCopy(from, to, run, run);
        return to + run;
    }

    private static byte* Extend(byte* to, nint rest)
    {
        if (rest >= 255)
        {
            nint full = rest / 255;
            new Span<byte>(to, (int)full).Fill(255);
            to += full;
            rest -= full * 255;
        }

        *to++ = (byte)rest;
        return to;
    }
}
