using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Curate.Parquet.Checksums;

/// <summary>
/// The CRC-32 of gzip (RFC 1952, section 8; reflected polynomial EDB88320), which pages carry, too. Where the processor multiplies without carry, 64 bytes are folded at
/// a time (Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ", Intel 2009); otherwise eight at a time by tables.
/// </summary>
public static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int SmallestFold = 128;

    private static readonly uint[] s_tables = Tables();

    /// <summary>The checksum of the bytes. O(length).</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint state = uint.MaxValue;
        if (Pclmulqdq.IsSupported && bytes.Length >= SmallestFold)
        {
            int folded = bytes.Length & ~15;
            state = Fold(state, bytes[..folded]);
            bytes = bytes[folded..];
        }

        return ~ByTables(state, bytes);
    }

    /// <summary>The checksum of two parts in a row from those of the parts. O(log of the second's length).</summary>
    public static uint Join(uint first, uint second, long secondLength)
    {
        // Appending n bytes multiplies by x^8n modulo the polynomial; inversions at both ends cancel.
        uint factor = 1U << 31;
        uint power = 1U << (31 - 8);
        for (long rest = secondLength; rest > 0; rest >>= 1)
        {
            if ((rest & 1) != 0)
            {
                factor = Multiply(factor, power);
            }

            power = Multiply(power, power);
        }

        return Multiply(first, factor) ^ second;
    }

    internal static uint OfByTables(ReadOnlySpan<byte> bytes) => ~ByTables(uint.MaxValue, bytes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint ByTables(uint state, ReadOnlySpan<byte> bytes)
    {
        ref uint tables = ref MemoryMarshal.GetArrayDataReference(s_tables);
        while (bytes.Length >= 8)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ state;
            state = Unsafe.Add(ref tables, 7 * 256 + (int)(word & 255))
                ^ Unsafe.Add(ref tables, 6 * 256 + (int)(word >> 8 & 255))
                ^ Unsafe.Add(ref tables, 5 * 256 + (int)(word >> 16 & 255))
                ^ Unsafe.Add(ref tables, 4 * 256 + (int)(word >> 24 & 255))
                ^ Unsafe.Add(ref tables, 3 * 256 + (int)(word >> 32 & 255))
                ^ Unsafe.Add(ref tables, 2 * 256 + (int)(word >> 40 & 255))
                ^ Unsafe.Add(ref tables, 256 + (int)(word >> 48 & 255))
                ^ Unsafe.Add(ref tables, (int)(word >> 56));
            bytes = bytes[8..];
        }

        foreach (byte value in bytes)
        {
            state = state >> 8 ^ Unsafe.Add(ref tables, (int)(byte)(state ^ value));
        }

        return state;
    }

    // The constants are x^(n) mod P, reflected, for the distances 4*128+-32 and 128+-32 bits. What is left after the folds, 16 bytes that
    // are congruent to all that came before, goes through the tables with an empty state.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(uint state, ReadOnlySpan<byte> bytes)
    {
        Vector128<ulong> far = Vector128.Create(0x154442BD4UL, 0x1C6E41596UL);
        Vector128<ulong> near = Vector128.Create(0x1751997D0UL, 0x0CCAA009EUL);
        ref byte at = ref MemoryMarshal.GetReference(bytes);
        Vector128<ulong> a = Load(ref at, 0) ^ Vector128.CreateScalar(state).AsUInt64();
        Vector128<ulong> b = Load(ref at, 16);
        Vector128<ulong> c = Load(ref at, 32);
        Vector128<ulong> d = Load(ref at, 48);
        int done = 64;
        for (; done <= bytes.Length - 64; done += 64)
        {
            a = Step(a, far) ^ Load(ref at, done);
            b = Step(b, far) ^ Load(ref at, done + 16);
            c = Step(c, far) ^ Load(ref at, done + 32);
            d = Step(d, far) ^ Load(ref at, done + 48);
        }

        a = Step(a, near) ^ b;
        a = Step(a, near) ^ c;
        a = Step(a, near) ^ d;
        for (; done < bytes.Length; done += 16)
        {
            a = Step(a, near) ^ Load(ref at, done);
        }

        Span<byte> rest = stackalloc byte[16];
        a.AsByte().CopyTo(rest);
        return ByTables(0, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ref byte at, int offset) => Vector128.LoadUnsafe(ref at, (nuint)offset).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Step(Vector128<ulong> value, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(value, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, by, 0x11);

    /// <summary>The product modulo the polynomial; the highest bit is the power zero.</summary>
    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (uint bit = 1U << 31; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0)
            {
                product ^= b;
            }

            b = (b & 1) != 0 ? b >> 1 ^ Polynomial : b >> 1;
        }

        return product;
    }

    private static uint[] Tables()
    {
        uint[] tables = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? value >> 1 ^ Polynomial : value >> 1;
            }

            tables[i] = value;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            uint before = tables[i - 256];
            tables[i] = before >> 8 ^ tables[before & 255];
        }

        return tables;
    }
}
