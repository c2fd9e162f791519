using System.Diagnostics;

namespace Curate.Core.Text;

/// <summary>
/// <see cref="CompositionData"/> decoded for lookup in O(1): the traits of each code point in blocks of 64, where the code points without
/// traits share one block, and the pairs that compose in an open-addressed table. About 90 kB.
/// </summary>
internal sealed class CompositionTables
{
    /// <summary>May compose with a character before it, or its decomposition starts with one that may.</summary>
    private const uint JoinsBack = 1 << 8;

    /// <summary>Form C never holds it.</summary>
    private const uint Excluded = 1 << 9;

    private const uint ClassMask = 0xFF;
    private const int DecompositionShift = 12;
    private const int BlockShift = 6;
    private const int BlockSize = 1 << BlockShift;
    private const int Limit = 0x30000;
    private const int PairBits = 11;

    // Traits: the combining class in the low byte, the flags above it, and from bit 12 the index of the decomposition, 0 for none.
    private readonly ushort[] _blocks = new ushort[Limit >> BlockShift];
    private uint[] _traits = new uint[BlockSize * 192];
    private int _used = BlockSize;

    // First in the high half, second in the low. Plain arrays: a generic collection of a struct would be compiled at the first use.
    private ulong[] _decompositions = new ulong[2200];
    private int _decompositionCount = 1;

    // Key: first in the high half, second in the low; 0 where the slot is free.
    private readonly ulong[] _pairKeys = new ulong[1 << PairBits];
    private readonly int[] _pairResults = new int[1 << PairBits];

    private CompositionTables()
    {
        ReadCombiningClasses(CompositionData.CombiningClasses);
        ReadDecompositions(CompositionData.Decompositions);
        Mark(HangulSyllable.VowelBase, HangulSyllable.VowelCount);
        Mark(HangulSyllable.TrailBase + 1, HangulSyllable.TrailCount - 1);
        SpreadJoinsBack();
    }

    /// <summary>Decoded at the first use.</summary>
    public static CompositionTables Shared => Decoded.Tables;

    public static int CombiningClass(uint traits) => (int)(traits & ClassMask);

    /// <summary>Whether text can be cut before the code point and each part be normalised alone.</summary>
    public static bool IsBoundary(uint traits) => (traits & (ClassMask | JoinsBack)) == 0;

    /// <summary>Whether form C keeps the code point whatever comes before, marks being in order.</summary>
    public static bool StaysComposed(uint traits) => (traits & (JoinsBack | Excluded)) == 0;

    /// <summary>Whether form D keeps the code point, marks being in order.</summary>
    public static bool StaysDecomposed(uint traits, int point) => traits >> DecompositionShift == 0 && !HangulSyllable.IsSyllable(point);

    public uint Traits(int point) => point < Limit ? _traits[_blocks[point >> BlockShift] + (point & (BlockSize - 1))] : 0;

    /// <summary>One step of decomposition; <paramref name="second"/> is 0 where it gives one code point.</summary>
    public bool TryDecompose(uint traits, out int first, out int second)
    {
        ulong pair = _decompositions[(int)(traits >> DecompositionShift)];
        first = (int)(pair >> 32);
        second = (int)(uint)pair;
        return first != 0;
    }

    /// <summary>The primary composite of two code points, Hangul included, or -1.</summary>
    public int Compose(int first, int second)
    {
        ulong key = PairKey(first, second);
        for (int slot = Slot(key); _pairKeys[slot] != 0; slot = (slot + 1) & (_pairKeys.Length - 1))
        {
            if (_pairKeys[slot] == key)
            {
                return _pairResults[slot];
            }
        }

        return HangulSyllable.Compose(first, second);
    }

    private static ulong PairKey(int first, int second) => ((ulong)first << 32) | (uint)second;

    private static int Slot(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> (64 - PairBits));

    private void ReadCombiningClasses(ReadOnlySpan<byte> data)
    {
        int at = 0;
        int point = 0;
        while (at < data.Length)
        {
            point += ReadNumber(data, ref at);
            int end = point + ReadNumber(data, ref at);
            uint combiningClass = (uint)ReadNumber(data, ref at);
            for (; point < end; point++)
            {
                Edit(point) |= combiningClass;
            }
        }
    }

    private void ReadDecompositions(ReadOnlySpan<byte> data)
    {
        int at = 0;
        int point = 0;
        int first = 0;
        while (at < data.Length)
        {
            point += ReadNumber(data, ref at);
            int step = ReadNumber(data, ref at);
            first += (step >> 1) ^ -(step & 1);
            int rest = ReadNumber(data, ref at);
            int second = rest >> 1;
            bool excluded = second == 0 || (rest & 1) != 0;
            Edit(point) |= ((uint)_decompositionCount << DecompositionShift) | (excluded ? Excluded : 0);
            if (_decompositionCount == _decompositions.Length)
            {
                Array.Resize(ref _decompositions, _decompositionCount * 2);
            }

            _decompositions[_decompositionCount++] = PairKey(first, second);
            if (!excluded)
            {
                Edit(second) |= JoinsBack;
                AddPair(PairKey(first, second), point);
            }
        }
    }

    private void AddPair(ulong key, int result)
    {
        int slot = Slot(key);
        while (_pairKeys[slot] != 0)
        {
            slot = (slot + 1) & (_pairKeys.Length - 1);
        }

        _pairKeys[slot] = key;
        _pairResults[slot] = result;
    }

    private void Mark(int start, int count)
    {
        for (int point = start; point < start + count; point++)
        {
            Edit(point) |= JoinsBack;
        }
    }

    /// <summary>Marks what decomposes to a combining mark or a joining character first, since text cannot be cut before it either.</summary>
    private void SpreadJoinsBack()
    {
        foreach (ref uint traits in _traits.AsSpan(BlockSize, _used - BlockSize))
        {
            uint leading = traits;
            while (TryDecompose(leading, out int first, out _))
            {
                leading = Traits(first);
            }

            if (leading != traits && !IsBoundary(leading))
            {
                traits |= JoinsBack;
            }
        }
    }

    /// <summary>The traits of a code point in a block of its own.</summary>
    private ref uint Edit(int point)
    {
        ref ushort block = ref _blocks[point >> BlockShift];
        if (block == 0)
        {
            if (_used == _traits.Length)
            {
                Array.Resize(ref _traits, _used * 2);
            }

            block = (ushort)_used;
            _used += BlockSize;
        }

        return ref _traits[block + (point & (BlockSize - 1))];
    }

    internal static int ReadNumber(ReadOnlySpan<byte> data, ref int at)
    {
        int value = 0;
        for (int shift = 0; ; shift += 5)
        {
            int digit = data[at++] - '0';
            Debug.Assert(digit is >= 0 and < 64);
            value |= (digit & 31) << shift;
            if (digit < 32)
            {
                return value;
            }
        }
    }

    private static class Decoded
    {
        public static readonly CompositionTables Tables = new();
    }
}
