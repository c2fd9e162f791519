using Curate.Core.Numerics;

namespace Curate.Core.Randomness.Designs;

/// <summary>Shares a whole number of units out among strata: the exact total, within a lower and an upper bound for each.</summary>
public static class StratifiedAllocation
{
    /// <summary>
    /// Neyman's allocation in whole numbers, exactly: the units go one by one to the stratum where they lower the variance sum N^2 S^2 / n most, which is
    /// the one of largest N S / sqrt(n (n + 1)) (Wright 2012). First units go by N S, other ties to the lower stratum. O(strata (64 + log)).
    /// </summary>
    /// <inheritdoc cref="Share"/>
    public static long[] Neyman(
        long total, ReadOnlySpan<long> sizes, ReadOnlySpan<double> deviations, ReadOnlySpan<long> least = default, ReadOnlySpan<long> most = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(deviations.Length, sizes.Length);
        var values = new double[sizes.Length];
        for (int h = 0; h < values.Length; h++)
        {
            values[h] = sizes[h] * deviations[h];
        }

        return Fill(total, values, sizes, least, most, static n => Math.Sqrt((double)n) * Math.Sqrt(n + 1.0));
    }

    /// <summary>An allocation by size alone.</summary>
    /// <inheritdoc cref="Share"/>
    public static long[] BySize(
        long total, ReadOnlySpan<long> sizes, AllocationRule rule, double power = 0.5, ReadOnlySpan<long> least = default, ReadOnlySpan<long> most = default)
    {
        var values = new double[sizes.Length];
        for (int h = 0; h < values.Length; h++)
        {
            values[h] = sizes[h] == 0 ? 0 : rule switch
            {
                AllocationRule.Equal => 1,
                AllocationRule.Proportional => sizes[h],
                AllocationRule.Power => PortableMath.Pow(sizes[h], power),
                _ => throw new ArgumentException("Neyman's allocation needs standard deviations.", nameof(rule)),
            };
        }

        return Share(total, values, sizes, least, most);
    }

    /// <summary>In proportion to values: largest remainders within the bounds; what a bound takes or gives is shared among the others.</summary>
    /// <param name="total">Units in all.</param>
    /// <param name="values">What the shares are proportional to, not negative.</param>
    /// <param name="sizes">Units of each stratum.</param>
    /// <param name="least">Units from each stratum at least; empty for 0. A stratum that is smaller gives all it has.</param>
    /// <param name="most">Units from each stratum at most; empty for all it has.</param>
    /// <exception cref="ArgumentException">The bounds allow no such total.</exception>
    public static long[] Share(
        long total, ReadOnlySpan<double> values, ReadOnlySpan<long> sizes, ReadOnlySpan<long> least = default, ReadOnlySpan<long> most = default)
    {
        (long[] low, long[] high) = Bounds(total, values, sizes, least, most);
        var given = new long[low.Length];
        var open = new bool[low.Length];
        Array.Fill(open, true);
        long left = total;
        while (true)
        {
            double sum = 0;
            for (int h = 0; h < given.Length; h++)
            {
                sum += open[h] ? values[h] : 0;
            }

            if (!(sum > 0))
            {
                // Nothing says who gets what is left: in order, as far as the bounds go.
                for (int h = 0; h < given.Length; h++)
                {
                    given[h] = open[h] ? low[h] : given[h];
                    left -= open[h] ? low[h] : 0;
                }

                for (int h = 0; h < given.Length && left > 0; h++)
                {
                    long more = open[h] ? Math.Min(left, high[h] - given[h]) : 0;
                    given[h] += more;
                    left -= more;
                }

                return given;
            }

            // The side that is violated more is fixed; the other may be fine after that.
            double over = 0;
            double under = 0;
            for (int h = 0; h < given.Length; h++)
            {
                double exact = left * (values[h] / sum);
                over += open[h] && exact > high[h] ? exact - high[h] : 0;
                under += open[h] && exact < low[h] ? low[h] - exact : 0;
            }

            if (over == 0 && under == 0)
            {
                break;
            }

            long fix = 0;
            for (int h = 0; h < given.Length; h++)
            {
                double exact = left * (values[h] / sum);
                bool above = over >= under && exact > high[h];
                bool below = under >= over && exact < low[h];
                if (open[h] && (above || below))
                {
                    given[h] = above ? high[h] : low[h];
                    fix += given[h];
                    open[h] = false;
                }
            }

            left -= fix;
        }

        // Exact shares lie within whole bounds, and so do both their neighbouring whole numbers.
        var weights = new double[given.Length];
        for (int h = 0; h < given.Length; h++)
        {
            weights[h] = open[h] ? values[h] : 0;
        }

        long[] shares = LargestRemainders.Share(left, weights);
        for (int h = 0; h < given.Length; h++)
        {
            given[h] += open[h] ? shares[h] : 0;
        }

        return given;
    }

    /// <summary>Greedy by value / divisor(n): a bisection over the last ratio first, then unit by unit.</summary>
    private static long[] Fill(
        long total, double[] values, ReadOnlySpan<long> sizes, ReadOnlySpan<long> least, ReadOnlySpan<long> most, Func<long, double> divisor)
    {
        (long[] low, long[] high) = Bounds(total, values, sizes, least, most);
        var given = new long[low.Length];
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, value);
        }

        // After the first unit of each stratum, which is worth more than any number of others.
        double worth = 2 * largest;
        double worthless = 0;
        for (int step = 0; step < 200 && largest > 0; step++)
        {
            double middle = 0.5 * (worth + worthless);
            if (middle <= worthless || middle >= worth)
            {
                break;
            }

            (worth, worthless) = Above(middle) <= total ? (middle, worthless) : (worth, middle);
        }

        long sum = Above(worth);
        if (largest == 0 || sum > total)
        {
            low.CopyTo(given, 0);
            sum = 0;
            foreach (long n in given)
            {
                sum += n;
            }
        }

        var queue = new PriorityQueue<int, (double NegatedWorth, double NegatedValue, int Stratum)>();
        for (int h = 0; h < given.Length; h++)
        {
            Offer(h);
        }

        for (; sum < total; sum++)
        {
            int h = queue.Dequeue();
            given[h]++;
            Offer(h);
        }

        return given;

        void Offer(int h)
        {
            if (given[h] < high[h])
            {
                double ratio = given[h] == 0 && values[h] > 0 ? double.PositiveInfinity : values[h] / divisor(Math.Max(1, given[h]));
                queue.Enqueue(h, (-ratio, -values[h], h));
            }
        }

        // Units whose ratio is above the limit, kept within the bounds; leaves them in given.
        long Above(double limit)
        {
            long all = 0;
            for (int h = 0; h < given.Length; h++)
            {
                // sqrt(n (n + 1)) < v / limit exactly for n < about v / limit - 1/2; the neighbours are tried.
                double ratio = values[h] / limit;
                long n = values[h] > 0 ? (long)Math.Min(high[h], Math.Max(0, Math.Floor(ratio - 1))) : 0;
                while (n < high[h] && values[h] > 0 && values[h] / divisor(Math.Max(1, n)) > limit && n >= 1)
                {
                    n++;
                }

                if (values[h] > 0 && n == 0 && high[h] > 0)
                {
                    n = 1;
                    while (n < high[h] && values[h] / divisor(n) > limit)
                    {
                        n++;
                    }
                }

                given[h] = Math.Clamp(n, low[h], high[h]);
                all += given[h];
            }

            return all;
        }
    }

    private static (long[] Low, long[] High) Bounds(
        long total, ReadOnlySpan<double> values, ReadOnlySpan<long> sizes, ReadOnlySpan<long> least, ReadOnlySpan<long> most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, sizes.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(least.IsEmpty ? sizes.Length : least.Length, sizes.Length, nameof(least));
        ArgumentOutOfRangeException.ThrowIfNotEqual(most.IsEmpty ? sizes.Length : most.Length, sizes.Length, nameof(most));
        Numerics.Linear.ColumnMoments.CheckWeights(values, values.Length);
        var low = new long[sizes.Length];
        var high = new long[sizes.Length];
        long lows = 0;
        long highs = 0;
        for (int h = 0; h < low.Length; h++)
        {
            high[h] = most.IsEmpty ? sizes[h] : Math.Min(sizes[h], most[h]);
            low[h] = least.IsEmpty ? 0 : Math.Min(sizes[h], least[h]);
            if (low[h] < 0 || low[h] > high[h])
            {
                throw new ArgumentException($"Stratum {h} has a lower bound of {low[h]} and an upper bound of {high[h]}.", nameof(least));
            }

            lows += low[h];
            highs += high[h];
        }

        if (total < lows || total > highs)
        {
            throw new ArgumentException($"The bounds of the strata allow from {lows} to {highs} units, not {total}.", nameof(total));
        }

        return (low, high);
    }
}
