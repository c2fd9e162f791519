using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Core.Randomness;

/// <summary>
/// How often each of N items is picked by G uniform draws with replacement, item by item in order, in O(log G) memory: the counts are
/// exactly multinomial and their sum is exactly G. The G draws are points of the unit interval; a node of the dyadic tree knows how many
/// points lie in it and splits them by as many fair bits (a binomial with probability one half, without floating point), so no point
/// exists before its turn. Item i owns [i/N, (i+1)/N). Each node's bits are keyed by its place, so counts do not depend on who asks
/// when. Cost: about log2(N)/64 hashes a draw in the inner nodes and one for each point.
/// </summary>
public sealed class CopyTree
{
    private const int LeafPoints = 48;
    private readonly SeededDraw _draw;
    private readonly ulong _items;
    private readonly Stack<Node> _open = new();
    private readonly ulong[] _points = new ulong[LeafPoints];
    private int _count;
    private int _next;
    private ulong _item;

    /// <param name="draw">Draws for this class and purpose.</param>
    /// <param name="items">N, at least 1 when <paramref name="draws"/> is not 0.</param>
    /// <param name="draws">G.</param>
    public CopyTree(SeededDraw draw, long items, long draws)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(draws);
        ArgumentOutOfRangeException.ThrowIfLessThan(items, draws > 0 ? 1 : 0);
        _draw = draw;
        _items = (ulong)items;
        if (draws > 0)
        {
            _open.Push(new Node(0, 0, draws));
        }
    }

    /// <summary>The count of the next item: item 0 first, then 1, 2 ... N - 1.</summary>
    public long Next()
    {
        ulong item = _item++;
        long count = 0;
        while (true)
        {
            if (_next == _count && !FillLeaf())
            {
                return count;
            }

            if (_points[_next] != item)
            {
                return count;
            }

            count++;
            _next++;
        }
    }

    private bool FillLeaf()
    {
        while (_open.TryPop(out Node node))
        {
            if (node.Points == 0)
            {
                continue;
            }

            SeededDraw bits = _draw.For((node.Prefix << 6) ^ (node.Prefix >> 58) ^ ((ulong)node.Depth * 0x9E3779B97F4A7C15UL));
            if (node.Points <= LeafPoints || node.Depth == 58)
            {
                return node.Depth == 58 && node.Points > LeafPoints ? Pile(node) : Points(node, bits);
            }

            long left = Heads(bits, node.Points);
            _open.Push(new Node((node.Prefix << 1) | 1, node.Depth + 1, node.Points - left));
            _open.Push(new Node(node.Prefix << 1, node.Depth + 1, left));
        }

        return false;
    }

    private bool Points(Node node, SeededDraw bits)
    {
        _count = (int)node.Points;
        _next = 0;
        ulong low = node.Depth == 0 ? 0 : node.Prefix << (64 - node.Depth);
        for (int i = 0; i < _count; i++)
        {
            ulong point = low | (bits.Bits(1, i) >> node.Depth);
            _points[i] = Math.BigMul(point, _items, out _);
        }

        _points.AsSpan(0, _count).Sort();
        return true;
    }

    /// <summary>More points than a leaf holds in an interval of 2^-58: they all belong to one item, handed out leaf by leaf.</summary>
    private bool Pile(Node node)
    {
        _open.Push(node with { Points = node.Points - LeafPoints });
        _count = LeafPoints;
        _next = 0;
        _points.AsSpan().Fill(Math.BigMul(node.Prefix << 6, _items, out _));
        return true;
    }

    /// <summary>Heads among n fair coins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Heads(SeededDraw bits, long n)
    {
        long heads = 0;
        long word = 0;
        for (; n >= 64; n -= 64)
        {
            heads += BitOperations.PopCount(bits.Bits(0, word++));
        }

        return n == 0 ? heads : heads + BitOperations.PopCount(bits.Bits(0, word) & ((1UL << (int)n) - 1));
    }

    private readonly record struct Node(ulong Prefix, int Depth, long Points);
}
