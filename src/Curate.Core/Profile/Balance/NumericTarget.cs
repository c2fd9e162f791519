using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;

namespace Curate.Core.Profile.Balance;

/// <summary>Where a numeric target is rare: relevance and bins.</summary>
public static class NumericTarget
{
    /// <summary>Bins of equal width from the smallest to the largest value.</summary>
    public const int Bins = 20;

    /// <summary>From this relevance on a row is rare.</summary>
    public const double RareRelevance = 0.8;

    // Beyond the fences lie 0.7% of normal values, none of uniform ones, 5% of exponential and 8% of log-normal ones.
    private const double RareShare = 0.02;
    private const double ImbalancedBins = 10;

    /// <summary>
    /// Relevance (Ribeiro 2011, "Utility-based regression") by the box-plot rule: control points are the median (0) and, on each side that has values beyond
    /// the fence Q1 - 1.5 IQR or Q3 + 1.5 IQR, the last value inside it (1); a side without such values has relevance 0. Between control points a monotone
    /// cubic with slope 0 at both (pchip), 3 t^2 - 2 t^3. Values count as the middle of their bucket. Imbalanced: more than 2% of the rows
    /// beyond the fences, and the fullest bin 10 times the emptiest filled one. O(buckets).
    /// </summary>
    public static NumericTargetReport Of(NumericDistribution target)
    {
        if (target.Count == 0)
        {
            return new() { Bins = [], BinImbalance = double.NaN, RareRows = 0, IsImbalanced = false };
        }

        double median = At(target, 0.5);
        double first = At(target, 0.25);
        double third = At(target, 0.75);
        double lowFence = first - (1.5 * (third - first));
        double highFence = third + (1.5 * (third - first));
        double lowEnd = median;
        double highEnd = median;
        long below = 0;
        long above = 0;
        foreach (DistributionBucket bucket in target.Buckets)
        {
            double value = Middle(target, bucket);
            below += value < lowFence ? bucket.Count : 0;
            above += value > highFence ? bucket.Count : 0;
            if (value >= lowFence && value <= highFence)
            {
                lowEnd = Math.Min(lowEnd, value);
                highEnd = Math.Max(highEnd, value);
            }
        }

        double lowControl = below > 0 ? lowEnd : double.NaN;
        double highControl = above > 0 ? highEnd : double.NaN;
        int bins = target.Max > target.Min ? Bins : 1;
        double width = (target.Max - target.Min) / bins;
        var counts = new long[bins];
        var relevance = new double[bins];
        long rare = 0;
        foreach (DistributionBucket bucket in target.Buckets)
        {
            double value = Middle(target, bucket);
            double phi = Relevance(value, median, lowControl, highControl);
            int bin = bins == 1 ? 0 : Math.Clamp((int)((value - target.Min) / width), 0, bins - 1);
            counts[bin] += bucket.Count;
            relevance[bin] += phi * bucket.Count;
            rare += phi >= RareRelevance ? bucket.Count : 0;
        }

        var report = new List<RelevanceBin>();
        long most = 0;
        long least = long.MaxValue;
        for (int b = 0; b < bins; b++)
        {
            if (counts[b] > 0)
            {
                double high = b == bins - 1 ? target.Max : target.Min + ((b + 1) * width);
                report.Add(new(target.Min + (b * width), high, counts[b], relevance[b] / counts[b]));
                most = Math.Max(most, counts[b]);
                least = Math.Min(least, counts[b]);
            }
        }

        double ratio = (double)most / least;
        return new()
        {
            Bins = report,
            BinImbalance = ratio,
            RareRows = rare,
            IsImbalanced = below + above > RareShare * target.Count && ratio >= ImbalancedBins,
        };
    }

    /// <summary>Relevance of one value; a control point that is NaN stands for a side without rare values.</summary>
    internal static double Relevance(double value, double median, double lowControl, double highControl)
    {
        double control = value < median ? lowControl : highControl;
        if (double.IsNaN(control) || value == median)
        {
            return 0;
        }

        // A whisker of length 0 leaves no room between: everything off the median is rare.
        double t = control == median ? 1 : Math.Min(1, (value - median) / (control - median));
        return t * t * (3 - (2 * t));
    }

    private static double At(NumericDistribution target, double share)
    {
        // The mean of the two order statistics around the rank, as box plots take it for halves of even size.
        double rank = share * (target.Count - 1);
        long lower = (long)Math.Floor(rank);
        long upper = (long)Math.Ceiling(rank);
        double a = Ordered(target, lower);
        return lower == upper ? a : a + ((rank - lower) * (Ordered(target, upper) - a));
    }

    private static double Ordered(NumericDistribution target, long rank)
    {
        long seen = 0;
        foreach (DistributionBucket bucket in target.Buckets)
        {
            seen += bucket.Count;
            if (rank < seen)
            {
                return Middle(target, bucket);
            }
        }

        return target.Max;
    }

    private static double Middle(NumericDistribution target, DistributionBucket bucket) =>
        Math.Clamp(bucket.Low + ((bucket.High - bucket.Low) / 2), target.Min, target.Max);
}
