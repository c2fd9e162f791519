using System.Buffers.Binary;
using System.Numerics;

namespace Curate.Formats.JsonLines;

/// <summary>Compares keys as bytes, so that a key in a buffer finds its entry without being copied. The hash decides no order.</summary>
internal sealed class KeyBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static KeyBytes Comparer { get; } = new();

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        ulong hash = (ulong)alternate.Length * 0x9E3779B97F4A7C15UL;
        while (alternate.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(alternate));
            alternate = alternate[8..];
        }

        ulong tail = 0;
        foreach (byte b in alternate)
        {
            tail = tail << 8 | b;
        }

        return (int)Mix(hash ^ tail);
    }

    private static ulong Mix(ulong word)
    {
        word = BitOperations.RotateLeft(word * 0xA0761D6478BD642FUL, 29) ^ word;
        return word * 0xE7037ED1A0B428DBUL ^ word >> 32;
    }
}
