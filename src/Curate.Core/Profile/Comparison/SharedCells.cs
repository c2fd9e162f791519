namespace Curate.Core.Profile.Comparison;

/// <summary>Two numeric distributions over the union of their bounds. O(buckets of both).</summary>
internal static class SharedCells
{
    /// <summary>
    /// The Kolmogorov-Smirnov distance at the bounds, and how far the true one can lie above it. Within a bucket all of one side's values may come before all
    /// of the other's, so the bound is the largest distance of one side's upper to the other's lower cumulative count. 0 where buckets are single values.
    /// </summary>
    public static (double Distance, double Error) Distance(NumericDistribution before, NumericDistribution after)
    {
        double[] bounds = Bounds(before, after);
        var first = new Cumulative(before);
        var second = new Cumulative(after);
        double distance = 0;
        double most = 0;
        (double Low, double High) a = (0, 0);
        (double Low, double High) b = (0, 0);
        foreach (double bound in bounds)
        {
            // Just before the bound every value of a bucket that ends there may have been passed; just after the last bound none of the next.
            (double aBefore, double bBefore) = (first.MostBefore(bound), second.MostBefore(bound));
            most = Math.Max(most, Math.Max(aBefore - b.Low, bBefore - a.Low));
            a = first.At(bound);
            b = second.At(bound);
            most = Math.Max(most, Math.Max(a.High - b.Low, b.High - a.Low));
            distance = Math.Max(distance, Math.Abs(((a.Low + a.High) / 2) - ((b.Low + b.High) / 2)));
        }

        return (distance, Math.Max(0, Math.Min(1, most) - distance));
    }

    /// <summary>
    /// The Wasserstein-1 distance, the integral of |F - G|, where the values of a bucket are spread evenly over it; exact where buckets are single values.
    /// </summary>
    public static double Wasserstein(NumericDistribution before, NumericDistribution after)
    {
        double[] bounds = Bounds(before, after);
        double sum = 0;
        double last = 0;
        var first = new Spread(before);
        var second = new Spread(after);
        for (int i = 0; i < bounds.Length; i++)
        {
            // Up to the bound both shares are straight lines, which may cross.
            (double a, double b) = (first.Below(bounds[i]), second.Below(bounds[i]));
            if (i > 0)
            {
                double width = bounds[i] - bounds[i - 1];
                double now = a - b;
                sum += width * (last * now >= 0 ? (Math.Abs(last) + Math.Abs(now)) / 2 : ((last * last) + (now * now)) / (2 * (Math.Abs(last) + Math.Abs(now))));
            }

            last = first.AtMost(bounds[i]) - second.AtMost(bounds[i]);
        }

        return sum;
    }

    /// <summary>
    /// Counts of both sides in ten cells of about equal reference counts, plus one cell below and one above the reference's values. Fewer where values repeat.
    /// </summary>
    public static (long[] Before, long[] After) Tenths(NumericDistribution before, NumericDistribution after)
    {
        var first = new Cumulative(before);
        var second = new Cumulative(after);
        var cuts = new List<(long Before, long After)>();
        int tenth = 0;
        long lastBefore = -1;
        (long Before, long After) under = (0, 0);
        foreach (double bound in Bounds(before, after))
        {
            long x = first.CountAt(bound);
            long y = second.CountAt(bound);
            if (x == 0)
            {
                under = (0, y);
                continue;
            }

            int reached = (int)((Int128)x * 10 / before.Count);
            if (reached > tenth && x > lastBefore)
            {
                cuts.Add((x, y));
                tenth = reached;
                lastBefore = x;
            }
        }

        var left = new List<long> { under.Before };
        var right = new List<long> { under.After };
        (long Before, long After) last = under;
        foreach ((long Before, long After) cut in cuts)
        {
            left.Add(cut.Before - last.Before);
            right.Add(cut.After - last.After);
            last = cut;
        }

        left.Add(before.Count - last.Before);
        right.Add(after.Count - last.After);
        return ([.. left], [.. right]);
    }

    private static double[] Bounds(NumericDistribution before, NumericDistribution after)
    {
        var bounds = new List<double>((before.Buckets.Count + after.Buckets.Count) * 2);
        foreach (NumericDistribution side in new[] { before, after })
        {
            foreach (DistributionBucket bucket in side.Buckets)
            {
                bounds.Add(bucket.Low);
                bounds.Add(bucket.High);
            }
        }

        bounds.Sort();
        int kept = 0;
        for (int i = 0; i < bounds.Count; i++)
        {
            if (kept == 0 || bounds[i] != bounds[kept - 1])
            {
                bounds[kept++] = bounds[i];
            }
        }

        return [.. bounds.Take(kept)];
    }

    /// <summary>The share of values up to ascending bounds, buckets spread evenly; moves forward only.</summary>
    private sealed class Spread(NumericDistribution side)
    {
        private int _next;
        private long _passed;

        /// <summary>Without values that equal the bound.</summary>
        public double Below(double bound) => At(bound, withEqual: false);

        /// <summary>With them.</summary>
        public double AtMost(double bound) => At(bound, withEqual: true);

        private double At(double bound, bool withEqual)
        {
            while (_next < side.Buckets.Count && (side.Buckets[_next].High < bound || (side.Buckets[_next].High == bound && (withEqual || side.Buckets[_next].Low < bound))))
            {
                _passed += side.Buckets[_next++].Count;
            }

            double inside = _next < side.Buckets.Count && side.Buckets[_next].Low < bound
                ? side.Buckets[_next].Count * ((bound - side.Buckets[_next].Low) / (side.Buckets[_next].High - side.Buckets[_next].Low)) : 0;
            return (_passed + inside) / side.Count;
        }
    }

    /// <summary>Walks a distribution along ascending bounds; each method moves forward only.</summary>
    private sealed class Cumulative(NumericDistribution side)
    {
        private int _next;
        private long _passed;
        private int _nextBefore;
        private long _passedBefore;

        /// <summary>Values surely at or below a bound.</summary>
        public long CountAt(double bound)
        {
            while (_next < side.Buckets.Count && side.Buckets[_next].High <= bound)
            {
                _passed += side.Buckets[_next++].Count;
            }

            return _passed;
        }

        /// <summary>Share at or below a bound: surely, and at most.</summary>
        public (double Low, double High) At(double bound)
        {
            double low = CountAt(bound);
            bool inside = _next < side.Buckets.Count && side.Buckets[_next].Low < bound;
            return (low / side.Count, (low + (inside ? side.Buckets[_next].Count : 0)) / side.Count);
        }

        /// <summary>Share that can lie below a bound at most.</summary>
        public double MostBefore(double bound)
        {
            while (_nextBefore < side.Buckets.Count && side.Buckets[_nextBefore].Low < bound)
            {
                _passedBefore += side.Buckets[_nextBefore++].Count;
            }

            return (double)_passedBefore / side.Count;
        }
    }
}
