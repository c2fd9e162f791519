using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>Correlation of two columns of numbers. Rows with a NaN on either side are left out. Sums are exact, so the order of rows does not matter.</summary>
public static class Correlation
{
    /// <summary>Pearson's r; NaN where a side is constant or fewer than two rows are left. O(n), two passes.</summary>
    public static double Pearson(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException("Both columns need the same rows.");
        }

        var sumX = new ExactSum();
        var sumY = new ExactSum();
        long rows = 0;
        for (int i = 0; i < first.Length; i++)
        {
            if (!double.IsNaN(first[i]) && !double.IsNaN(second[i]))
            {
                sumX.Add(first[i]);
                sumY.Add(second[i]);
                rows++;
            }
        }

        if (rows < 2)
        {
            return double.NaN;
        }

        double meanX = sumX.ToDouble() / rows;
        double meanY = sumY.ToDouble() / rows;
        var xx = new ExactSum();
        var yy = new ExactSum();
        var xy = new ExactSum();
        bool variesX = false;
        bool variesY = false;
        double firstX = double.NaN;
        double firstY = double.NaN;
        for (int i = 0; i < first.Length; i++)
        {
            if (!double.IsNaN(first[i]) && !double.IsNaN(second[i]))
            {
                variesX |= !double.IsNaN(firstX) && first[i] != firstX;
                variesY |= !double.IsNaN(firstY) && second[i] != firstY;
                firstX = double.IsNaN(firstX) ? first[i] : firstX;
                firstY = double.IsNaN(firstY) ? second[i] : firstY;
                double x = first[i] - meanX;
                double y = second[i] - meanY;
                xx.AddSquare(x);
                yy.AddSquare(y);
                xy.AddProduct(x, y);
            }
        }

        double whole = Math.Sqrt(xx.ToDouble()) * Math.Sqrt(yy.ToDouble());
        return !variesX || !variesY || !(whole > 0) ? double.NaN : Math.Clamp(xy.ToDouble() / whole, -1, 1);
    }

    /// <summary>Spearman's rho: Pearson's r of mean ranks, so ties count as they should. O(n log n).</summary>
    public static double Spearman(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
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

        return Pearson(Ranks(left), Ranks(right));
    }

    /// <summary>Ranks from 1; equal values share the mean of theirs. O(n log n).</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values];
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var ranks = new double[order.Length];
        int start = 0;
        while (start < order.Length)
        {
            int end = start + 1;
            while (end < order.Length && sorted[end] == sorted[start])
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
}
