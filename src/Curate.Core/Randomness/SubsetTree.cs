using System.Runtime.CompilerServices;
using Curate.Core.Numerics;

namespace Curate.Core.Randomness;

/// <summary>
/// Sampling without replacement as a stream: which of N items belong to a uniform subset of G, item by item in order, 0 or 1, exactly G in total.
/// As <see cref="CopyTree"/>, with hypergeometric halving. For subsets that should also nest in one another take the smallest keyed draws instead
/// (<see cref="BottomK"/>).
/// </summary>
public sealed class SubsetTree
{
    private readonly SplitTree<Rule> _tree;

    /// <param name="draw">The key.</param>
    /// <param name="items">N, up to 2^53.</param>
    /// <param name="chosen">G, at most N.</param>
    public SubsetTree(SeededDraw draw, long items, long chosen)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)chosen, (ulong)items);
        _tree = new(draw, items, chosen);
    }

    /// <summary>1 where the next item is chosen, else 0.</summary>
    /// <exception cref="InvalidOperationException">All items have been asked for (noticed at the end of a block of 256).</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next() => _tree.Next();

    /// <summary>1 where the item is chosen, without regard to <see cref="Next"/>.</summary>
    public long CountAt(long item) => _tree.CountAt(item);

    private readonly struct Rule : ISplitRule
    {
        public static long Left(long amount, long leftSize, long size, ref DrawStream draws) =>
            Hypergeometric.Draw(size, leftSize, amount, ref draws);

        /// <summary>Floyd's sampling (Bentley and Floyd 1987, "A sample of brilliance"): as many draws as items chosen, or left out.</summary>
        public static void Fill(Span<long> counts, long amount, ref DrawStream draws)
        {
            bool inverted = amount > counts.Length / 2;
            int few = inverted ? counts.Length - (int)amount : (int)amount;
            for (int last = counts.Length - few; last < counts.Length; last++)
            {
                int at = (int)draws.Below(last + 1);
                counts[counts[at] == 0 ? at : last] = 1;
            }

            if (inverted)
            {
                for (int i = 0; i < counts.Length; i++)
                {
                    counts[i] ^= 1;
                }
            }
        }
    }
}
