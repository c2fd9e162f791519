namespace Curate.Core.Statistics;

/// <summary>
/// How rare values of a numeric target are: relevance (Ribeiro 2011, "Utility-based regression") by the box-plot rule. Control points are the median (0) and,
/// on each side that has values beyond the fence (a quartile and some quartile ranges more), the last value inside it (1); a side without such values has
/// relevance 0 everywhere. Between control points stands a monotone cubic with slope 0 at both (pchip), 3 t^2 - 2 t^3.
/// </summary>
public sealed class TargetRelevance
{
    /// <summary>Quartile ranges between a quartile and its fence: the whiskers of the usual box plot.</summary>
    public const double UsualRange = 1.5;

    /// <summary>From this relevance on a value is rare.</summary>
    public const double UsualRare = 0.8;

    internal TargetRelevance(double median, double lowControl, double highControl, long beyond = 0)
    {
        Median = median;
        LowControl = lowControl;
        HighControl = highControl;
        Beyond = beyond;
    }

    public double Median { get; }

    /// <summary>Relevance 1 from here down; NaN where no value lies beyond the lower fence.</summary>
    public double LowControl { get; }

    /// <summary>Relevance 1 from here up; NaN where no value lies beyond the upper fence.</summary>
    public double HighControl { get; }

    /// <summary>Values beyond the fences.</summary>
    public long Beyond { get; }

    /// <summary>Fits the control points. Quartiles are those of box plots: the mean of the two values around a rank by their distance from it. O(values).</summary>
    /// <param name="values">Finite values, ascending, at least one.</param>
    /// <param name="counts">How often each occurs, at least once; empty where each occurs once.</param>
    /// <param name="range">Quartile ranges between a quartile and its fence, above 0.</param>
    public static TargetRelevance Of(ReadOnlySpan<double> values, ReadOnlySpan<long> counts, double range = UsualRange)
    {
        long total = counts.IsEmpty ? values.Length : 0;
        foreach (long count in counts)
        {
            total += count;
        }

        double median = At(values, counts, 0.5, total);
        double first = At(values, counts, 0.25, total);
        double third = At(values, counts, 0.75, total);
        double lowFence = first - (range * (third - first));
        double highFence = third + (range * (third - first));
        double lowEnd = median;
        double highEnd = median;
        long below = 0;
        long above = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            long count = counts.IsEmpty ? 1 : counts[i];
            below += value < lowFence ? count : 0;
            above += value > highFence ? count : 0;
            if (value >= lowFence && value <= highFence)
            {
                lowEnd = Math.Min(lowEnd, value);
                highEnd = Math.Max(highEnd, value);
            }
        }

        return new TargetRelevance(median, below > 0 ? lowEnd : double.NaN, above > 0 ? highEnd : double.NaN, below + above);
    }

    /// <summary>Relevance of a value, from 0 to 1. O(1).</summary>
    public double Of(double value)
    {
        double control = value < Median ? LowControl : HighControl;
        if (double.IsNaN(control) || value == Median)
        {
            return 0;
        }

        // A whisker of length 0 leaves no room between: everything off the median is rare.
        double t = control == Median ? 1 : Math.Min(1, (value - Median) / (control - Median));
        return t * t * (3 - (2 * t));
    }

    private static double At(ReadOnlySpan<double> values, ReadOnlySpan<long> counts, double share, long total)
    {
        double rank = share * (total - 1);
        long lower = (long)Math.Floor(rank);
        long upper = (long)Math.Ceiling(rank);
        double a = Ordered(values, counts, lower);
        return lower == upper ? a : a + ((rank - lower) * (Ordered(values, counts, upper) - a));
    }

    private static double Ordered(ReadOnlySpan<double> values, ReadOnlySpan<long> counts, long rank)
    {
        if (counts.IsEmpty)
        {
            return values[(int)rank];
        }

        long seen = 0;
        for (int i = 0; i < values.Length; i++)
        {
            seen += counts[i];
            if (rank < seen)
            {
                return values[i];
            }
        }

        return values[^1];
    }
}
