using System.Buffers.Binary;

namespace Curate.Core.Sketches;

/// <summary>
/// SimHash (Charikar 2002) of 64 bits: each element's hash votes on every bit, and a bit is set where more than half of the votes are ones.
/// Texts with much in common differ in few bits. An element that comes twice votes twice. O(elements): votes are added eight bits at a time
/// through a table, in bytes that are emptied before they overflow.
/// </summary>
public sealed class SimHash
{
    private static readonly ulong[] s_spread = Spread();
    private readonly ulong[] _bytes = new ulong[8];
    private readonly long[] _votes = new long[64];
    private int _held;
    private long _elements;

    /// <summary>Forgets all votes.</summary>
    public void Clear()
    {
        Array.Clear(_bytes);
        Array.Clear(_votes);
        _held = 0;
        _elements = 0;
    }

    /// <summary>Lets elements vote.</summary>
    public void Add(ReadOnlySpan<ulong> elements)
    {
        foreach (ulong element in elements)
        {
            for (int i = 0; i < 8; i++)
            {
                _bytes[i] += s_spread[(byte)(element >> (8 * i))];
            }

            if (++_held == byte.MaxValue)
            {
                Empty();
            }
        }

        _elements += elements.Length;
    }

    /// <summary>The sketch; 0 for nothing.</summary>
    public ulong Value()
    {
        Empty();
        ulong value = 0;
        for (int bit = 0; bit < 64; bit++)
        {
            value |= _votes[bit] * 2 > _elements ? 1UL << bit : 0;
        }

        return value;
    }

    private void Empty()
    {
        Span<byte> eight = stackalloc byte[8];
        for (int i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(eight, _bytes[i]);
            _bytes[i] = 0;
            for (int bit = 0; bit < 8; bit++)
            {
                _votes[(8 * i) + bit] += eight[bit];
            }
        }

        _held = 0;
    }

    /// <summary>For each byte a word whose byte j is bit j.</summary>
    private static ulong[] Spread()
    {
        var spread = new ulong[256];
        for (int value = 0; value < 256; value++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                spread[value] |= (ulong)((value >> bit) & 1) << (8 * bit);
            }
        }

        return spread;
    }
}
