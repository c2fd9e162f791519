using System.Numerics;

namespace Curate.Parquet.Compression.Zstd;

/// <summary>
/// Tables of finite state entropy coding (RFC 8878, section 4.1). An entry packs the base of the symbol's value in bits 0 to 31, how
/// many further bits are added to it in 32 to 39, how many bits the next state takes in 40 to 47, and what they are added to in 48 to 63.
/// </summary>
internal static unsafe class ZstdFse
{
    /// <summary>The largest table log that is used anywhere.</summary>
    public const int MaxLog = 9;

    private const int MaxSymbols = 256;

    /// <summary>
    /// Reads the description of a distribution (section 4.1.1) into <paramref name="counts"/>, with -1 for "less than one", and returns the
    /// bytes it takes. Reads nothing at or behind <paramref name="end"/>.
    /// </summary>
    public static int ReadCounts(byte* at, byte* end, Span<short> counts, int maxLog, out int symbols, out int log)
    {
        var bits = new Forward(at, end);
        log = (int)bits.Read(4) + 5;
        if (log > maxLog)
        {
            ZstdFault.Corrupt("an entropy table is larger than allowed");
        }

        int left = 1 << log;
        symbols = 0;
        while (left > 0)
        {
            if (symbols >= counts.Length)
            {
                ZstdFault.Corrupt("an entropy table has too many symbols");
            }

            // The next number is 0 to left + 1. Those that would leave bits unused take one bit less: the lower ones.
            int wide = BitOperations.Log2((uint)left + 1) + 1;
            uint few = (1U << wide) - 2 - (uint)left;
            uint value = bits.Read(wide - 1);
            if (value >= few)
            {
                value |= bits.Read(1) << (wide - 1);
                if (value >= 1U << (wide - 1))
                {
                    value -= few;
                }
            }

            int count = (int)value - 1;
            left -= Math.Abs(count);
            counts[symbols++] = (short)count;
            if (count == 0)
            {
                uint repeat;
                do
                {
                    repeat = bits.Read(2);
                    for (uint i = 0; i < repeat; i++)
                    {
                        if (symbols >= counts.Length)
                        {
                            ZstdFault.Corrupt("an entropy table has too many symbols");
                        }

                        counts[symbols++] = 0;
                    }
                }
                while (repeat == 3);
            }
        }

        // The numbers never exceed what is left, so that the sum is exact here.
        return bits.BytesUsed();
    }

    /// <summary>Builds the table of 2^<paramref name="log"/> entries for counts that sum to as many; <paramref name="values"/> gives the lower 40 bits of each symbol's entries.</summary>
    public static void Build(ulong* table, ReadOnlySpan<short> counts, int log, ReadOnlySpan<ulong> values)
    {
        int size = 1 << log;
        int mask = size - 1;
        byte* symbols = stackalloc byte[1 << MaxLog];
        ushort* next = stackalloc ushort[MaxSymbols];
        int high = mask;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] < 0)
            {
                symbols[high--] = (byte)symbol;
                next[symbol] = 1;
            }
            else
            {
                next[symbol] = (ushort)counts[symbol];
            }
        }

        int step = (size >> 1) + (size >> 3) + 3;
        int place = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            for (int i = 0; i < counts[symbol]; i++)
            {
                symbols[place] = (byte)symbol;
                do
                {
                    place = (place + step) & mask;
                }
                while (place > high);
            }
        }

        for (int state = 0; state < size; state++)
        {
            int symbol = symbols[state];
            uint rank = next[symbol]++;
            int bits = log - BitOperations.Log2(rank);
            uint target = (rank << bits) - (uint)size;
            table[state] = values[symbol] | (ulong)bits << 40 | (ulong)target << 48;
        }
    }

    /// <summary>Bits from the lowest of the first byte on; zeros behind the end, which <see cref="BytesUsed"/> then reports.</summary>
    private ref struct Forward(byte* start, byte* end)
    {
        private readonly long _bits = 8 * (end - start);
        private long _at;

        public uint Read(int count)
        {
            uint value = 0;
            for (int i = 0; i < count; i++, _at++)
            {
                if (_at < _bits)
                {
                    value |= (uint)(start[_at >> 3] >> (int)(_at & 7) & 1) << i;
                }
            }

            return value;
        }

        public readonly int BytesUsed()
        {
            if (_at > _bits)
            {
                ZstdFault.CutShort();
            }

            return (int)((_at + 7) >> 3);
        }
    }
}
