namespace Curate.Core.Resample.Clusters;

/// <summary>Shares in proportion to values up to a cap each; what a cap cuts off goes to the others in proportion. The real-valued form of water-filling.</summary>
internal static class CappedShares
{
    /// <summary>Amounts that add up to <paramref name="total"/>, or to all caps where those are less. O(n log n), in a fixed order.</summary>
    /// <param name="total">What is shared out.</param>
    /// <param name="values">Above 0.</param>
    /// <param name="caps">Most of each; may be infinite.</param>
    public static double[] Of(double total, ReadOnlySpan<double> values, ReadOnlySpan<double> caps)
    {
        double[] value = values.ToArray();
        double[] cap = caps.ToArray();
        var order = new int[value.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        // Who meets the cap first comes first: the level at which it does is cap / value.
        Array.Sort(order, (a, b) => cap[a] / value[a] != cap[b] / value[b] ? (cap[a] / value[a]).CompareTo(cap[b] / value[b]) : a.CompareTo(b));
        var rest = new double[order.Length + 1];
        for (int i = order.Length - 1; i >= 0; i--)
        {
            rest[i] = rest[i + 1] + value[order[i]];
        }

        var shares = new double[order.Length];
        double left = total;
        for (int i = 0; i < order.Length; i++)
        {
            int at = order[i];
            shares[at] = Math.Min(cap[at], left * (value[at] / rest[i]));
            left = Math.Max(0, left - shares[at]);
        }

        return shares;
    }
}
