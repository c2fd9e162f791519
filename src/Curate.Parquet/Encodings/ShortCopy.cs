using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Curate.Parquet.Encodings;

/// <summary>
/// Copies byte arrays that are mostly short: where there is room behind them, in steps of 32 bytes without looking at the length twice. Texts of a few words
/// are what columns hold, and a general copy of one takes longer than its bytes.
/// </summary>
internal static class ShortCopy
{
    /// <summary>Bytes that must be there from the start of a value on, and of its room, so that it is copied in steps.</summary>
    public const int Room = 2 * Step;

    private const int Step = 32;

    /// <summary>Copies values so that they lie one behind the other.</summary>
    /// <param name="bytes">Where they are.</param>
    /// <param name="offsets">Where each begins, and at the end <paramref name="gap"/> bytes behind the end of the last.</param>
    /// <param name="gap">Bytes between two values.</param>
    /// <param name="into">Room for all of them.</param>
    /// <param name="ends">Gets where each ends.</param>
    /// <param name="before">What the ends count from.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Values(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int gap, Span<byte> into, Span<int> ends, int before)
    {
        if (gap == 0)
        {
            int shift = before - offsets[0];
            bytes[offsets[0]..offsets[^1]].CopyTo(into);
            for (int i = 0; i < ends.Length; i++)
            {
                ends[i] = offsets[i + 1] + shift;
            }

            return;
        }

        int at = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            int start = offsets[i];
            int length = offsets[i + 1] - gap - start;
            Value(bytes, start, length, into, at);
            at += length;
            ends[i] = before + at;
        }
    }

    /// <summary>Copies one value; may write up to <see cref="Room"/> bytes from <paramref name="to"/> on, where there are as many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Value(ReadOnlySpan<byte> bytes, int from, int length, Span<byte> into, int to)
    {
        if ((uint)length <= Room && (uint)from <= (uint)bytes.Length && bytes.Length - from >= Room && (uint)to <= (uint)into.Length && into.Length - to >= Room)
        {
            ref byte source = ref MemoryMarshal.GetReference(bytes);
            ref byte target = ref MemoryMarshal.GetReference(into);
            Vector256.LoadUnsafe(ref source, (nuint)from).StoreUnsafe(ref target, (nuint)to);
            if (length > Step)
            {
                Vector256.LoadUnsafe(ref source, (nuint)(from + Step)).StoreUnsafe(ref target, (nuint)(to + Step));
            }

            return;
        }

        bytes.Slice(from, length).CopyTo(into[to..]);
    }
}
