using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>
/// How far rows are from centroids: the Euclidean distance, or for directions 1 - cosine, which for vectors of length 1 is half the squared distance. All is taken
/// in double from the float32 vectors, so a row has one distance wherever it is computed.
/// </summary>
internal static class CentroidDistance
{
    /// <summary>The distance that a squared one stands for.</summary>
    public static double Of(double squared, bool cosine) => cosine ? squared / 2 : Math.Sqrt(squared);

    /// <summary>The squared distance of each row to the centroid of its cluster, rows of directions at length 1. O(n d), 8 bytes a row.</summary>
    public static double[] Squares(VectorStore rows, VectorStore centroids, int[] labels, bool cosine, RunContext run)
    {
        var squares = new double[rows.Count];
        Workers.ForBlocks(run.Workers, PanelScan.BlocksOf(rows.Count), block =>
        {
            var unit = new float[rows.Width];
            int end = Math.Min(rows.Count, (block + 1) * PanelScan.BlockRows);
            for (int row = block * PanelScan.BlockRows; row < end; row++)
            {
                ReadOnlySpan<float> vector = rows[row];
                if (cosine)
                {
                    vector.CopyTo(unit);
                    UnitLength.Apply(unit);
                    vector = unit;
                }

                squares[row] = PairSums.Squares(vector, centroids[labels[row]]);
            }
        }, run.Ct);
        return squares;
    }
}
