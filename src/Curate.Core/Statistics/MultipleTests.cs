namespace Curate.Core.Statistics;

/// <summary>Adjusts p-values of many tests; NaN values are no tests and stay NaN. O(n log n).</summary>
public static class MultipleTests
{
    /// <summary>Holm 1979: keeps the chance of any false rejection.</summary>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        int[] order = Ascending(pValues);
        double[] adjusted = pValues.ToArray();
        double most = 0;
        for (int i = 0; i < order.Length; i++)
        {
            most = Math.Max(most, Math.Min(1, pValues[order[i]] * (order.Length - i)));
            adjusted[order[i]] = most;
        }

        return adjusted;
    }

    /// <summary>Benjamini and Hochberg 1995: keeps the expected share of false rejections among all rejections.</summary>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        int[] order = Ascending(pValues);
        double[] adjusted = pValues.ToArray();
        double least = 1;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            least = Math.Min(least, pValues[order[i]] * order.Length / (i + 1));
            adjusted[order[i]] = least;
        }

        return adjusted;
    }

    private static int[] Ascending(ReadOnlySpan<double> pValues)
    {
        double[] values = pValues.ToArray();
        int[] order = [.. Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i]))];
        Array.Sort(order, (a, b) => values[a].CompareTo(values[b]) is var by and not 0 ? by : a.CompareTo(b));
        return order;
    }
}
