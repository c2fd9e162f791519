using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// Rows to centroids with bounds on the sizes of clusters, at the least possible sum of squared distances: a minimum-cost flow from rows through clusters
/// (Bradley, Bennett and Demiriz 2000, section 3), solved exactly by shortest augmenting paths between clusters. Distances are rounded to
/// steps of at most 2^-43 of the largest (for up to 500 clusters; a bit less fine for every doubling beyond), and with those the result is an optimum.
/// </summary>
/// <remarks>
/// O(n k) and, for every row that its nearest cluster has no place for, some multiple of k to k^2. 8 n k bytes for the distances, 12 a row, and 12 k^2. One
/// thread decides; among equal paths the first cluster and the first row.
/// </remarks>
public sealed class BalancedAssignment
{
    private BalancedAssignment(int[] labels, double total)
    {
        Labels = labels;
        Total = total;
    }

    /// <summary>The cluster of every row.</summary>
    public int[] Labels { get; }

    /// <summary>The sum of squared distances, exact in double precision.</summary>
    public double Total { get; }

    /// <summary>The assignment.</summary>
    /// <param name="rows">Numbers only.</param>
    /// <param name="centroids">The clusters.</param>
    /// <param name="least">Rows of a cluster at least; least x clusters is at most the number of rows.</param>
    /// <param name="most">Rows of a cluster at most; most x clusters is at least the number of rows.</param>
    /// <param name="run">Workers and memory.</param>
    /// <exception cref="ArgumentException">The bounds cannot be met.</exception>
    /// <exception cref="Errors.CurateException">The distances do not fit into the budget.</exception>
    public static BalancedAssignment Assign(VectorStore rows, VectorStore centroids, long least, long most, RunContext run)
    {
        using var assigner = new SizedAssigner(rows, null, centroids.Count, least, most, run);
        int[] labels = assigner.Assign(centroids);
        var rule = new DistanceRule(Metric.Euclidean);
        var total = new ExactSum();
        for (int row = 0; row < labels.Length; row++)
        {
            total.Add(rule.Rank(rows[row], centroids[labels[row]], rows.Numeric));
        }

        return new BalancedAssignment(labels, total.ToDouble());
    }

    /// <summary>What an assignment takes: 8 n k + 12 n + 12 k^2 bytes.</summary>
    public static long BytesFor(long rows, long clusters) => checked((8 * rows * clusters) + (12 * rows) + (12 * clusters * clusters));
}
