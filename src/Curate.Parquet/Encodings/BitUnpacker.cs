using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Curate.Parquet.Encodings;

/// <summary>
/// Unpacks whole numbers of a few bits each, the lowest bit first. The first value begins at the first bit of the source, which must hold
/// all values. Vectors only make it faster: each width gives the same numbers on every path.
/// </summary>
internal static class BitUnpacker
{
    // A value of up to 25 bits lies within four bytes wherever it begins.
    private const int WidestInFourBytes = 25;

    private static readonly Vector256<byte>[] s_shuffles = Shuffles();
    private static readonly Vector512<byte>[] s_permutes = Permutes();
    private static readonly Vector512<uint>[] s_shifts = Shifts();

    /// <summary>Bytes that hold that many values.</summary>
    public static long BytesFor(long count, int width) => (count * width + 7) >> 3;

    /// <summary>Values of 0 to 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(ReadOnlySpan<byte> source, int width, Span<int> into)
    {
        if (width == 0)
        {
            into.Clear();
            return;
        }

        int done = 0;
        if (width <= WidestInFourBytes)
        {
            if (Avx512Vbmi.IsSupported)
            {
                done = UnpackBy16(source, width, into);
            }
            else if (Avx2.IsSupported)
            {
                done = UnpackBy8(source, width, into);
            }
        }

        UnpackRest(source, width, into, done);
    }

    /// <summary>Values of 0 to 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(ReadOnlySpan<byte> source, int width, Span<ulong> into)
    {
        if (width == 0)
        {
            into.Clear();
            return;
        }

        ulong mask = ulong.MaxValue >> (64 - width);
        ref byte start = ref MemoryMarshal.GetReference(source);
        int i = 0;
        if (width <= 57)
        {
            long lastWhole = source.Length - 8;
            for (long bit = 0; i < into.Length && bit >> 3 <= lastWhole; i++, bit += width)
            {
                into[i] = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, (nint)(bit >> 3))) >> (int)(bit & 7) & mask;
            }
        }

        for (; i < into.Length; i++)
        {
            into[i] = ReadSlowly(source, (long)i * width, width);
        }
    }

    /// <summary>Values of 0 to 8 bits into bytes: levels and booleans.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(ReadOnlySpan<byte> source, int width, Span<byte> into)
    {
        if (width == 0)
        {
            into.Clear();
            return;
        }

        int done = 0;
        ref byte start = ref MemoryMarshal.GetReference(source);
        ref byte target = ref MemoryMarshal.GetReference(into);
        if (width == 1 && Vector256.IsHardwareAccelerated)
        {
            // Each of the four source bytes is spread over eight lanes, of which each keeps its own bit.
            Vector256<byte> spread = Vector256.Create(
                0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, (byte)3);
            Vector256<byte> bits = Vector256.Create(0x8040201008040201UL).AsByte();
            for (; done <= into.Length - 32; done += 32)
            {
                Vector256<byte> four = Vector256.Create(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, done >> 3))).AsByte();
                Vector256<byte> own = Vector256.Shuffle(four, spread) & bits;
                (Vector256.Equals(own, bits) & Vector256<byte>.One).StoreUnsafe(ref target, (nuint)done);
            }
        }

        ulong mask = 0x0101010101010101UL * ((1UL << width) - 1);
        for (; done <= into.Length - 8; done += 8)
        {
            int at = done / 8 * width;
            ulong eight = at <= source.Length - 8 ? Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at)) : ReadTail(source, at);
            ulong bytes = Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitDeposit(eight, mask) : Deposit(eight, width);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, done), bytes);
        }

        for (; done < into.Length; done++)
        {
            into[done] = (byte)ReadSlowly(source, (long)done * width, width);
        }
    }

    /// <summary>One value, the bytes taken one by one; never reads outside the source.</summary>
    internal static ulong ReadSlowly(ReadOnlySpan<byte> source, long bit, int width)
    {
        ulong value = 0;
        int have = 0;
        int at = (int)(bit >> 3);
        int skip = (int)(bit & 7);
        while (have < width)
        {
            ulong part = (ulong)source[at++] >> skip;
            value |= part << have;
            have += 8 - skip;
            skip = 0;
        }

        return width == 64 ? value : value & ((1UL << width) - 1);
    }

    internal static void UnpackRest(ReadOnlySpan<byte> source, int width, Span<int> into, int done)
    {
        ulong mask = (1UL << width) - 1;
        ref byte start = ref MemoryMarshal.GetReference(source);
        long lastWhole = source.Length - 8;
        for (long bit = (long)done * width; done < into.Length && bit >> 3 <= lastWhole; done++, bit += width)
        {
            into[done] = (int)(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, (nint)(bit >> 3))) >> (int)(bit & 7) & mask);
        }

        for (; done < into.Length; done++)
        {
            into[done] = (int)ReadSlowly(source, (long)done * width, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int UnpackBy8(ReadOnlySpan<byte> source, int width, Span<int> into)
    {
        Vector256<byte> shuffle = s_shuffles[width];
        Vector256<uint> shift = s_shifts[width].GetLower();
        Vector256<uint> mask = Vector256.Create((1u << width) - 1);
        int upper = width / 2;
        int last = source.Length - 16 - upper;
        ref byte start = ref MemoryMarshal.GetReference(source);
        ref int target = ref MemoryMarshal.GetReference(into);
        int done = 0;
        for (int at = 0; done <= into.Length - 8 && at <= last; done += 8, at += width)
        {
            Vector256<byte> bytes = Vector256.Create(Vector128.LoadUnsafe(ref start, (nuint)at), Vector128.LoadUnsafe(ref start, (nuint)(at + upper)));
            Vector256<uint> words = Avx2.Shuffle(bytes, shuffle).AsUInt32();
            (Avx2.ShiftRightLogicalVariable(words, shift) & mask).AsInt32().StoreUnsafe(ref target, (nuint)done);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int UnpackBy16(ReadOnlySpan<byte> source, int width, Span<int> into)
    {
        Vector512<byte> permute = s_permutes[width];
        Vector512<uint> shift = s_shifts[width];
        Vector512<uint> mask = Vector512.Create((1u << width) - 1);
        int last = source.Length - 64;
        ref byte start = ref MemoryMarshal.GetReference(source);
        ref int target = ref MemoryMarshal.GetReference(into);
        int done = 0;
        for (int at = 0; done <= into.Length - 16 && at <= last; done += 16, at += 2 * width)
        {
            Vector512<uint> words = Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref start, (nuint)at), permute).AsUInt32();
            (Avx512F.ShiftRightLogicalVariable(words, shift) & mask).AsInt32().StoreUnsafe(ref target, (nuint)done);
        }

        return done;
    }

    private static ulong ReadTail(ReadOnlySpan<byte> source, int at)
    {
        ulong value = 0;
        for (int i = source.Length - 1; i >= at; i--)
        {
            value = value << 8 | source[i];
        }

        return value;
    }

    private static ulong Deposit(ulong bits, int width)
    {
        ulong mask = (1UL << width) - 1;
        ulong bytes = 0;
        for (int i = 0; i < 8; i++)
        {
            bytes |= (bits >> (i * width) & mask) << (8 * i);
        }

        return bytes;
    }

    // For each width: which bytes the eight values begin at, four from the lower and four from the upper half, which begins at value 4.
    private static Vector256<byte>[] Shuffles()
    {
        Vector256<byte>[] tables = new Vector256<byte>[WidestInFourBytes + 1];
        Span<byte> table = stackalloc byte[32];
        for (int width = 1; width <= WidestInFourBytes; width++)
        {
            for (int i = 0; i < 8; i++)
            {
                int first = i < 4 ? i * width / 8 : i * width / 8 - width / 2;
                for (int k = 0; k < 4; k++)
                {
                    table[4 * i + k] = (byte)(first + k);
                }
            }

            tables[width] = Vector256.Create<byte>(table);
        }

        return tables;
    }

    private static Vector512<byte>[] Permutes()
    {
        Vector512<byte>[] tables = new Vector512<byte>[WidestInFourBytes + 1];
        Span<byte> table = stackalloc byte[64];
        for (int width = 1; width <= WidestInFourBytes; width++)
        {
            for (int i = 0; i < 64; i++)
            {
                table[i] = (byte)(i / 4 * width / 8 + i % 4);
            }

            tables[width] = Vector512.Create<byte>(table);
        }

        return tables;
    }

    private static Vector512<uint>[] Shifts()
    {
        Vector512<uint>[] tables = new Vector512<uint>[WidestInFourBytes + 1];
        Span<uint> table = stackalloc uint[16];
        for (int width = 1; width <= WidestInFourBytes; width++)
        {
            for (int i = 0; i < 16; i++)
            {
                table[i] = (uint)(i * width & 7);
            }

            tables[width] = Vector512.Create<uint>(table);
        }

        return tables;
    }
}
