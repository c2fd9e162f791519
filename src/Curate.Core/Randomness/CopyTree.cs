using System.Numerics;
using System.Runtime.CompilerServices;
using Curate.Core.Numerics;

namespace Curate.Core.Randomness;

/// <summary>
/// Sampling with replacement as a stream: how often each of N items comes up in G uniform draws, item by item in order, exactly multinomial and
/// exactly G in total. Binomial halving over a tree whose nodes draw from their own keys: the counts depend on the key, N and G alone, never on
/// threads or batches.
/// </summary>
/// <remarks>O(log N) memory, O(1) per item amortised, a few nanoseconds where G is about N; <see cref="CountAt"/> takes O(log N) binomial draws and
/// one leaf.</remarks>
public sealed class CopyTree
{
    private readonly SplitTree<Rule> _tree;

    /// <param name="draw">The key.</param>
    /// <param name="items">N, up to 2^53.</param>
    /// <param name="draws">G, up to 2^53.</param>
    public CopyTree(SeededDraw draw, long items, long draws)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfNegative(draws);
        if (items == 0 && draws > 0)
        {
            throw new ArgumentException("Nothing can be drawn from no items.", nameof(draws));
        }

        _tree = new(draw, items, draws);
    }

    /// <summary>The copies of the next item.</summary>
    /// <exception cref="InvalidOperationException">All items have been asked for (noticed at the end of a block of 256).</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next() => _tree.Next();

    /// <summary>The copies of one item, without regard to <see cref="Next"/>.</summary>
    public long CountAt(long item) => _tree.CountAt(item);

    private readonly struct Rule : ISplitRule
    {
        public static long Left(long amount, long leftSize, long size, ref DrawStream draws) =>
            Binomial.Draw(amount, (double)leftSize / size, ref draws);

        public static void Fill(Span<long> counts, long amount, ref DrawStream draws)
        {
            if (counts.Length == 1)
            {
                counts[0] = amount;
                return;
            }

            if (amount > 8L * counts.Length)
            {
                int half = counts.Length / 2;
                long left = Left(amount, half, counts.Length, ref draws);
                Fill(counts[..half], left, ref draws);
                Fill(counts[half..], amount - left, ref draws);
            }
            else if (BitOperations.IsPow2(counts.Length))
            {
                FillByBits(counts, amount, ref draws);
            }
            else
            {
                for (long i = 0; i < amount; i++)
                {
                    counts[(int)draws.Below(counts.Length)]++;
                }
            }
        }

        /// <summary>One hash holds the places of several draws where the places are a power of two.</summary>
        private static void FillByBits(Span<long> counts, long amount, ref DrawStream draws)
        {
            int bits = BitOperations.TrailingZeroCount(counts.Length);
            int mask = counts.Length - 1;
            int places = 64 / bits;
            while (amount > 0)
            {
                ulong hash = draws.Bits();
                int n = (int)Math.Min(amount, places);
                for (int i = 0; i < n; i++)
                {
                    counts[(int)hash & mask]++;
                    hash >>= bits;
                }

                amount -= n;
            }
        }
    }
}
