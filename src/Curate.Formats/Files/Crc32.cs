using System.Runtime.InteropServices;

namespace Curate.Formats.Files;

/// <summary>The checksum of gzip members (RFC 1952, section 8): the reflected polynomial 0xEDB88320. Eight bytes a step. O(length).</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    // Eight tables of 256: table k moves a byte over k further bytes.
    private static readonly uint[] s_tables = Tables();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint[] tables = s_tables;
        uint crc = uint.MaxValue;
        if (BitConverter.IsLittleEndian)
        {
            ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
            foreach (ulong word in words)
            {
                ulong mixed = word ^ crc;
                crc = tables[0x700 + (byte)mixed] ^ tables[0x600 + (byte)(mixed >> 8)]
                    ^ tables[0x500 + (byte)(mixed >> 16)] ^ tables[0x400 + (byte)(mixed >> 24)]
                    ^ tables[0x300 + (byte)(mixed >> 32)] ^ tables[0x200 + (byte)(mixed >> 40)]
                    ^ tables[0x100 + (byte)(mixed >> 48)] ^ tables[(byte)(mixed >> 56)];
            }

            bytes = bytes[(words.Length * sizeof(ulong))..];
        }

        foreach (byte value in bytes)
        {
            crc = crc >> 8 ^ tables[(byte)(crc ^ value)];
        }

        return ~crc;
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
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? crc >> 1 ^ Polynomial : crc >> 1;
            }

            tables[value] = crc;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            tables[i] = tables[i - 256] >> 8 ^ tables[(byte)tables[i - 256]];
        }

        return tables;
    }
}
