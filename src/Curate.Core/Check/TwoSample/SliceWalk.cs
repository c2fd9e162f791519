namespace Curate.Core.Check.TwoSample;

/// <summary>One projection of two samples: its energy distance for the observed labels, for all permutations and for all resamples. O(n log n + n (B + R)).</summary>
internal sealed record SliceWalk
{
    /// <summary>2 times the integral of (F - G)^2.</summary>
    public required double Raw { get; init; }

    /// <summary>The same from means over pairs of different rows.</summary>
    public required double Unbiased { get; init; }

    /// <summary>2 E|X - Y|.</summary>
    public required double Cross { get; init; }

    public required double[] Permuted { get; init; }

    public required double[] ResampledRaw { get; init; }

    public required double[] ResampledCross { get; init; }

    /// <param name="values">The projected rows.</param>
    /// <param name="labels">1 for rows of the first side.</param>
    /// <param name="permuted">The labels of each permutation.</param>
    /// <param name="resampled">How often each row is drawn by each resample.</param>
    public static SliceWalk Of(double[] values, byte[] labels, byte[][] permuted, int[][] resampled)
    {
        int n = values.Length;
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(values, order);
        var gaps = new double[n];
        for (int i = 0; i + 1 < n; i++)
        {
            gaps[i] = values[i + 1] - values[i];
        }

        int first = 0;
        foreach (byte label in labels)
        {
            first += label;
        }

        int second = n - first;
        (double cross, double ownFirst, double ownSecond) = Means(order, gaps, labels, first, second);
        var nulls = new double[permuted.Length];
        for (int b = 0; b < nulls.Length; b++)
        {
            nulls[b] = RawOf(order, gaps, permuted[b], first, second);
        }

        var resampledRaw = new double[resampled.Length];
        var resampledCross = new double[resampled.Length];
        for (int r = 0; r < resampled.Length; r++)
        {
            (resampledRaw[r], resampledCross[r]) = Weighted(order, gaps, labels, resampled[r], first, second);
        }

        // Pairs of a row with itself have distance 0 and are n of the n^2 pairs.
        double unbiased = cross - (first > 1 ? ownFirst * first / (first - 1) : 0) - (second > 1 ? ownSecond * second / (second - 1) : 0);
        return new SliceWalk { Raw = RawOf(order, gaps, labels, first, second), Unbiased = unbiased, Cross = cross, Permuted = nulls, ResampledRaw = resampledRaw, ResampledCross = resampledCross };
    }

    /// <summary>2 E|X - Y|, E|X - X'| and E|Y - Y'|, where pairs include a row with itself.</summary>
    private static (double Cross, double OwnFirst, double OwnSecond) Means(int[] order, double[] gaps, byte[] labels, int first, int second)
    {
        double cross = 0;
        double ownFirst = 0;
        double ownSecond = 0;
        int passed = 0;
        for (int i = 0; i < order.Length - 1; i++)
        {
            passed += labels[order[i]];
            double f = (double)passed / first;
            double g = (double)(i + 1 - passed) / second;
            cross += gaps[i] * ((f * (1 - g)) + (g * (1 - f)));
            ownFirst += gaps[i] * f * (1 - f);
            ownSecond += gaps[i] * g * (1 - g);
        }

        return (2 * cross, 2 * ownFirst, 2 * ownSecond);
    }

    private static double RawOf(int[] order, double[] gaps, byte[] labels, int first, int second)
    {
        double up = 1.0 / first;
        double down = 1.0 / second;
        double sum = 0;
        int passed = 0;
        for (int i = 0; i < order.Length - 1; i++)
        {
            passed += labels[order[i]];
            double off = (passed * up) - ((i + 1 - passed) * down);
            sum += gaps[i] * off * off;
        }

        return 2 * sum;
    }

    private static (double Raw, double Cross) Weighted(int[] order, double[] gaps, byte[] labels, int[] counts, int first, int second)
    {
        double raw = 0;
        double cross = 0;
        int ofFirst = 0;
        int ofSecond = 0;
        for (int i = 0; i < order.Length - 1; i++)
        {
            int row = order[i];
            int count = counts[row];
            ofFirst += labels[row] * count;
            ofSecond += (1 - labels[row]) * count;
            double f = (double)ofFirst / first;
            double g = (double)ofSecond / second;
            raw += gaps[i] * (f - g) * (f - g);
            cross += gaps[i] * ((f * (1 - g)) + (g * (1 - f)));
        }

        return (2 * raw, 2 * cross);
    }
}
