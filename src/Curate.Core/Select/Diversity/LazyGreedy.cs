using Curate.Core.Numerics;
using Curate.Core.Randomness;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Greedy maximisation of a set function: again and again the row that adds most, of equal ones the first. The value reached is at least 1 - 1/e of the best
/// for monotone functions (Nemhauser, Wolsey and Fisher 1978). Rows are looked at in the order of their bounds, in batches, and only as far as bounds
/// reach the best gain; the picks are those of looking at all.
/// </summary>
internal static class LazyGreedy
{
    private const int LeastBatch = 32;
    private const int LargestBatch = 256;

    /// <summary>Picks rows until there are <see cref="Pool.Count"/>; those that must be in come first.</summary>
    public static Picks Run(ISetFunction function, Pool pool)
    {
        var picks = new Picks();
        int n = pool.Rows.Count;
        if (pool.Count == 0)
        {
            return picks;
        }

        var bounds = new double[n];
        var taken = new bool[n];
        TakeMust(function, pool, picks, taken);
        if (picks.Rows.Count > 0 && function.BoundsAll)
        {
            function.BoundAll(bounds);
        }
        else
        {
            function.First(bounds);
        }

        BoundQueue queue = Queue(bounds, taken);
        bool tight = picks.Rows.Count > 0;
        while (picks.Rows.Count < pool.Count)
        {
            pool.Run.Ct.ThrowIfCancellationRequested();
            if (!tight && picks.Rows.Count == 1 && function.BoundsAll)
            {
                function.BoundAll(bounds);
                queue = Queue(bounds, taken);
                tight = true;
            }

            (int best, double gain) = Best(function, queue, bounds, picks);
            if (!pool.Room.Takes(best))
            {
                break;
            }

            function.Take(best);
            taken[best] = true;
            picks.Add(best, gain);
        }

        return picks;
    }

    /// <summary>
    /// The same, but each step looks at ceil(n / k ln(1 / epsilon)) rows drawn from those left: 1 - 1/e - epsilon in the mean (Mirzasoleiman et al. 2015).
    /// </summary>
    public static Picks Sampled(ISetFunction function, Pool pool, double epsilon)
    {
        var picks = new Picks();
        int n = pool.Rows.Count;
        if (pool.Count == 0)
        {
            return picks;
        }

        var bounds = new double[n];
        Array.Fill(bounds, double.PositiveInfinity);
        var taken = new bool[n];
        TakeMust(function, pool, picks, taken);
        var left = new List<int>(n);
        for (int row = 0; row < n; row++)
        {
            if (!taken[row])
            {
                left.Add(row);
            }
        }

        var queue = new BoundQueue(LeastBatch);
        int size = (int)Math.Min(n, Math.Ceiling((double)n / pool.Likely * PortableMath.Log(1 / epsilon)));
        while (picks.Rows.Count < pool.Count)
        {
            pool.Run.Ct.ThrowIfCancellationRequested();
            var draws = new DrawStream(pool.Draw.For((ulong)picks.Rows.Count));
            int drawn = Math.Min(Math.Max(1, size), left.Count);
            queue.Clear();
            for (int i = 0; i < drawn; i++)
            {
                int at = i + (int)draws.Below(left.Count - i);
                (left[i], left[at]) = (left[at], left[i]);
                queue.Add(left[i], bounds[left[i]]);
            }

            (int best, double gain) = Best(function, queue, bounds, picks);
            if (!pool.Room.Takes(best))
            {
                break;
            }

            function.Take(best);
            left.Remove(best);
            picks.Add(best, gain);
        }

        return picks;
    }

    private static void TakeMust(ISetFunction function, Pool pool, Picks picks, bool[] taken)
    {
        Span<double> bound = stackalloc double[1];
        foreach (int row in pool.Must)
        {
            _ = pool.Room.Takes(row);
            function.Bound([row], bound);
            double gain = function.Gain(0);
            function.Keep();
            function.Take(row);
            taken[row] = true;
            picks.Add(row, gain);
        }
    }

    /// <summary>The row of largest gain among those of the queue, which is left with the others and their new bounds.</summary>
    private static (int Row, double Gain) Best(ISetFunction function, BoundQueue queue, double[] bounds, Picks picks)
    {
        int best = -1;
        double bestGain = double.NegativeInfinity;
        var looked = new List<int>();
        Span<int> batch = stackalloc int[LargestBatch];
        Span<double> fresh = stackalloc double[LargestBatch];
        Span<int> order = stackalloc int[LargestBatch];
        for (int size = LeastBatch; ; size = Math.Min(LargestBatch, size * 2))
        {
            int count = 0;
            while (count < size && queue.Count > 0 && Reaches(queue.First.Bound, queue.First.Row, bestGain, best))
            {
                batch[count++] = queue.Take();
            }

            if (count == 0)
            {
                break;
            }

            picks.Looked += count;
            function.Bound(batch[..count], fresh[..count]);
            for (int i = 0; i < count; i++)
            {
                order[i] = i;
                bounds[batch[i]] = Math.Min(bounds[batch[i]], fresh[i]);
                looked.Add(batch[i]);
            }

            Sort(order[..count], batch, bounds);
            foreach (int place in order[..count])
            {
                int row = batch[place];
                if (!Reaches(bounds[row], row, bestGain, best))
                {
                    continue;
                }

                double gain = function.Gain(place);
                bounds[row] = gain;
                if (gain > bestGain || (gain == bestGain && row < best))
                {
                    best = row;
                    bestGain = gain;
                    function.Keep();
                }
            }
        }

        foreach (int row in looked)
        {
            if (row != best)
            {
                queue.Add(row, bounds[row]);
            }
        }

        return (best, bestGain);
    }

    private static bool Reaches(double bound, int row, double bestGain, int best) => best < 0 || bound > bestGain || (bound == bestGain && row < best);

    private static void Sort(Span<int> order, ReadOnlySpan<int> batch, double[] bounds)
    {
        // Insertion: a batch is short, and spans cannot be captured by a comparison.
        for (int i = 1; i < order.Length; i++)
        {
            int own = order[i];
            int at = i;
            while (at > 0 && (bounds[batch[order[at - 1]]] < bounds[batch[own]] || (bounds[batch[order[at - 1]]] == bounds[batch[own]] && batch[order[at - 1]] > batch[own])))
            {
                order[at] = order[at - 1];
                at--;
            }

            order[at] = own;
        }
    }

    private static BoundQueue Queue(double[] bounds, bool[] taken)
    {
        var queue = new BoundQueue(bounds.Length);
        for (int row = 0; row < bounds.Length; row++)
        {
            if (!taken[row])
            {
                queue.Add(row, bounds[row]);
            }
        }

        return queue;
    }
}
