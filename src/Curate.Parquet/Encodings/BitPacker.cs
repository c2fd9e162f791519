using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Parquet.Encodings;

/// <summary>Packs whole numbers of a few bits each, the lowest bit first.</summary>
internal static class BitPacker
{
    /// <summary>Bits that hold every number up to the given one.</summary>
    public static int WidthFor(uint highest) => 32 - BitOperations.LeadingZeroCount(highest);

    /// <summary>Packs values of at most 32 bits; groups of eight are filled with zeros at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(ReadOnlySpan<T> values, int width, GrowBuffer to)
        where T : unmanaged, IBinaryInteger<T>
    {
        int groups = (values.Length + 7) / 8;
        int bytes = groups * width;
        // Whole words are written; what a word has too much is written over by the next one, or lies behind the end.
        Span<byte> room = to.Room(bytes + 8);
        ulong bits = 0;
        int have = 0;
        int at = 0;
        foreach (T value in values)
        {
            bits |= (ulong)uint.CreateTruncating(value) << have;
            have += width;
            if (have >= 32)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(room[at..], (uint)bits);
                at += 4;
                bits >>= 32;
                have -= 32;
            }
        }

        BinaryPrimitives.WriteUInt64LittleEndian(room[at..], bits);
        at += 8;
        if (at < bytes)
        {
            room[at..bytes].Clear();
        }

        to.Advance(bytes);
    }

    /// <summary>Packs values of at most 64 bits; their number is a multiple of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<ulong> values, int width, GrowBuffer to)
    {
        int bytes = values.Length * width / 8;
        Span<byte> room = to.Room(bytes + 16);
        ulong bits = 0;
        int have = 0;
        int at = 0;
        foreach (ulong value in values)
        {
            bits |= value << have;
            have += width;
            if (have >= 64)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(room[at..], bits);
                at += 8;
                have -= 64;
                bits = have == 0 ? 0 : value >> (width - have);
            }
        }

        BinaryPrimitives.WriteUInt64LittleEndian(room[at..], bits);
        to.Advance(bytes);
    }
}
