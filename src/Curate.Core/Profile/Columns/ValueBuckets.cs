using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>Numbers in ascending buckets (one number each where they are few): quantiles, histograms and distributions come from here.</summary>
internal sealed class ValueBuckets
{
    private const int Bins = 20;

    private static readonly double[] s_shares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

    private readonly List<(double Low, double High, long Count)> _buckets;
    private readonly double _min;
    private readonly double _max;

    public ValueBuckets(List<(double Low, double High, long Count)> buckets, double min, double max, double error)
    {
        _buckets = buckets;
        (_min, _max, Error) = (min, max, error);
        foreach ((_, _, long count) in buckets)
        {
            Count += count;
        }
    }

    public long Count { get; }

    /// <summary>Largest relative error of a value read from a bucket.</summary>
    public double Error { get; }

    /// <summary>Buckets of single numbers, from numbers with counts in any order.</summary>
    public static ValueBuckets OfValues(List<(double Value, long Count)> values)
    {
        values.Sort(static (a, b) => a.Value.CompareTo(b.Value));
        var buckets = new List<(double, double, long)>(values.Count);
        foreach ((double value, long count) in values)
        {
            if (buckets.Count > 0 && buckets[^1].Item1 == value)
            {
                buckets[^1] = (value, value, buckets[^1].Item3 + count);
            }
            else
            {
                buckets.Add((value, value, count));
            }
        }

        return new(buckets, values.Count == 0 ? 0 : values[0].Value, values.Count == 0 ? 0 : values[^1].Value, 0);
    }

    /// <summary>The usual quantiles, each interpolated between the order statistics around it (type 7 of Hyndman and Fan 1996).</summary>
    public IReadOnlyList<Quantile> Quantiles() => Count == 0 ? [] : [.. s_shares.Select(s => new Quantile(s, At(s)))];

    public double At(double share)
    {
        double place = share * (Count - 1);
        long rank = (long)Math.Floor(place);
        double low = OrderStatistic(rank);
        double part = place - rank;
        return part == 0 || rank + 1 >= Count ? low : low + (part * (OrderStatistic(rank + 1) - low));
    }

    /// <summary>Rows over equal widths from the smallest to the largest number; one bin per number for whole numbers of a small range. Numbers of a bucket
    /// that lies across a border are shared in proportion.</summary>
    public IReadOnlyList<HistogramBin> Histogram(bool isWhole)
    {
        if (Count == 0)
        {
            return [];
        }

        if (_min == _max)
        {
            return [new HistogramBin(_min, _max, Count)];
        }

        bool single = isWhole && _max - _min < Bins;
        int bins = single ? (int)(_max - _min) + 1 : Bins;
        double low = single ? _min - 0.5 : _min;
        double high = single ? _max + 0.5 : _max;
        // Halves first, because the width of a column can exceed the largest double.
        double width = (high / bins) - (low / bins);
        var result = new HistogramBin[bins];
        long before = 0;
        for (int b = 0; b < bins; b++)
        {
            double from = low + (b * width);
            double to = b == bins - 1 ? high : low + ((b + 1) * width);
            long below = b == bins - 1 ? Count : Below(to);
            result[b] = new HistogramBin(from, to, below - before);
            before = below;
        }

        return result;
    }

    public NumericDistribution Distribution(Moments moments) => new()
    {
        Count = Count,
        Min = _min,
        Max = _max,
        Mean = moments.Mean,
        Variance = moments.Variance,
        Buckets = [.. _buckets.Select(static b => new DistributionBucket(b.Low, b.High, b.Count))],
        BucketError = Error,
    };

    /// <summary>A report on the numbers.</summary>
    public NumericReport Report(Moments moments, bool isWhole) => new()
    {
        Count = Count,
        Min = Count == 0 ? double.NaN : _min,
        Max = Count == 0 ? double.NaN : _max,
        Sum = moments.Sum,
        Mean = moments.Mean,
        Variance = moments.Variance,
        StandardDeviation = Math.Sqrt(moments.Variance),
        Skewness = moments.Skewness,
        Kurtosis = moments.Kurtosis,
        Quantiles = Quantiles(),
        QuantileError = Error,
        Histogram = Histogram(isWhole),
    };

    private double OrderStatistic(long rank)
    {
        if (rank == 0)
        {
            return _min;
        }

        if (rank >= Count - 1)
        {
            return _max;
        }

        long seen = 0;
        foreach ((double low, double high, long count) in _buckets)
        {
            seen += count;
            if (rank < seen)
            {
                return Math.Clamp(LogHistogram.Middle(low, high), _min, _max);
            }
        }

        return _max;
    }

    /// <summary>Numbers below a bound, those of a bucket across it in proportion and rounded once for the whole sum.</summary>
    private long Below(double bound)
    {
        long whole = 0;
        foreach ((double low, double high, long count) in _buckets)
        {
            double from = Math.Max(low, _min);
            double to = Math.Min(high, _max);
            if (to < bound)
            {
                whole += count;
            }
            else
            {
                return from >= bound || from == to ? whole : whole + (long)Math.Round(count * ((bound - from) / (to - from)));
            }
        }

        return whole;
    }
}
