using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Statistics;

namespace Curate.Core.Profile.Balance;

/// <summary>Where a numeric target is rare: relevance and bins.</summary>
public static class NumericTarget
{
    /// <summary>Bins of equal width from the smallest to the largest value.</summary>
    public const int Bins = 20;

    // Beyond the fences lie 0.7% of normal values, none of uniform ones, 5% of exponential and 8% of log-normal ones.
    private const double RareShare = 0.02;
    private const double ImbalancedBins = 10;

    /// <summary>
    /// Relevance as <see cref="TargetRelevance"/> has it; values count as the middle of their bucket. Imbalanced: more than 2% of the rows beyond the
    /// fences, and the fullest bin 10 times the emptiest filled one. O(buckets).
    /// </summary>
    public static NumericTargetReport Of(NumericDistribution target)
    {
        if (target.Count == 0)
        {
            return new() { Bins = [], BinImbalance = double.NaN, RareRows = 0, IsImbalanced = false };
        }

        var values = new double[target.Buckets.Count];
        var rows = new long[target.Buckets.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Middle(target, target.Buckets[i]);
            rows[i] = target.Buckets[i].Count;
        }

        TargetRelevance scale = TargetRelevance.Of(values, rows);
        int bins = target.Max > target.Min ? Bins : 1;
        double width = (target.Max - target.Min) / bins;
        var counts = new long[bins];
        var relevance = new double[bins];
        long rare = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double phi = scale.Of(values[i]);
            int bin = bins == 1 ? 0 : Math.Clamp((int)((values[i] - target.Min) / width), 0, bins - 1);
            counts[bin] += rows[i];
            relevance[bin] += phi * rows[i];
            rare += phi >= TargetRelevance.UsualRare ? rows[i] : 0;
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
            IsImbalanced = scale.Beyond > RareShare * target.Count && ratio >= ImbalancedBins,
        };
    }

    private static double Middle(NumericDistribution target, DistributionBucket bucket) =>
        Math.Clamp(bucket.Low + ((bucket.High - bucket.Low) / 2), target.Min, target.Max);
}
