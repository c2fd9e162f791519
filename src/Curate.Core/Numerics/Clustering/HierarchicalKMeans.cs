using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// A tree of clusters: k-means on rows, then k-means on the centroids, level by level. Centroids count once each, however many rows they stand for, so a
/// coarser level sees a flatter picture of the data than the rows give. Within a level the picture is flattened further in rounds: every cluster gives the same
/// number of members, k-means is fitted on those alone, and everything is assigned to the new centroids.
/// </summary>
/// <remarks>
/// Vo et al. 2024, "Automatic Data Curation for Self-Supervised Learning: A Clustering-Based Approach" (hierarchical k-means with resampling). The time
/// of k-means at each level, plus, for each round, k-means on the sample and one assignment. Memory: that of <see cref="KMeans"/> on the rows, 4 bytes a row for each level's
/// labels, 20 bytes a row and the vectors of the sample during a round.
/// </remarks>
public static class HierarchicalKMeans
{
    /// <summary>Fits all levels.</summary>
    /// <param name="rows">Numbers only, at least one row.</param>
    /// <param name="options">What is asked for. A level that has less to cluster than it is to have clusters gets one for each.</param>
    /// <param name="draw">The draws of this fit.</param>
    /// <param name="run">Workers, memory, scratch.</param>
    /// <exception cref="ArgumentException">Levels that do not fit together, or bounds on sizes.</exception>
    /// <exception cref="Errors.CurateException">The budget has no room.</exception>
    public static HierarchicalResult Fit(VectorStore rows, HierarchicalOptions options, SeededDraw draw, RunContext run)
    {
        Check(options);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count);
        var levels = new List<HierarchyLevel>();
        MemoryLease lease = run.Memory.Lease(0, "A tree of clusters");
        try
        {
            for (int level = 0; level < options.Clusters.Count; level++)
            {
                VectorStore below = level == 0 ? rows : levels[^1].Centroids;
                lease.Grow((4L * below.Count) + (8L * options.Clusters[level]), "A tree of clusters");
                levels.Add(Level(below, level == 0 ? null : levels[^1].Rows, level, options, draw.For((ulong)level), run));
            }
        }
        catch
        {
            levels.ForEach(static l => l.Dispose());
            lease.Dispose();
            throw;
        }

        return new HierarchicalResult(levels, lease);
    }

    private static HierarchyLevel Level(VectorStore below, long[]? rowsBelow, int level, HierarchicalOptions options, SeededDraw draw, RunContext run)
    {
        int clusters = Math.Min(options.Clusters[level], below.Count);
        KMeansOptions plain = options.Fit with { Clusters = clusters };
        int members = options.Rounds == 0 ? 0 : options.Members.Count > 0 ? options.Members[level] : below.Count / (2 * clusters);
        KMeansResult fit = KMeans.Fit(below, plain, draw.For(0), run);
        try
        {
            for (int round = 1; round <= options.Rounds && members > 0; round++)
            {
                run.Ct.ThrowIfCancellationRequested();
                KMeansResult flatter = Again(below, fit, plain, members, options.TakesNearest, draw.For((ulong)round), run);
                fit.Dispose();
                fit = flatter;
            }

            return Compact(fit, rowsBelow, members, run);
        }
        finally
        {
            fit.Dispose();
        }
    }

    /// <summary>k-means on so many members of each cluster, and everything assigned to those centroids.</summary>
    private static KMeansResult Again(VectorStore below, KMeansResult fit, KMeansOptions plain, int members, bool nearest, SeededDraw draw, RunContext run)
    {
        int[] sample;
        using (run.Memory.Lease(20L * below.Count, "The sample of a round"))
        {
            double[] order = nearest ? ClusterMembers.Ranks(below, fit.Centroids, fit.Labels, plain.Spherical, run) : Draws(below.Count, draw.For("members"u8));
            var counts = new long[fit.Centroids.Count];
            Array.Fill(counts, members);
            sample = ClusterMembers.Smallest(fit.Labels, order, counts);
        }

        using VectorStore own = below.Gather(sample, run);
        using KMeansResult flat = KMeans.Fit(own, plain with { Clusters = Math.Min(plain.Clusters, own.Count) }, draw, run);
        VectorStore centroids = flat.Centroids.Gather([.. Enumerable.Range(0, flat.Centroids.Count)], run);
        try
        {
            return KMeans.FitFrom(below, centroids, plain with { MaxIterations = 0 }, run);
        }
        catch
        {
            centroids.Dispose();
            throw;
        }
    }

    private static double[] Draws(int count, SeededDraw draw)
    {
        var draws = new double[count];
        for (int row = 0; row < count; row++)
        {
            draws[row] = draw.Unit(0, row);
        }

        return draws;
    }

    /// <summary>The level without empty clusters, which fewer distinct vectors than clusters leave.</summary>
    private static HierarchyLevel Compact(KMeansResult fit, long[]? rowsBelow, int members, RunContext run)
    {
        int[] kept = [.. Enumerable.Range(0, fit.Sizes.Length).Where(c => fit.Sizes[c] > 0)];
        var place = new int[fit.Sizes.Length];
        for (int c = 0; c < kept.Length; c++)
        {
            place[kept[c]] = c;
        }

        var parents = new int[fit.Labels.Length];
        var rows = new long[kept.Length];
        for (int i = 0; i < parents.Length; i++)
        {
            parents[i] = place[fit.Labels[i]];
            rows[parents[i]] += rowsBelow?[i] ?? 1;
        }

        return new HierarchyLevel(fit.Centroids.Gather(kept, run), parents, rows, fit.Inertia, members);
    }

    private static void Check(HierarchicalOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Rounds);
        if (options.Clusters.Count == 0 || options.Clusters.Any(static k => k < 1))
        {
            throw new ArgumentException("A tree has a level, and each level a cluster.", nameof(options));
        }

        for (int level = 1; level < options.Clusters.Count; level++)
        {
            if (options.Clusters[level] > options.Clusters[level - 1])
            {
                throw new ArgumentException($"Level {level + 1} has {options.Clusters[level]} clusters, more than the {options.Clusters[level - 1]} that it is to cluster.", nameof(options));
            }
        }

        if (options.Members.Count > 0 && (options.Members.Count != options.Clusters.Count || options.Members.Any(static s => s < 0)))
        {
            throw new ArgumentException("Members of a sample are one number, not negative, for each level.", nameof(options));
        }

        if (options.Fit.BoundsSizes)
        {
            throw new ArgumentException("Bounds on sizes are not for trees of clusters.", nameof(options));
        }
    }
}
