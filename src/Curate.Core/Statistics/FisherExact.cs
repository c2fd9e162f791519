using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>The exact test of a table of two rows and two columns with fixed margins (Fisher 1935). O(smallest margin).</summary>
public static class FisherExact
{
    // Equal chances that differ by rounding count as equal.
    private const double Slack = 1 + 1e-7;

    /// <summary>Two-sided: the chance of tables that are as improbable as this one or more.</summary>
    /// <param name="a">First row, first column.</param>
    /// <param name="b">First row, second column.</param>
    /// <param name="c">Second row, first column.</param>
    /// <param name="d">Second row, second column.</param>
    public static double TwoSided(long a, long b, long c, long d) => PValue(a, b, c, d, 1);

    /// <summary>
    /// Two-sided, with half of the chance of tables that are just as improbable (Lancaster 1961): the level of the test is then near its nominal one, where
    /// the exact test stays below it.
    /// </summary>
    public static double MidP(long a, long b, long c, long d) => PValue(a, b, c, d, 0.5);

    private static double PValue(long a, long b, long c, long d, double ofEqual)
    {
        long first = a + b;
        long column = a + c;
        long total = first + c + d;
        if (first == 0 || c + d == 0 || column == 0 || b + d == 0)
        {
            return double.NaN;
        }

        long low = Math.Max(0, column - (total - first));
        long high = Math.Min(first, column);
        double observed = LogChance(a, first, column, total);
        double more = 0;
        double equal = 0;
        for (long k = low; k <= high; k++)
        {
            double chance = PortableMath.Exp(LogChance(k, first, column, total) - observed);
            if (chance <= Slack && chance >= 1 / Slack)
            {
                equal += chance;
            }
            else if (chance < 1)
            {
                more += chance;
            }
        }

        return Math.Min(1, (more + (ofEqual * equal)) * PortableMath.Exp(observed));
    }

    private static double LogChance(long k, long first, long column, long total) =>
        Choose(first, k) + Choose(total - first, column - k) - Choose(total, column);

    private static double Choose(long n, long k) => PortableMath.LogGamma(n + 1.0) - PortableMath.LogGamma(k + 1.0) - PortableMath.LogGamma(n - k + 1.0);
}
