using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Parquet.Compression.Zstd;

/// <summary>
/// The Huffman coding of literals (RFC 8878, section 4.2). The table is indexed by the next 11 bits, whatever the longest code is; an entry
/// has the length of the code in its lower byte and the symbol in its upper one.
/// </summary>
internal static unsafe class ZstdHuffman
{
    /// <summary>The longest code of the format, and the log of the table's size.</summary>
    public const int Log = 11;

    private const int MaxWeightLog = 6;

    // Symbols that one load of a stream gives: 5 codes of 11 bits are below the 56 that a load with a mark at its lower end has.
    private const int SymbolsPerLoad = 5;
    private const int BytesPerLoad = 7;

    /// <summary>Reads the description of a tree (section 4.2.1), builds its table, and returns the bytes that it takes.</summary>
    public static int ReadTable(byte* at, byte* end, ushort* table)
    {
        if (at >= end)
        {
            ZstdFault.CutShort();
        }

        byte* weights = stackalloc byte[256];
        int header = *at;
        int used;
        int symbols;
        if (header >= 128)
        {
            symbols = header - 127;
            used = 1 + (symbols + 1) / 2;
            if (end - at < used)
            {
                ZstdFault.CutShort();
            }

            for (int i = 0; i < symbols; i++)
            {
                weights[i] = (byte)((i & 1) == 0 ? at[1 + i / 2] >> 4 : at[1 + i / 2] & 15);
            }
        }
        else
        {
            used = 1 + header;
            if (end - at < used)
            {
                ZstdFault.CutShort();
            }

            symbols = ReadWeights(at + 1, at + used, weights);
        }

        Build(weights, symbols, table);
        return used;
    }

    /// <summary>Decodes one stream that is exactly <paramref name="count"/> symbols.</summary>
    public static void One(byte* start, byte* end, byte* to, nint count, ushort* table)
    {
        nint left = ZstdBackward.Length(start, end);
        if (left < 0)
        {
            ZstdFault.Literals();
        }

        Tail(start, left, to, to + count, table);
    }

    /// <summary>Decodes four streams behind a table of the sizes of the first three; each gives a quarter, rounded up, and the last the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(byte* at, byte* end, byte* to, nint count, ushort* table)
    {
        if (end - at < 6)
        {
            ZstdFault.CutShort();
        }

        byte* start0 = at + 6;
        byte* start1 = start0 + WideCopy.Load16(at);
        byte* start2 = start1 + WideCopy.Load16(at + 2);
        byte* start3 = start2 + WideCopy.Load16(at + 4);
        nint quarter = (count + 3) / 4;
        if (start3 >= end || 3 * quarter > count)
        {
            ZstdFault.Literals();
        }

        nint left0 = ZstdBackward.Length(start0, start1);
        nint left1 = ZstdBackward.Length(start1, start2);
        nint left2 = ZstdBackward.Length(start2, start3);
        nint left3 = ZstdBackward.Length(start3, end);
        if ((left0 | left1 | left2 | left3) < 0)
        {
            ZstdFault.Literals();
        }

        byte* to0 = to;
        byte* to1 = to + quarter;
        byte* to2 = to1 + quarter;
        byte* to3 = to2 + quarter;
        byte* limit = to + count;
        if (Least(start1 - start0, start2 - start1, start3 - start2, end - start3) >= 8)
        {
            // A word is the unread bits from the top down with a set bit below them, so that its trailing zeros tell how many bits were used.
            byte* at0 = start1 - 8;
            byte* at1 = start2 - 8;
            byte* at2 = start3 - 8;
            byte* at3 = end - 8;
            ulong word0 = First(at0);
            ulong word1 = First(at1);
            ulong word2 = First(at2);
            ulong word3 = First(at3);
            while (true)
            {
                // Each round uses at most 7 bytes of each stream and writes 5 of each; none goes beyond its start or its quarter.
                long room = Least(at0 - start0, at1 - start1, at2 - start2, at3 - start3) / BytesPerLoad;
                long rounds = Math.Min(room, (limit - to3) / SymbolsPerLoad);
                if (rounds <= 0)
                {
                    break;
                }

                byte* stop = to0 + rounds * SymbolsPerLoad;
                do
                {
                    for (int i = 0; i < SymbolsPerLoad; i++)
                    {
                        uint entry0 = table[word0 >> (64 - Log)];
                        uint entry1 = table[word1 >> (64 - Log)];
                        uint entry2 = table[word2 >> (64 - Log)];
                        uint entry3 = table[word3 >> (64 - Log)];
                        word0 <<= (int)entry0;
                        word1 <<= (int)entry1;
                        word2 <<= (int)entry2;
                        word3 <<= (int)entry3;
                        to0[i] = (byte)(entry0 >> 8);
                        to1[i] = (byte)(entry1 >> 8);
                        to2[i] = (byte)(entry2 >> 8);
                        to3[i] = (byte)(entry3 >> 8);
                    }

                    to0 += SymbolsPerLoad;
                    to1 += SymbolsPerLoad;
                    to2 += SymbolsPerLoad;
                    to3 += SymbolsPerLoad;
                    word0 = Next(word0, ref at0);
                    word1 = Next(word1, ref at1);
                    word2 = Next(word2, ref at2);
                    word3 = Next(word3, ref at3);
                }
                while (to0 < stop);
            }

            left0 = Left(start0, at0, word0);
            left1 = Left(start1, at1, word1);
            left2 = Left(start2, at2, word2);
            left3 = Left(start3, at3, word3);
        }

        Tail(start0, left0, to0, to + quarter, table);
        Tail(start1, left1, to1, to + 2 * quarter, table);
        Tail(start2, left2, to2, to + 3 * quarter, table);
        Tail(start3, left3, to3, limit, table);
    }

    /// <summary>The first word of a stream: without its padding and mark, and with a mark at the lower end for what that takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong First(byte* at) => (WideCopy.Load64(at) | 1) << (BitOperations.LeadingZeroCount((uint)at[7]) - 24 + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Next(ulong word, ref byte* at)
    {
        int used = BitOperations.TrailingZeroCount(word);
        at -= used >> 3;
        return (WideCopy.Load64(at) | 1) << (used & 7);
    }

    private static long Least(long a, long b, long c, long d) => Math.Min(Math.Min(a, b), Math.Min(c, d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Left(byte* start, byte* at, ulong word) => (nint)(at - start) * 8 + 64 - BitOperations.TrailingZeroCount(word);

    /// <summary>Decodes the rest of a stream, every place checked; the stream ends exactly with the last symbol.</summary>
    private static void Tail(byte* start, nint left, byte* to, byte* end, ushort* table)
    {
        while (end - to >= SymbolsPerLoad && left >= 64)
        {
            ulong word = ZstdBackward.Load(start, left);
            for (int i = 0; i < SymbolsPerLoad; i++)
            {
                uint entry = table[word >> (64 - Log)];
                word <<= (int)entry;
                left -= (byte)entry;
                to[i] = (byte)(entry >> 8);
            }

            to += SymbolsPerLoad;
        }

        for (; to < end; to++)
        {
            if (left < 0)
            {
                ZstdFault.Literals();
            }

            uint entry = table[ZstdBackward.Load(start, left) >> (64 - Log)];
            left -= (byte)entry;
            *to = (byte)(entry >> 8);
        }

        if (left != 0)
        {
            ZstdFault.Literals();
        }
    }

    /// <summary>Weights that are themselves entropy coded, by two states in turn (section 4.2.1.2). Returns how many there are.</summary>
    private static int ReadWeights(byte* at, byte* end, byte* weights)
    {
        Span<short> counts = stackalloc short[ZstdCodes.Weight.Length];
        int used = ZstdFse.ReadCounts(at, end, counts, MaxWeightLog, out int codes, out int log);
        ulong* table = stackalloc ulong[1 << MaxWeightLog];
        ZstdFse.Build(table, counts[..codes], log, ZstdCodes.Weight);
        byte* start = at + used;
        nint left = ZstdBackward.Length(start, end);
        if (left < 2 * log)
        {
            ZstdFault.Literals();
        }

        ulong one = ReadBits(start, ref left, log);
        ulong two = ReadBits(start, ref left, log);
        for (int count = 0; ; count++)
        {
            // The last weight is implied, so that there are at most 255; two are written at the end.
            if (count >= 254)
            {
                ZstdFault.Literals();
            }

            ulong entry = table[one];
            weights[count] = (byte)entry;
            one = two;
            two = (entry >> 48) + ReadBits(start, ref left, (int)(entry >> 40) & 0xFF);
            if (left < 0)
            {
                weights[count + 1] = (byte)table[one];
                return count + 2;
            }
        }
    }

    // Behind the end of the stream, where left falls below zero, there are only zeros.
    private static ulong ReadBits(byte* start, ref nint left, int count)
    {
        ulong value = ZstdBackward.Top(ZstdBackward.Load(start, left), count);
        left -= count;
        return left >= 0 ? value : value >> (int)-left << (int)-left;
    }

    private static void Build(byte* weights, int symbols, ushort* table)
    {
        // The weights are of all symbols but the last, whose weight completes the sum to a power of two.
        uint sum = 0;
        for (int i = 0; i < symbols; i++)
        {
            if (weights[i] > Log)
            {
                ZstdFault.Literals();
            }

            sum += 1U << weights[i] >> 1;
        }

        int longest = sum == 0 ? Log + 1 : BitOperations.Log2(sum) + 1;
        if (longest > Log)
        {
            ZstdFault.Literals();
        }

        uint rest = (1U << longest) - sum;
        if (!BitOperations.IsPow2(rest))
        {
            ZstdFault.Literals();
        }

        weights[symbols++] = (byte)(BitOperations.Log2(rest) + 1);

        // Where the codes of each weight begin: the longest codes, of weight one, come first.
        int* next = stackalloc int[Log + 2];
        new Span<int>(next, Log + 2).Clear();
        for (int i = 0; i < symbols; i++)
        {
            next[weights[i] + 1] += weights[i] == 0 ? 0 : 1 << (weights[i] - 1 + Log - longest);
        }

        for (int weight = 2; weight <= Log + 1; weight++)
        {
            next[weight] += next[weight - 1];
        }

        for (int i = 0; i < symbols; i++)
        {
            int weight = weights[i];
            if (weight > 0)
            {
                int count = 1 << (weight - 1 + Log - longest);
                new Span<ushort>(table + next[weight], count).Fill((ushort)(i << 8 | (longest + 1 - weight)));
                next[weight] += count;
            }
        }
    }
}
