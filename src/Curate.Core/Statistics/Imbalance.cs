using Curate.Core.Numerics;
using Curate.Core.Profile.Report;

namespace Curate.Core.Statistics;

/// <summary>How unevenly rows spread over classes. All take counts of classes that have rows; NaN for no class. O(K log K).</summary>
public static class Imbalance
{
    /// <summary>Largest count over smallest.</summary>
    public static double Ratio(ReadOnlySpan<long> counts)
    {
        long most = 0;
        long least = long.MaxValue;
        foreach (long count in counts)
        {
            most = Math.Max(most, count);
            least = Math.Min(least, count);
        }

        return counts.IsEmpty ? double.NaN : (double)most / least;
    }

    /// <summary>
    /// IRLbl of each label, the largest count over its own, and MeanIR, their mean (Charte et al. 2015, "Addressing imbalance in multilabel classification").
    /// </summary>
    public static (double[] Ratios, double Mean) OfLabels(IReadOnlyList<long> counts)
    {
        var ratios = new double[counts.Count];
        long most = 0;
        for (int i = 0; i < ratios.Length; i++)
        {
            most = Math.Max(most, counts[i]);
        }

        var sum = new ExactSum();
        for (int i = 0; i < ratios.Length; i++)
        {
            ratios[i] = (double)most / counts[i];
            sum.Add(ratios[i]);
        }

        return (ratios, ratios.Length == 0 ? double.NaN : sum.ToDouble() / ratios.Length);
    }

    /// <summary>Shannon entropy in nats: ln n - (sum c ln c) / n. Empty classes add nothing.</summary>
    public static double Entropy(ReadOnlySpan<long> counts)
    {
        // Summed from the smallest count up, so that the order of the classes does not matter.
        long[] sorted = Sorted(counts);
        double total = Total(sorted);
        double entropy = 0;
        foreach (long count in sorted)
        {
            if (count > 0)
            {
                double share = count / total;
                entropy -= share * PortableMath.Log(share);
            }
        }

        return counts.IsEmpty || total == 0 ? double.NaN : Math.Max(0, entropy);
    }

    /// <summary>Entropy over ln K: 1 for equal classes. 0 for a single class, which is the least balanced table that there is.</summary>
    public static double NormalisedEntropy(ReadOnlySpan<long> counts) =>
        counts.Length == 1 ? 0 : Math.Min(1, Entropy(counts) / PortableMath.Log(counts.Length));

    /// <summary>Gini coefficient of the counts: sum (2 i - K - 1) c_i / (K n) over ascending counts. 0 for equal classes, (K - 1) / K at most.</summary>
    public static double Gini(ReadOnlySpan<long> counts)
    {
        long[] sorted = Sorted(counts);
        double total = Total(sorted);
        double sum = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            sum += ((2.0 * (i + 1)) - sorted.Length - 1) * sorted[i];
        }

        return counts.IsEmpty ? double.NaN : sum / (sorted.Length * total);
    }

    /// <summary>The effective number of samples, (1 - b^n) / (1 - b) (Cui et al. 2019, "Class-balanced loss based on effective number of samples", equation 2).</summary>
    public static double EffectiveNumber(long count, double beta = 0.9999) =>
        -PortableMath.Expm1(count * PortableMath.Log1p(beta - 1)) / (1 - beta);

    /// <summary>
    /// The Lorenz curve: cumulative share of rows over cumulative share of classes, smallest class first, from (0, 0) to (1, 1). At most
    /// <paramref name="points"/> steps, evenly spaced over the classes where there are more.
    /// </summary>
    public static IReadOnlyList<LorenzPoint> Lorenz(ReadOnlySpan<long> counts, int points = 200)
    {
        long[] sorted = Sorted(counts);
        double total = Total(sorted);
        var curve = new List<LorenzPoint> { new(0, 0) };
        int steps = Math.Min(points, sorted.Length);
        Int128 sum = 0;
        int at = 0;
        for (int step = 1; step <= steps; step++)
        {
            int until = (int)((long)sorted.Length * step / steps);
            while (at < until)
            {
                sum += sorted[at++];
            }

            curve.Add(new((double)at / sorted.Length, (double)sum / total));
        }

        return curve;
    }

    private static long[] Sorted(ReadOnlySpan<long> counts)
    {
        long[] sorted = counts.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private static double Total(ReadOnlySpan<long> counts)
    {
        Int128 total = 0;
        foreach (long count in counts)
        {
            total += count;
        }

        return (double)total;
    }
}
