using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Curate.Parquet.Encodings;

/// <summary>Writes DELTA_BINARY_PACKED in blocks of 128 differences, four miniblocks each.</summary>
internal static class DeltaWriter
{
    private const int Block = 128;
    private const int Miniblocks = 4;
    private const int Miniblock = Block / Miniblocks;

    /// <summary>Values of 4 or 8 bytes each; differences wrap in the width of the column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ReadOnlySpan<byte> values, int width, GrowBuffer to)
    {
        int count = values.Length / width;
        to.Varint(Block);
        to.Varint(Miniblocks);
        to.Varint((ulong)count);
        to.ZigZag(count == 0 ? 0 : At(values, width, 0));
        Span<long> deltas = stackalloc long[Block];
        Span<ulong> packed = stackalloc ulong[Miniblock];
        Span<byte> widths = stackalloc byte[Miniblocks];
        for (int first = 1; first < count; first += Block)
        {
            int length = Math.Min(Block, count - first);
            long previous = At(values, width, first - 1);
            long minimum = long.MaxValue;
            for (int i = 0; i < length; i++)
            {
                long value = At(values, width, first + i);
                long delta = unchecked(value - previous);
                delta = width == 4 ? (int)delta : delta;
                deltas[i] = delta;
                minimum = Math.Min(minimum, delta);
                previous = value;
            }

            to.ZigZag(minimum);
            int heads = to.Length;
            to.Room(Miniblocks);
            to.Advance(Miniblocks);
            widths.Clear();
            for (int m = 0; m * Miniblock < length; m++)
            {
                packed.Clear();
                ulong all = 0;
                int end = Math.Min(length, (m + 1) * Miniblock);
                for (int i = m * Miniblock; i < end; i++)
                {
                    ulong over = unchecked((ulong)(deltas[i] - minimum));
                    over = width == 4 ? (uint)over : over;
                    packed[i - m * Miniblock] = over;
                    all |= over;
                }

                widths[m] = (byte)(64 - BitOperations.LeadingZeroCount(all));
                BitPacker.Pack(packed, widths[m], to);
            }

            widths.CopyTo(to.At(heads, Miniblocks));
        }
    }

    private static long At(ReadOnlySpan<byte> values, int width, int index) =>
        width == 4 ? MemoryMarshal.Read<int>(values[(4 * index)..]) : MemoryMarshal.Read<long>(values[(8 * index)..]);
}
