namespace Curate.Core.Statistics;

/// <summary>The two-sample Kolmogorov-Smirnov test.</summary>
public static class KolmogorovSmirnov
{
    /// <summary>Largest distance of the two cumulative distributions. Both samples ascending. O(n + m).</summary>
    public static double Distance(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        int i = 0;
        int j = 0;
        double most = 0;
        while (i < first.Length && j < second.Length)
        {
            double at = Math.Min(first[i], second[j]);
            while (i < first.Length && first[i] <= at)
            {
                i++;
            }

            while (j < second.Length && second[j] <= at)
            {
                j++;
            }

            most = Math.Max(most, Math.Abs(((double)i / first.Length) - ((double)j / second.Length)));
        }

        return first.IsEmpty || second.IsEmpty ? double.NaN : most;
    }

    /// <summary>
    /// p-value of a distance: the limiting distribution at (sqrt(e) + 0.12 + 0.11 / sqrt(e)) D with e = n m / (n + m) (Stephens 1970), good from e = 4 on
    /// to about a tenth of its value. Conservative for samples with ties.
    /// </summary>
    public static double PValue(double distance, long first, long second)
    {
        if (first == 0 || second == 0 || double.IsNaN(distance))
        {
            return double.NaN;
        }

        double root = Math.Sqrt((double)first * second / ((double)first + second));
        return KolmogorovDistribution.Upper((root + 0.12 + (0.11 / root)) * distance);
    }
}
