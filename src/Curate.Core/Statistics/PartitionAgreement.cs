using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>
/// How well two divisions of the same rows agree, from their table of counts: purity, normalised mutual information, the adjusted Rand index, homogeneity
/// and completeness.
/// </summary>
/// <remarks>Rand index adjusted for chance: Hubert and Arabie 1985, eq. 5. Homogeneity and completeness: Rosenberg and Hirschberg 2007. Entropies are in nats.</remarks>
public sealed class PartitionAgreement
{
    private PartitionAgreement()
    {
    }

    /// <summary>Rows counted.</summary>
    public long Rows { get; private init; }

    /// <summary>The share of rows whose class is the most frequent one of their cluster.</summary>
    public double Purity { get; private init; }

    /// <summary>The share of the most frequent class: the purity of one cluster.</summary>
    public double Majority { get; private init; }

    /// <summary>Mutual information over the mean of both entropies; 1 where both divisions are one part.</summary>
    public double NormalisedInformation { get; private init; }

    /// <summary>0 in the mean for a random division of the same sizes, 1 for equal ones.</summary>
    public double AdjustedRand { get; private init; }

    /// <summary>1 where every cluster has rows of one class alone.</summary>
    public double Homogeneity { get; private init; }

    /// <summary>1 where every class is in one cluster.</summary>
    public double Completeness { get; private init; }

    /// <summary>From counts of (cluster, class), in any order; O(cells).</summary>
    public static PartitionAgreement Of(IEnumerable<(int Cluster, int Class, long Rows)> counts)
    {
        (int Cluster, int Class, long Rows)[] cells = [.. counts.Where(static c => c.Rows > 0).OrderBy(static c => c.Cluster).ThenBy(static c => c.Class)];
        var clusters = new SortedDictionary<int, long>();
        var classes = new SortedDictionary<int, long>();
        var most = new SortedDictionary<int, long>();
        long rows = 0;
        double pairs = 0;
        foreach ((int cluster, int label, long count) in cells)
        {
            clusters[cluster] = clusters.GetValueOrDefault(cluster) + count;
            classes[label] = classes.GetValueOrDefault(label) + count;
            most[cluster] = Math.Max(most.GetValueOrDefault(cluster), count);
            rows += count;
            pairs += Pairs(count);
        }

        if (rows == 0)
        {
            return new PartitionAgreement();
        }

        double information = 0;
        foreach ((int cluster, int label, long count) in cells)
        {
            information += (double)count / rows * PortableMath.Log((double)count * rows / ((double)clusters[cluster] * classes[label]));
        }

        double ofClusters = Entropy(clusters.Values, rows);
        double ofClasses = Entropy(classes.Values, rows);
        double inClusters = clusters.Values.Sum(Pairs);
        double inClasses = classes.Values.Sum(Pairs);
        double expected = rows > 1 ? inClusters * inClasses / Pairs(rows) : 0;
        double best = (inClusters + inClasses) / 2;
        information = Math.Max(0, information);
        return new PartitionAgreement
        {
            Rows = rows,
            Purity = (double)most.Values.Sum() / rows,
            Majority = (double)classes.Values.Max() / rows,
            NormalisedInformation = ofClusters + ofClasses > 0 ? Math.Min(1, 2 * information / (ofClusters + ofClasses)) : 1,
            AdjustedRand = best == expected ? 1 : (pairs - expected) / (best - expected),
            Homogeneity = ofClasses > 0 ? Math.Min(1, information / ofClasses) : 1,
            Completeness = ofClusters > 0 ? Math.Min(1, information / ofClusters) : 1,
        };
    }

    private static double Pairs(long count) => (double)count * (count - 1) / 2;

    private static double Entropy(IEnumerable<long> counts, long rows)
    {
        double entropy = 0;
        foreach (long count in counts)
        {
            entropy -= (double)count / rows * PortableMath.Log((double)count / rows);
        }

        return entropy;
    }
}
