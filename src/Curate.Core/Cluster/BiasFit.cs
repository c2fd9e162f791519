using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>
/// Even loads by a bias for each cluster: plain k-means fits the centroids, then rows go by in blocks, each row to the cluster with the least squared distance
/// less its bias, and after a block the bias of every cluster with more rows than the mean falls by a step and that of every one with fewer rises. In the end
/// all rows are assigned with the biases as they are, so that other rows can be assigned alike.
/// </summary>
/// <remarks>Wang et al. 2024, "Auxiliary-Loss-Free Load Balancing Strategy for Mixture-of-Experts", as clusters; steps are shares of the mean squared distance and
/// shrink evenly from pass to pass, which lets the loads settle. O(n k d) a pass.</remarks>
internal static class BiasFit
{
    /// <summary>Loads are compared over so many rows, fewer where a pass would have less than 64 comparisons.</summary>
    private const int MostBlockRows = 1024;

    public static ClusterFit Of(FitInput input, BalancedOptions options, KMeansOptions fit)
    {
        ClusterFit plain = KMeansFit.Made(KMeans.Fit(input.Rows, fit, input.Draw, input.Run, input.Weights), fit);
        VectorStore? unit = null;
        try
        {
            unit = fit.Spherical ? UnitLength.Copy(input.Rows, input.Run) : null;
            return Biased(input, options, plain, unit ?? input.Rows);
        }
        catch
        {
            plain.Dispose();
            throw;
        }
        finally
        {
            unit?.Dispose();
        }
    }

    private static ClusterFit Biased(FitInput input, BalancedOptions options, ClusterFit plain, VectorStore rows)
    {
        VectorStore centroids = plain.Centroids;
        int clusters = centroids.Count;
        var bias = new double[clusters];
        var labels = new int[rows.Count];
        double scale = plain.Inertia!.Value > 0 ? plain.Inertia.Value / rows.Count : 1;
        var passes = new ReportTable("loads", "Loads", ["pass", "largest_over_mean", "smallest_over_mean", "mean_squared_distance"]);
        passes.Add(Row(0, plain.Labels, rows, centroids));
        int blockRows = Math.Clamp(rows.Count / 64, 1, MostBlockRows);
        for (int pass = 1; pass <= options.BiasPasses; pass++)
        {
            double step = options.BiasStep * scale * (options.BiasPasses - pass + 1) / options.BiasPasses;
            for (int from = 0; from < rows.Count; from += blockRows)
            {
                int count = Math.Min(blockRows, rows.Count - from);
                Assign(input.Run, rows, centroids, bias, labels, from, count);
                var load = new int[clusters];
                for (int i = from; i < from + count; i++)
                {
                    load[labels[i]]++;
                }

                for (int c = 0; c < clusters; c++)
                {
                    bias[c] += step * Math.Sign((long)count - ((long)load[c] * clusters));
                }
            }

            passes.Add(Row(pass, labels, rows, centroids));
        }

        Assign(input.Run, rows, centroids, bias, labels, 0, rows.Count);
        passes.Add(Row(null, labels, rows, centroids));
        var fit = new ClusterFit(centroids, plain) { Labels = labels, Cosine = plain.Cosine, Bias = bias };
        fit.Tables.Add(passes);
        return fit;
    }

    private static void Assign(RunContext run, VectorStore rows, VectorStore centroids, double[] bias, int[] labels, int from, int count) =>
        Workers.ForBlocks(run.Workers, (count + 63) / 64, block =>
        {
            for (int row = from + (block * 64); row < from + Math.Min(count, (block + 1) * 64); row++)
            {
                labels[row] = RowAssigner.NearestBiased(rows[row], centroids, bias);
            }
        }, run.Ct);

    private static object?[] Row(int? pass, int[] labels, VectorStore rows, VectorStore centroids)
    {
        var load = new long[centroids.Count];
        var squares = new Numerics.ExactSum();
        for (int row = 0; row < labels.Length; row++)
        {
            load[labels[row]]++;
            squares.Add(PairSums.Squares(rows[row], centroids[labels[row]]));
        }

        double mean = (double)labels.Length / load.Length;
        return [pass is { } number ? (long)number : "final", load.Max() / mean, load.Min() / mean, squares.ToDouble() / labels.Length];
    }
}
