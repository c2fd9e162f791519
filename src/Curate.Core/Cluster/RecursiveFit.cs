using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>
/// Recursive balanced halving: a node of m clusters is cut in two nodes of m/2, each with as many rows as its clusters will have, so that in the end sizes differ
/// by at most one. A cut starts from k-means with two clusters; rows are sorted by how much nearer the first centroid is, the first part of them goes there, and
/// both centroids move to their means, until no row changes its side.
/// </summary>
/// <remarks>Dahiya et al. 2022 (NGAME), the clusters of its mini-batches. O(n d log k) for a step of every cut. Memory: the vectors of the node that is cut, once
/// more, and 28 bytes a row.</remarks>
internal static class RecursiveFit
{
    public static ClusterFit Of(FitInput input, int clusters, KMeansOptions fit)
    {
        VectorStore? unit = fit.Spherical ? UnitLength.Copy(input.Rows, input.Run) : null;
        VectorStore rows = unit ?? input.Rows;
        VectorStore? centroids = null;
        try
        {
            using MemoryLease lease = input.Run.Memory.Lease(28L * rows.Count, "Recursive halving");
            var labels = new int[rows.Count];
            centroids = new VectorStore(clusters, rows.Width, 0, input.Run);
            var open = new Stack<(int[] Rows, int First, int Count)>();
            open.Push(([.. Enumerable.Range(0, rows.Count)], 0, clusters));
            while (open.TryPop(out (int[] Rows, int First, int Count) node))
            {
                input.Run.Ct.ThrowIfCancellationRequested();
                if (node.Count == 1)
                {
                    Mean(rows, node.Rows, fit.Spherical, centroids[node.First]);
                    foreach (int row in node.Rows)
                    {
                        labels[row] = node.First;
                    }

                    continue;
                }

                int left = (node.Count + 1) / 2;
                int size = Enumerable.Range(node.First, left).Sum(c => SizeOf(c, clusters, rows.Count));
                (int[] near, int[] far) = Cut(rows, node.Rows, size, fit, input.Draw.For((ulong)node.First).For((ulong)node.Count), input.Run);
                open.Push((far, node.First + left, node.Count - left));
                open.Push((near, node.First, left));
            }

            return new ClusterFit(centroids, centroids) { Labels = labels, Cosine = fit.Spherical };
        }
        catch
        {
            centroids?.Dispose();
            throw;
        }
        finally
        {
            unit?.Dispose();
        }
    }

    /// <summary>The rows of a cluster: the first n mod k have one more.</summary>
    private static int SizeOf(int cluster, int clusters, int rows) => (rows / clusters) + (cluster < rows % clusters ? 1 : 0);

    /// <summary>Cuts rows in two parts, the first of the given size; both in ascending order.</summary>
    private static (int[] Near, int[] Far) Cut(VectorStore all, int[] rows, int size, KMeansOptions fit, Randomness.SeededDraw draw, RunContext run)
    {
        using VectorStore own = all.Gather(rows, run);
        using KMeansResult two = KMeans.Fit(own, fit with { Clusters = 2 }, draw, run);

        // The larger part goes to the centroid that has more rows by itself.
        int first = (two.Sizes[0] >= two.Sizes[1]) == (size * 2L >= rows.Length) ? 0 : 1;
        float[] near = two.Centroids[first].ToArray();
        float[] far = two.Centroids[1 - first].ToArray();
        var order = new int[rows.Length];
        var gains = new double[rows.Length];
        bool[] isNear = [];
        for (int step = 0; step <= fit.MaxIterations; step++)
        {
            Workers.ForBlocks(run.Workers, PanelScan.BlocksOf(own.Count), block =>
            {
                int end = Math.Min(own.Count, (block + 1) * PanelScan.BlockRows);
                for (int row = block * PanelScan.BlockRows; row < end; row++)
                {
                    gains[row] = PairSums.Squares(own[row], near) - PairSums.Squares(own[row], far);
                    order[row] = row;
                }
            }, run.Ct);
            Array.Sort(order, (a, b) => gains[a] != gains[b] ? gains[a].CompareTo(gains[b]) : a.CompareTo(b));
            var now = new bool[rows.Length];
            for (int i = 0; i < size; i++)
            {
                now[order[i]] = true;
            }

            bool same = isNear.AsSpan().SequenceEqual(now);
            isNear = now;
            if (same)
            {
                break;
            }

            Mean(own, [.. Enumerable.Range(0, now.Length).Where(i => now[i])], fit.Spherical, near);
            Mean(own, [.. Enumerable.Range(0, now.Length).Where(i => !now[i])], fit.Spherical, far);
        }

        return ([.. rows.Where((_, i) => isNear[i])], [.. rows.Where((_, i) => !isNear[i])]);
    }

    /// <summary>The mean of rows in their order, at length 1 for directions.</summary>
    private static void Mean(VectorStore store, int[] rows, bool spherical, Span<float> to)
    {
        var sums = new double[to.Length];
        foreach (int row in rows)
        {
            ReadOnlySpan<float> values = store[row];
            for (int p = 0; p < sums.Length; p++)
            {
                sums[p] += values[p];
            }
        }

        for (int p = 0; p < sums.Length; p++)
        {
            to[p] = (float)(sums[p] / Math.Max(1, rows.Length));
        }

        if (spherical)
        {
            UnitLength.Apply(to);
        }
    }
}
