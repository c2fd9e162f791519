using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Core.Randomness;

/// <summary>How an amount is shared out over items, in two steps: between the halves of a node, and within a leaf.</summary>
internal interface ISplitRule
{
    /// <summary>What of <paramref name="amount"/> falls to the first <paramref name="leftSize"/> of <paramref name="size"/> items.</summary>
    static abstract long Left(long amount, long leftSize, long size, ref DrawStream draws);

    /// <summary>Shares <paramref name="amount"/> out over zeroed counts.</summary>
    static abstract void Fill(Span<long> counts, long amount, ref DrawStream draws);
}

/// <summary>
/// Shares an amount out over items by halving: every node of a binary tree over blocks of 256 items draws from its own key how much falls to its left half.
/// Conditional laws of the whole design are exact, so the result is as if all had been drawn at once, while any item is found in
/// O(log items) and all of them in order with O(log items) memory.
/// </summary>
internal sealed class SplitTree<TRule>
    where TRule : ISplitRule
{
    private const int LeafBits = 8;
    private const int LeafItems = 1 << LeafBits;

    private readonly SeededDraw _draw;
    private readonly long _items;
    private readonly long _amount;
    private readonly int _height;
    private readonly long[] _right;
    private readonly long[] _counts = new long[LeafItems];
    private long _leaf;
    private long _emptyLeaves;
    private int _at = LeafItems;

    public SplitTree(SeededDraw draw, long items, long amount)
    {
        _draw = draw;
        _items = items;
        _amount = amount;
        long leaves = (items + LeafItems - 1) >> LeafBits;
        _height = leaves <= 1 ? 0 : 64 - BitOperations.LeadingZeroCount((ulong)leaves - 1);
        _right = new long[_height + 1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next()
    {
        long[] counts = _counts;
        int at = _at;
        if ((uint)at >= (uint)counts.Length)
        {
            NextLeaf();
            at = 0;
        }

        _at = at + 1;
        return counts[at];
    }

    public long CountAt(long item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)item, (ulong)_items);
        long leaf = item >> LeafBits;
        long amount = _amount;
        for (int level = _height; level > 0 && amount > 0; level--)
        {
            long left = Left(level, leaf >> level, amount);
            amount = (leaf >> (level - 1) & 1) == 0 ? left : amount - left;
        }

        if (amount == 0)
        {
            return 0;
        }

        Span<long> counts = stackalloc long[LeafItems];
        counts.Clear();
        Fill(counts, leaf, amount);
        return counts[(int)(item & (LeafItems - 1))];
    }

    private void NextLeaf()
    {
        if (_leaf << LeafBits >= _items)
        {
            throw new InvalidOperationException("Every item has been asked for.");
        }

        if (_emptyLeaves == 0)
        {
            // The node that begins at this leaf is a right child (or the root), whose amount its sibling's split left behind.
            int level = _leaf == 0 ? _height : BitOperations.TrailingZeroCount(_leaf);
            long amount = _leaf == 0 ? _amount : _right[level];
            while (level > 0 && amount > 0)
            {
                long left = Left(level, _leaf >> level, amount);
                level--;
                _right[level] = amount - left;
                amount = left;
            }

            Array.Clear(_counts);
            if (amount > 0)
            {
                Fill(_counts, _leaf, amount);
                _leaf++;
                return;
            }

            _emptyLeaves = 1L << level;
        }

        // A node without anything is passed over as a whole: the zeroed counts serve for all its leaves.
        _emptyLeaves--;
        _leaf++;
    }

    /// <summary>What falls to the left child of a node; everything where the right one lies past the end.</summary>
    private long Left(int level, long node, long amount)
    {
        long from = node << (level + LeafBits);
        long middle = from + (1L << (level - 1 + LeafBits));
        if (middle >= _items)
        {
            return amount;
        }

        long to = Math.Min(_items, from + (1L << (level + LeafBits)));
        var draws = new DrawStream(_draw.For((1UL << (_height - level)) + (ulong)node));
        return TRule.Left(amount, middle - from, to - from, ref draws);
    }

    private void Fill(Span<long> counts, long leaf, long amount)
    {
        long items = Math.Min(LeafItems, _items - (leaf << LeafBits));
        var draws = new DrawStream(_draw.For((1UL << _height) + (ulong)leaf));
        TRule.Fill(counts[..(int)items], amount, ref draws);
    }
}
