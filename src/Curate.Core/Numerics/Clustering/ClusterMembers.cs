using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>The members of clusters in order of a number each, such as the distance to their centroid.</summary>
public static class ClusterMembers
{
    /// <summary>The rank (squared distance, or 1 - cosine) of each row to the centroid of its cluster, in double. O(n d); 8 bytes a row.</summary>
    public static double[] Ranks(VectorStore rows, VectorStore centroids, int[] labels, bool spherical, RunContext run)
    {
        var rule = new DistanceRule(spherical ? Metric.Cosine : Metric.Euclidean);
        var ranks = new double[rows.Count];
        Workers.ForBlocks(run.Workers, PanelScan.BlocksOf(rows.Count), block =>
        {
            int end = Math.Min(rows.Count, (block + 1) * PanelScan.BlockRows);
            for (int row = block * PanelScan.BlockRows; row < end; row++)
            {
                ranks[row] = rule.Rank(rows[row], centroids[labels[row]], rows.Numeric);
            }
        }, run.Ct);
        return ranks;
    }

    /// <summary>The members of each cluster with the smallest numbers, of equal ones those that come first; ascending. O(n log n), 12 bytes a row.</summary>
    /// <param name="labels">The cluster of each row; below 0 for none.</param>
    /// <param name="values">A number of each row, none of them NaN.</param>
    /// <param name="counts">How many of each cluster; all that it has where it has fewer.</param>
    public static int[] Smallest(int[] labels, double[] values, ReadOnlySpan<long> counts)
    {
        var starts = new int[counts.Length + 1];
        foreach (int label in labels)
        {
            if (label >= 0)
            {
                starts[label + 1]++;
            }
        }

        for (int c = 0; c < counts.Length; c++)
        {
            starts[c + 1] += starts[c];
        }

        var next = starts[..counts.Length];
        var members = new int[starts[^1]];
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= 0)
            {
                members[next[labels[row]]++] = row;
            }
        }

        var taken = new List<int>();
        for (int c = 0; c < counts.Length; c++)
        {
            Span<int> own = members.AsSpan(starts[c], starts[c + 1] - starts[c]);
            if (counts[c] < own.Length)
            {
                own.Sort((a, b) => values[a] != values[b] ? values[a].CompareTo(values[b]) : a.CompareTo(b));
                own = own[..(int)counts[c]];
            }

            taken.AddRange(own);
        }

        int[] rows = [.. taken];
        Array.Sort(rows);
        return rows;
    }
}
