using Curate.Core.Numerics;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>
/// Bisecting k-means: one cluster of all rows, and then, until there are enough, the cluster with the largest sum of squared distances (or the most rows) is cut
/// in two by k-means. A row stays in the half that it fell into; with <c>--refine</c> steps of k-means over all rows follow.
/// </summary>
/// <remarks>Steinbach, Karypis and Kumar 2000, "A comparison of document clustering techniques". O(n d log k) for cuts into halves of about equal size, at
/// worst O(n d k). Memory: the vectors of the cluster that is cut, once more.</remarks>
internal static class BisectingFit
{
    public static ClusterFit Of(FitInput input, BisectingOptions options)
    {
        KMeansOptions plain = options.Fit with { TrainRows = 0 };
        int clusters = Math.Min(options.K!.Value, input.Rows.Count);
        using MemoryLease lease = input.Run.Memory.Lease((8L * input.Rows.Count) + (4L * clusters * input.Rows.Width), "Bisecting k-means");
        var parts = new List<Part>();
        int[] all = [.. Enumerable.Range(0, input.Rows.Count)];
        using (KMeansResult whole = KMeans.Fit(input.Rows, plain with { Clusters = 1 }, input.Draw, input.Run, input.Weights))
        {
            parts.Add(new Part(all, whole.Centroids[0].ToArray(), whole.Inertia));
        }

        var cuts = new ReportTable("cuts", "Cuts", ["cut", "rows", "left", "right", "inertia_before", "inertia_after"]);
        for (int cut = 1; parts.Count < clusters; cut++)
        {
            int next = Largest(parts, options.BySize);
            if (next < 0)
            {
                break;
            }

            Part part = parts[next];
            if (Halves(input, part, plain, input.Draw.For((ulong)cut)) is not { } halves)
            {
                part.IsWhole = true;
                continue;
            }

            cuts.Add((long)parts.Count, (long)part.Rows.Length, (long)halves.Left.Rows.Length, (long)halves.Right.Rows.Length, part.Inertia, halves.Left.Inertia + halves.Right.Inertia);
            parts[next] = halves.Left;
            parts.Add(halves.Right);
        }

        ClusterFit fit = Made(input, options, plain, parts);
        fit.Tables.Add(cuts);
        return fit;
    }

    /// <summary>The part to cut next, the first of equal ones; -1 where none can be.</summary>
    private static int Largest(List<Part> parts, bool bySize)
    {
        int largest = -1;
        double most = 0;
        for (int p = 0; p < parts.Count; p++)
        {
            double own = parts[p].IsWhole || parts[p].Rows.Length < 2 || parts[p].Inertia <= 0 ? 0 : bySize ? parts[p].Rows.Length : parts[p].Inertia;
            if (own > most)
            {
                (largest, most) = (p, own);
            }
        }

        return largest;
    }

    private static (Part Left, Part Right)? Halves(FitInput input, Part part, KMeansOptions plain, Randomness.SeededDraw draw)
    {
        double[]? weights = input.Weights is { } given ? Array.ConvertAll(part.Rows, row => given[row]) : null;
        if (weights is not null && Array.TrueForAll(weights, static w => w == 0))
        {
            return null;
        }

        using VectorStore own = input.Rows.Gather(part.Rows, input.Run);
        using KMeansResult two = KMeans.Fit(own, plain with { Clusters = 2 }, draw, input.Run, weights);
        if (two.Sizes[0] == 0 || two.Sizes[1] == 0)
        {
            return null;
        }

        double[] squares = CentroidDistance.Squares(own, two.Centroids, two.Labels, plain.Spherical, input.Run);
        Part Half(int side)
        {
            var inertia = new ExactSum();
            for (int i = 0; i < squares.Length; i++)
            {
                if (two.Labels[i] == side)
                {
                    inertia.AddProduct(squares[i], weights?[i] ?? 1);
                }
            }

            return new Part([.. part.Rows.Where((_, i) => two.Labels[i] == side)], two.Centroids[side].ToArray(), inertia.ToDouble());
        }

        return (Half(0), Half(1));
    }

    private static ClusterFit Made(FitInput input, BisectingOptions options, KMeansOptions plain, List<Part> parts)
    {
        var centroids = new VectorStore(parts.Count, input.Rows.Width, 0, input.Run);
        try
        {
            var labels = new int[input.Rows.Count];
            var inertia = new ExactSum();
            for (int p = 0; p < parts.Count; p++)
            {
                parts[p].Centroid.CopyTo(centroids[p]);
                inertia.Add(parts[p].Inertia);
                foreach (int row in parts[p].Rows)
                {
                    labels[row] = p;
                }
            }

            return options.Refines
                ? KMeansFit.Made(KMeans.FitFrom(input.Rows, centroids, plain, input.Run, input.Weights), plain)
                : new ClusterFit(centroids, centroids) { Labels = labels, Cosine = options.Cosine, Inertia = inertia.ToDouble() };
        }
        catch
        {
            centroids.Dispose();
            throw;
        }
    }

    /// <summary>A cluster so far.</summary>
    private sealed class Part(int[] rows, float[] centroid, double inertia)
    {
        public int[] Rows { get; } = rows;

        public float[] Centroid { get; } = centroid;

        public double Inertia { get; } = inertia;

        /// <summary>It was tried, and has no two different vectors.</summary>
        public bool IsWhole { get; set; }
    }
}
