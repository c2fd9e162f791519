using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// Mini-batch k-means (Sculley 2010): each step assigns a batch of rows and moves a centroid towards the mean of its rows in the batch, by the share that they
/// have in all it
/// has seen. The rows of a batch are drawn with replacement, keyed by step and place; it ends when ten steps have not improved the smoothed cost of a batch.
/// </summary>
/// <remarks>O(batch k d) a step; memory as for one batch, and 8 k d bytes. A step's centroids do not depend on the order inside a batch but for rounding,
/// which is fixed.</remarks>
internal static class MiniBatch
{
    private const double Smoothing = 0.1;
    private const int Patience = 10;

    public static void Fit(
        VectorStore rows, VectorStore centroids, KMeansOptions options, SeededDraw draw, RunContext run, double[]? weights, SimdWidth width)
    {
        int batch = Math.Min(options.BatchRows, rows.Count);
        int k = centroids.Count;
        int d = rows.Width;
        var exact = new double[(long)k * d];
        var seen = new double[k];
        for (int c = 0; c < k; c++)
        {
            for (int p = 0; p < d; p++)
            {
                exact[((long)c * d) + p] = centroids[c][p];
            }
        }

        long steps = (long)Math.Ceiling((double)rows.Count / batch) * options.MaxIterations;
        double smooth = double.NaN;
        double best = double.PositiveInfinity;
        int without = 0;
        var picked = new int[batch];
        for (long step = 0; step < steps && without < Patience; step++)
        {
            run.Ct.ThrowIfCancellationRequested();
            SeededDraw own = draw.For((ulong)step);
            for (int i = 0; i < batch; i++)
            {
                picked[i] = (int)(own.Unit(0, i) * rows.Count);
            }

            using VectorStore part = rows.Gather(picked, run);
            using NeighbourGraph graph = NeighbourSearch.Between(part, centroids, 1, new DistanceRule(Metric.Euclidean), run, width);
            double cost = 0;
            double mass = 0;
            for (int i = 0; i < batch; i++)
            {
                int c = graph.Neighbours(i)[0];
                double weight = weights?[picked[i]] ?? 1;
                cost += weight * graph.Distances(i)[0] * graph.Distances(i)[0];
                mass += weight;
                if (weight > 0)
                {
                    seen[c] += weight;
                    Towards(exact.AsSpan(c * d, d), part[i], weight / seen[c]);
                }
            }

            for (int c = 0; c < k; c++)
            {
                Span<float> centroid = centroids[c];
                for (int p = 0; p < d; p++)
                {
                    centroid[p] = (float)exact[((long)c * d) + p];
                }

                if (options.Spherical)
                {
                    UnitLength.Apply(centroid);
                }
            }

            cost /= Math.Max(mass, double.Epsilon);
            smooth = double.IsNaN(smooth) ? cost : smooth + (Smoothing * (cost - smooth));
            without = smooth < best ? 0 : without + 1;
            best = Math.Min(best, smooth);
        }
    }

    private static void Towards(Span<double> centroid, ReadOnlySpan<float> row, double share)
    {
        for (int p = 0; p < centroid.Length; p++)
        {
            centroid[p] = Math.FusedMultiplyAdd(share, row[p] - centroid[p], centroid[p]);
        }
    }
}
