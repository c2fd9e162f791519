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
            double snapped = Snapped(exact);
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

        // Beyond 2^52 products come in whole steps and may sum to more than they should.
        for (int i = order.Length - 1; given > total && i >= 0; i--)
        {
            long less = Math.Min(given - total, parts[order[i]]);
            parts[order[i]] -= less;
            given -= less;
        }

        return parts;
    }

    /// <summary>
    /// The whole number that a product should be when it comes out a hair beside it, else the product. The hair is the error of three
    /// roundings, so that real fractions of large numbers stay.
    /// </summary>
    public static double Snapped(double exact)
    {
        double nearest = Math.Round(exact);
        return Math.Abs(exact - nearest) < 1e-9 + nearest * 1e-15 ? nearest : exact;
    }
}
