namespace Curate.Core.Randomness;

/// <summary>Shares a whole number out in proportion to weights, exactly: floors first, then one more to the largest remainders (ties to the lower index).</summary>
public static class LargestRemainders
{
    /// <summary>Parts that sum to <paramref name="total"/>, each within one of its exact share.</summary>
    public static long[] Share(long total, IReadOnlyList<double> weights)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        var parts = new long[weights.Count];
        var remainders = new double[weights.Count];
        long given = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            double exact = sum > 0 ? total * (weights[i] / sum) : 0;
            // A product that should be whole may come out a hair below it.
            double nearest = Math.Round(exact);
            double snapped = Math.Abs(exact - nearest) < 1e-9 * Math.Max(1, nearest) ? nearest : exact;
            parts[i] = (long)Math.Floor(snapped);
            remainders[i] = snapped - parts[i];
            given += parts[i];
        }

        int[] order = [.. Enumerable.Range(0, parts.Length)];
        Array.Sort(order, (a, b) => remainders[a] != remainders[b] ? remainders[b].CompareTo(remainders[a]) : a.CompareTo(b));
        for (int i = 0; given < total && i < order.Length; i++, given++)
        {
            parts[order[i]]++;
        }

        return parts;
    }
}
