using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>Correlation of two columns of numbers. Rows with a NaN on either side are left out. Sums are exact, so the order of rows does not matter.</summary>
public static class Correlation
{
    /// <summary>Pearson's r; NaN where a side is constant or fewer than two rows are left. O(n).</summary>
    public static double Pearson(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException("Both columns need the same rows.");
        }

        (double[] left, double[] right) = Complete(first, second);
        return left.Length < 2 ? double.NaN : new CentredColumn(left).With(new CentredColumn(right));
    }

    /// <summary>Spearman's rho: Pearson's r of mean ranks, so ties count as they should. O(n log n).</summary>
    public static double Spearman(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        (double[] left, double[] right) = Complete(first, second);
        return Pearson(Ranks(left), Ranks(right));
    }

    /// <summary>Ranks from 1; equal values share the mean of theirs. O(n log n).</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        var keys = new ulong[values.Count];
        int[] order = new int[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            (keys[i], order[i]) = (OrderedBits.Of(values[i]), i);
        }

        KeySort.Sort(keys, order);
        var ranks = new double[order.Length];
        int start = 0;
        while (start < order.Length)
        {
            int end = start + 1;
            while (end < order.Length && keys[end] == keys[start])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }

            start = end;
        }

        return ranks;
    }

    /// <summary>The rows that have a value on both sides.</summary>
    private static (double[] First, double[] Second) Complete(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var left = new List<double>(first.Length);
        var right = new List<double>(first.Length);
        for (int i = 0; i < first.Length; i++)
        {
            if (!double.IsNaN(first[i]) && !double.IsNaN(second[i]))
            {
                left.Add(first[i]);
                right.Add(second[i]);
            }
        }

        return (left.ToArray(), right.ToArray());
    }
}
