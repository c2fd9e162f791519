using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Resample.Features;

/// <summary>Population standard deviations of numbers among some rows.</summary>
internal static class RowSpread
{
    /// <summary>One for each number; means first, so that nothing cancels. O(rows d).</summary>
    public static double[] Of(VectorStore store, ReadOnlySpan<int> rows)
    {
        var mean = new double[store.Numeric];
        foreach (int row in rows)
        {
            ReadOnlySpan<float> values = store[row];
            for (int p = 0; p < mean.Length; p++)
            {
                mean[p] += values[p];
            }
        }

        for (int p = 0; p < mean.Length; p++)
        {
            mean[p] /= rows.Length;
        }

        var spread = new double[mean.Length];
        foreach (int row in rows)
        {
            ReadOnlySpan<float> values = store[row];
            for (int p = 0; p < mean.Length; p++)
            {
                double off = values[p] - mean[p];
                spread[p] += off * off;
            }
        }

        for (int p = 0; p < mean.Length; p++)
        {
            spread[p] = Math.Sqrt(spread[p] / rows.Length);
        }

        return spread;
    }

    /// <summary>That of one value a row. O(rows).</summary>
    public static double Of(ReadOnlySpan<double> values, ReadOnlySpan<int> rows)
    {
        double mean = 0;
        foreach (int row in rows)
        {
            mean += values[row];
        }

        mean /= rows.Length;
        double squares = 0;
        foreach (int row in rows)
        {
            squares += (values[row] - mean) * (values[row] - mean);
        }

        return Math.Sqrt(squares / rows.Length);
    }

    /// <summary>The median of the deviations, the mean of both middle ones for an even number; 0 without numbers.</summary>
    public static double Median(double[] spread)
    {
        if (spread.Length == 0)
        {
            return 0;
        }

        double[] sorted = [.. spread];
        Array.Sort(sorted);
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
