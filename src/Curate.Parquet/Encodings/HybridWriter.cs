using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Parquet.Encodings;

/// <summary>Writes the hybrid of run lengths and bit packing: eight equal values or more become a run, all else is packed in groups of eight.</summary>
internal static class HybridWriter
{
    private const int ShortestRun = 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write<T>(ReadOnlySpan<T> values, int width, GrowBuffer to)
        where T : unmanaged, IBinaryInteger<T>
    {
        int packedFrom = 0;
        int at = 0;
        while (at < values.Length)
        {
            int run = RunAt(values[at..]);
            int waiting = at - packedFrom;
            // The packed values before a run fill their last group from it.
            int fill = -waiting & 7;
            if (run - fill >= ShortestRun)
            {
                WritePacked(values[packedFrom..(at + fill)], width, to);
                WriteRun(values[at], run - fill, width, to);
                packedFrom = at + run;
            }

            at += run;
        }

        WritePacked(values[packedFrom..], width, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RunAt<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        T first = values[0];
        int near = Math.Min(values.Length, ShortestRun);
        for (int i = 1; i < near; i++)
        {
            if (values[i] != first)
            {
                return i;
            }
        }

        int run = values[near..].IndexOfAnyExcept(first);
        return run < 0 ? values.Length : near + run;
    }

    private static void WriteRun<T>(T value, int count, int width, GrowBuffer to)
        where T : unmanaged, IBinaryInteger<T>
    {
        to.Varint((ulong)count << 1);
        uint bits = uint.CreateTruncating(value);
        for (int left = width; left > 0; left -= 8)
        {
            to.Add((byte)bits);
            bits >>= 8;
        }
    }

    private static void WritePacked<T>(ReadOnlySpan<T> values, int width, GrowBuffer to)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (values.Length > 0)
        {
            to.Varint((ulong)((values.Length + 7) / 8) << 1 | 1);
            BitPacker.Pack(values, width, to);
        }
    }
}
