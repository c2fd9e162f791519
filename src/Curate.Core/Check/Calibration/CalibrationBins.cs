namespace Curate.Core.Check.Calibration;

/// <summary>The bin of every probability.</summary>
internal static class CalibrationBins
{
    /// <summary>Bins of the same width; 1 belongs to the last. O(n).</summary>
    public static int[] Width(ReadOnlySpan<double> chances, int bins)
    {
        var of = new int[chances.Length];
        for (int i = 0; i < of.Length; i++)
        {
            of[i] = Math.Min(bins - 1, (int)(chances[i] * bins));
        }

        return of;
    }

    /// <summary>Bins of the same number of rows as far as equal probabilities, which stay together, allow: so the order of rows does not matter. O(n log n).</summary>
    public static int[] Mass(ReadOnlySpan<double> chances, int bins)
    {
        double[] sorted = chances.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var of = new int[sorted.Length];
        int bin = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            bin = i > 0 && sorted[i] == sorted[i - 1] ? bin : (int)((long)i * bins / sorted.Length);
            of[order[i]] = bin;
        }

        return of;
    }
}
