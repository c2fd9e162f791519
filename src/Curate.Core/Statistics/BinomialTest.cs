using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>Exact tests of a count of successes against a stated chance.</summary>
public static class BinomialTest
{
    /// <summary>Chance of at most k successes in n.</summary>
    public static double Lower(long k, long n, double p) => k < 0 ? 0 : k >= n ? 1 : IncompleteBeta.Lower(n - k, k + 1.0, 1 - p, p);

    /// <summary>Chance of at least k successes in n.</summary>
    public static double Upper(long k, long n, double p) => k <= 0 ? 1 : k > n ? 0 : IncompleteBeta.Lower(k, n - k + 1.0, p, 1 - p);

    /// <summary>
    /// Two-sided p-value: the chance of all counts that are no more likely than k (up to a relative 1e-7, as other tools allow). Both tails are found by
    /// bisection, since chances fall on either side of the mode: O(log n).
    /// </summary>
    public static double TwoSided(long k, long n, double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
        if (p is 0 or 1)
        {
            return k == (p == 0 ? 0 : n) ? 1 : 0;
        }

        double limit = Binomial.LogChance(k, n, p) + 1e-7;
        double mean = n * p;
        if (k == mean)
        {
            return 1;
        }

        if (k < mean)
        {
            // The smallest count above the mean that is no more likely than k.
            long low = (long)Math.Ceiling(mean);
            long high = n + 1;
            while (low < high)
            {
                long middle = low + ((high - low) / 2);
                (low, high) = Binomial.LogChance(middle, n, p) <= limit ? (low, middle) : (middle + 1, high);
            }

            return Math.Min(1, Lower(k, n, p) + Upper(low, n, p));
        }

        long bottom = -1;
        long top = (long)Math.Floor(mean);
        while (bottom < top)
        {
            long middle = bottom + ((top - bottom + 1) / 2);
            (bottom, top) = Binomial.LogChance(middle, n, p) <= limit ? (middle, top) : (bottom, middle - 1);
        }

        return Math.Min(1, Upper(k, n, p) + Lower(bottom, n, p));
    }
}
