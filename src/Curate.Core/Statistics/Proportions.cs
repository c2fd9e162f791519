using Curate.Core.Profile.Report;

namespace Curate.Core.Statistics;

/// <summary>Shares with confidence intervals. Counts may be fractional (weighted) where nothing else is said. O(1).</summary>
public static class Proportions
{
    /// <summary>
    /// Wilson's score interval (Wilson 1927), which holds its level at small counts and never leaves 0 to 1. NaN for no trials.
    /// </summary>
    public static Interval Wilson(double successes, double trials, double z = NormalDistribution.Z95)
    {
        if (!(trials > 0))
        {
            return Interval.Of(double.NaN);
        }

        double share = successes / trials;
        double square = z * z;
        double centre = successes + (square / 2);
        double spread = z * Math.Sqrt((share * (trials - successes)) + (square / 4));
        double whole = trials + square;

        // At the ends the formula gives the end itself, but for rounding.
        double low = successes <= 0 ? 0 : Math.Min(share, (centre - spread) / whole);
        double high = successes >= trials ? 1 : Math.Max(share, (centre + spread) / whole);
        return new(share, low, high);
    }

    /// <summary>
    /// Agresti and Coull's interval (1998): the normal interval around (x + z^2/2) / (n + z^2), cut at 0 and 1. The value is the plain share.
    /// </summary>
    public static Interval AgrestiCoull(double successes, double trials, double z = NormalDistribution.Z95)
    {
        if (!(trials > 0))
        {
            return Interval.Of(double.NaN);
        }

        double more = trials + (z * z);
        double centre = (successes + (z * z / 2)) / more;
        double spread = z * Math.Sqrt(centre * (1 - centre) / more);
        return new(successes / trials, Math.Max(0, centre - spread), Math.Min(1, centre + spread));
    }

    /// <summary>Clopper and Pearson's exact interval (1934): at least the level, always.</summary>
    public static Interval ClopperPearson(long successes, long trials, double level = 0.95)
    {
        if (trials <= 0)
        {
            return Interval.Of(double.NaN);
        }

        double tail = (1 - level) / 2;
        double low = successes == 0 ? 0 : IncompleteBeta.Quantile(successes, trials - successes + 1, tail);
        double high = successes == trials ? 1 : IncompleteBeta.Quantile(successes + 1, trials - successes, 1 - tail);
        return new((double)successes / trials, low, high);
    }

    /// <summary>
    /// The difference of two independent shares, second less first, with Newcombe's hybrid score interval (Newcombe 1998, method 10).
    /// </summary>
    public static Interval Difference(double firstSuccesses, double firstTrials, double secondSuccesses, double secondTrials, double z = NormalDistribution.Z95)
    {
        Interval first = Wilson(firstSuccesses, firstTrials, z);
        Interval second = Wilson(secondSuccesses, secondTrials, z);
        double value = second.Value - first.Value;
        double below = Length(second.Value - second.Low, first.High - first.Value);
        double above = Length(second.High - second.Value, first.Value - first.Low);
        return new(value, value - below, value + above);
    }

    private static double Length(double a, double b) => Math.Sqrt((a * a) + (b * b));
}
