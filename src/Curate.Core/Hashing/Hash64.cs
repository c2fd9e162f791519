using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Curate.Core.Hashing;

/// <summary>
/// A 64-bit hash of short byte strings for sketches and tables of values, the same on every platform and in every version because states store
/// it. The multiply-and-fold construction of <see cref="Hash128"/> with one lane: 16 bytes a step, two or three wide multiplies for values
/// of up to 16 bytes. Not for adversaries who choose values.
/// </summary>
public static class Hash64
{
    private const ulong S0 = 0x9E6C63D0876A9A47UL;
    private const ulong S1 = 0xD1B54A32D192ED03UL;
    private const ulong S2 = 0x8CB92BA72F3D8DD7UL;
    private const ulong S3 = 0xABC98388FB8FAC03UL;
    private const ulong S4 = 0xDB4F0B9175AE2165UL;

    /// <summary>The hash of <paramref name="bytes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> bytes) => Of(ref MemoryMarshal.GetReference(bytes), bytes.Length);

    /// <summary>The hash of the <paramref name="length"/> bytes at <paramref name="at"/>, without bounds checks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Of(ref byte at, int length)
    {
        ulong n = (ulong)length * S4;
        if (length > 16)
        {
            return Long(ref at, length);
        }

        // Overlapping reads cover every byte of a short value without a loop; the length tells apart what they could confuse.
        ulong a, b;
        if (length >= 8)
        {
            a = Word(ref at);
            b = Word(ref Unsafe.Add(ref at, length - 8));
        }
        else if (length >= 4)
        {
            a = Half(ref at);
            b = Half(ref Unsafe.Add(ref at, length - 4));
        }
        else
        {
            a = length == 0 ? 0 : at | (ulong)Unsafe.Add(ref at, length >> 1) << 8 | (ulong)Unsafe.Add(ref at, length - 1) << 16;
            b = 0;
        }

        return Finish(Hash128.Fold(a ^ S1, b ^ S2 ^ n), n);
    }

    /// <summary>
    /// The hash of the <paramref name="length"/> bytes at <paramref name="at"/>, of which <paramref name="readable"/> may be read. For values that lie one behind
    /// the other: those of 17 to 64 bytes take the same steps whatever their length, because a loop that ends anywhere costs more than the steps it saves.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Of(ref byte at, int length, int readable)
    {
        if ((uint)(length - 17) > 64 - 17 || readable < 48)
        {
            return Of(ref at, length);
        }

        ulong h = Step(ref at, S0);
        h = Chosen(Step(ref Unsafe.Add(ref at, 16), h), h, length > 32);
        h = Chosen(Step(ref Unsafe.Add(ref at, 32), h), h, length > 48);
        return Ended(ref at, length, h);
    }

    /// <summary>The hash of one 64-bit word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong word) => Finish(Hash128.Fold(word ^ S1, S2 + word), S4);

    /// <summary>The hash of the eight bytes of a word, the lowest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong OfBytes(ulong word)
    {
        const ulong n = unchecked(sizeof(ulong) * S4);
        return Finish(Hash128.Fold(word ^ S1, word ^ S2 ^ n), n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Long(ref byte at, int length)
    {
        ulong h = S0;
        int i = 0;
        for (; i + 16 < length; i += 16)
        {
            h = Step(ref Unsafe.Add(ref at, i), h);
        }

        return Ended(ref at, length, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Step(ref byte at, ulong h) => Hash128.Fold(Word(ref at) ^ S1, Word(ref Unsafe.Add(ref at, 8)) ^ h) + S3;

    // Without a branch: which of the two it is cannot be foretold.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Chosen(ulong yes, ulong no, bool isYes) => no ^ ((yes ^ no) & (0UL - Unsafe.BitCast<bool, byte>(isYes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Ended(ref byte at, int length, ulong h)
    {
        ulong n = (ulong)length * S4;
        ref byte tail = ref Unsafe.Add(ref at, length - 16);
        return Finish(Hash128.Fold(Word(ref tail) ^ S1 ^ h, Word(ref Unsafe.Add(ref tail, 8)) ^ S2 ^ n ^ BitOperations.RotateLeft(h, 29)), n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Finish(ulong h, ulong n) => Hash128.Fold(h ^ S3, n ^ S0 ^ h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte at)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref at);
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Half(ref byte at)
    {
        uint half = Unsafe.ReadUnaligned<uint>(ref at);
        return BitConverter.IsLittleEndian ? half : BinaryPrimitives.ReverseEndianness(half);
    }
}
