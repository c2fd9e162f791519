using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Curate.Formats.Csv;

/// <summary>Finds delimiters in records without quotes, 64 bytes at a time.</summary>
internal static class CsvFieldScan
{
    /// <summary>Room that must follow the bounds asked for: positions are written eight at a time.</summary>
    public const int Slack = 8;

    private const int Block = 64;

    /// <summary>Writes where the delimiters stand.</summary>
    /// <param name="bytes">Records, each with a delimiter behind it.</param>
    /// <param name="delimiter">The byte to find.</param>
    /// <param name="offset">Added to every position.</param>
    /// <param name="bounds">Takes the positions; <see cref="Slack"/> longer than <paramref name="expected"/> at least.</param>
    /// <param name="expected">How many delimiters there are.</param>
    /// <param name="firstField">Added to every number in <paramref name="empties"/>.</param>
    /// <param name="empties">Takes which fields are empty, in order.</param>
    /// <returns>How many were found; more than <paramref name="expected"/> are not written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Run(ReadOnlySpan<byte> bytes, byte delimiter, int offset, Span<int> bounds, int expected, int firstField, List<int> empties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bounds.Length, expected + Slack);
        ref byte first = ref MemoryMarshal.GetReference(bytes);
        ref int room = ref MemoryMarshal.GetReference(bounds);
        Vector256<byte> wanted = Vector256.Create(delimiter);
        int found = 0;
        ulong before = 1;
        for (int at = 0; at < bytes.Length; at += Block)
        {
            ulong mask;
            if (at + Block <= bytes.Length)
            {
                ulong low = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)at), wanted).ExtractMostSignificantBits();
                ulong high = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)at + 32), wanted).ExtractMostSignificantBits();
                mask = low | (high << 32);
            }
            else
            {
                mask = Tail(bytes[at..], delimiter);
            }

            ulong empty = mask & ((mask << 1) | before);
            if (empty != 0)
            {
                Remember(empty, mask, firstField + found, empties);
            }

            before = mask >> 63;
            int count = BitOperations.PopCount(mask);
            if (found + count <= expected)
            {
                Write(mask, count, at + offset, ref Unsafe.Add(ref room, found));
            }

            found += count;
        }

        return found;
    }

    /// <summary>Without a branch for each: what is written beyond the count is overwritten by the next block, or lies in the slack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(ulong mask, int count, int offset, ref int to)
    {
        for (int done = 0; done < count; done += 8)
        {
            for (int i = 0; i < 8; i++)
            {
                Unsafe.Add(ref to, done + i) = offset + BitOperations.TrailingZeroCount(mask);
                mask &= mask - 1;
            }
        }
    }

    /// <summary>Where a byte stands among the last ones, fewer than a block.</summary>
    internal static ulong Tail(ReadOnlySpan<byte> bytes, byte delimiter)
    {
        ulong mask = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            mask |= bytes[i] == delimiter ? 1UL << i : 0;
        }

        return mask;
    }

    /// <summary>Adds the numbers of empty fields, whose ends are set in <paramref name="empty"/>; the first end in <paramref name="mask"/> is that of <paramref name="field"/>.</summary>
    internal static void Remember(ulong empty, ulong mask, int field, List<int> empties)
    {
        for (; empty != 0; empty &= empty - 1)
        {
            ulong below = (1UL << BitOperations.TrailingZeroCount(empty)) - 1;
            empties.Add(field + BitOperations.PopCount(mask & below));
        }
    }
}
