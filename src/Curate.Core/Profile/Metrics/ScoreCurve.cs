using Curate.Core.Numerics;
using Curate.Core.Profile.Report;
using Curate.Core.Statistics;

namespace Curate.Core.Profile.Metrics;

/// <summary>Areas under the ROC and precision-recall curves of one class against the rest, from the counts of its scores. O(different scores).</summary>
public sealed class ScoreCurve
{
    // From the highest score down.
    private readonly List<(long Positive, long Negative)> _bins;
    private readonly bool _exact;

    private ScoreCurve(List<(long Positive, long Negative)> bins, bool exact)
    {
        _bins = bins;
        _exact = exact;
        foreach ((long positive, long negative) in bins)
        {
            Positives += positive;
            Negatives += negative;
        }
    }

    public long Positives { get; }

    public long Negatives { get; }

    public static ScoreCurve Of(ScoreTable? positives, IReadOnlyList<ScoreTable> negatives)
    {
        int dropped = positives?.Dropped ?? 0;
        foreach (ScoreTable table in negatives)
        {
            dropped = Math.Max(dropped, table.Dropped);
        }

        var all = new List<(ulong Key, long Positive, long Negative)>();
        all.AddRange((positives?.Bins(dropped) ?? []).Select(static b => (b.Key, b.Count, 0L)));
        foreach (ScoreTable table in negatives)
        {
            all.AddRange(table.Bins(dropped).Select(static b => (b.Key, 0L, b.Count)));
        }

        all.Sort(static (a, b) => b.Key.CompareTo(a.Key));
        var bins = new List<(long Positive, long Negative)>(all.Count);
        for (int i = 0; i < all.Count;)
        {
            (long positive, long negative) = (0, 0);
            int start = i;
            for (; i < all.Count && all[i].Key == all[start].Key; i++)
            {
                positive += all[i].Positive;
                negative += all[i].Negative;
            }

            bins.Add((positive, negative));
        }

        return new(bins, dropped == 0);
    }

    /// <summary>The exact curve of rows with a score and a side each; scores are numbers, not NaN. O(n log n).</summary>
    /// <param name="scores">The scores; left as they are.</param>
    /// <param name="isPositive">1 for positives, else 0.</param>
    internal static ScoreCurve Of(double[] scores, byte[] isPositive)
    {
        double[] keys = (double[])scores.Clone();
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        var bins = new List<(long Positive, long Negative)>();
        for (int to = keys.Length - 1; to >= 0;)
        {
            long positive = 0;
            long all = 0;
            for (double own = keys[to]; to >= 0 && keys[to] == own; to--)
            {
                positive += isPositive[order[to]];
                all++;
            }

            bins.Add((positive, all - positive));
        }

        return new(bins, exact: true);
    }

    /// <summary>The curve of the other class by the opposite score.</summary>
    public ScoreCurve Opposite()
    {
        var turned = new List<(long Positive, long Negative)>(_bins.Count);
        for (int i = _bins.Count - 1; i >= 0; i--)
        {
            turned.Add((_bins[i].Negative, _bins[i].Positive));
        }

        return new(turned, _exact);
    }

    /// <summary>
    /// The chance that a positive scores above a negative, ties for half, with DeLong's interval on the logit scale (DeLong, DeLong and Clarke-Pearson 1988). A
    /// perfect or perfectly wrong order has no variance: its interval is Wilson's for as many trials as the smaller side has rows. The error bounds what
    /// ties within bins can hide.
    /// </summary>
    public (Interval Area, double Error) Roc()
    {
        if (Positives == 0 || Negatives == 0)
        {
            return (Interval.Of(double.NaN), 0);
        }

        double p = Positives;
        double n = Negatives;
        double above = 0;
        double area = 0;
        double ties = 0;
        foreach ((long positive, long negative) in _bins)
        {
            area += negative / n * ((above + (positive / 2.0)) / p);
            ties += positive / p * (negative / n);
            above += positive;
        }

        double error = _exact ? 0 : ties / 2;
        area = Math.Min(1, area);
        if (Positives < 2 || Negatives < 2)
        {
            return (Interval.Of(area), error);
        }

        double seenPositive = 0;
        double seenNegative = 0;
        double ofPositives = 0;
        double ofNegatives = 0;
        foreach ((long positive, long negative) in _bins)
        {
            double below = (n - seenNegative - (negative / 2.0)) / n;
            double over = (seenPositive + (positive / 2.0)) / p;
            ofPositives += positive * (below - area) * (below - area);
            ofNegatives += negative * (over - area) * (over - area);
            seenPositive += positive;
            seenNegative += negative;
        }

        double deviation = Math.Sqrt((ofPositives / (p - 1) / p) + (ofNegatives / (n - 1) / n));
        return (Logit(area, deviation, Math.Min(p, n)), error);
    }

    /// <summary>
    /// Average precision, sum (R_i - R_(i-1)) P_i over different scores, with the logit interval of Boyd, Eng and Page 2013 ("Area under the
    /// precision-recall curve"): deviation sqrt(a (1 - a) / positives). With bins the error is the distance to the best and worst order within them.
    /// </summary>
    public (Interval Area, double Error) Precision()
    {
        if (Positives == 0)
        {
            return (Interval.Of(double.NaN), 0);
        }

        double area = AveragePrecision(1, 1);
        double error = 0;
        if (!_exact)
        {
            (double least, double most) = Extremes();
            error = Math.Max(most - area, area - least);
        }

        return (Logit(area, Math.Sqrt(area * (1 - area) / Positives), Positives), error);
    }

    /// <summary>Average precision if both sides had the same weight in all.</summary>
    public double BalancedPrecision() => Positives == 0 || Negatives == 0 ? double.NaN : AveragePrecision(1.0 / Positives, 1.0 / Negatives);

    /// <summary>Average precision in the data as they stand.</summary>
    public double NaturalPrecision() => Positives == 0 ? double.NaN : AveragePrecision(1, 1);

    private double AveragePrecision(double positiveWeight, double negativeWeight)
    {
        double truly = 0;
        double falsely = 0;
        double area = 0;
        foreach ((long positive, long negative) in _bins)
        {
            truly += positive;
            falsely += negative;
            if (positive > 0)
            {
                area += positive * (truly * positiveWeight / ((truly * positiveWeight) + (falsely * negativeWeight)));
            }
        }

        return Math.Min(1, area / Positives);
    }

    /// <summary>
    /// Bounds of the average precision whatever the order within bins: all negatives of a bin first and the precision of its first positive for all, and all
    /// positives first with the precision of its last.
    /// </summary>
    private (double Least, double Most) Extremes()
    {
        double truly = 0;
        double falsely = 0;
        double least = 0;
        double most = 0;
        foreach ((long positive, long negative) in _bins)
        {
            // The precision after the j-th positive of a bin is (t + j) / (t + j + f), which rises with j.
            least += positive * ((truly + 1) / (truly + 1 + falsely + negative));
            most += positive * ((truly + positive) / (truly + positive + falsely));
            truly += positive;
            falsely += negative;
        }

        return (least / Positives, most / Positives);
    }

    private static Interval Logit(double area, double deviation, double trials)
    {
        if (area is <= 0 or >= 1 || !(deviation > 0))
        {
            Interval wilson = Proportions.Wilson(area * trials, trials);
            return new(area, Math.Min(area, wilson.Low), Math.Max(area, wilson.High));
        }

        double centre = PortableMath.Log(area / (1 - area));
        double spread = NormalDistribution.Z95 * deviation / (area * (1 - area));
        return new(area, Logistic(centre - spread), Logistic(centre + spread));
    }

    private static double Logistic(double x) => 1 / (1 + PortableMath.Exp(-x));
}
