using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Clustering;

public sealed class HierarchicalKMeansTests
{
    private static SeededDraw Draw(ulong seed) => new(seed, "tree");

    private static HierarchicalOptions Options(int rounds, params int[] clusters) =>
        new() { Clusters = clusters, Rounds = rounds, Fit = new KMeansOptions { Clusters = 1, MaxIterations = 6 } };

    private static string Text(HierarchicalResult tree) => string.Join('\n', tree.Levels.Select(static l =>
        string.Join(' ', l.Parents) + "|" + string.Join(' ', l.Rows) + "|" + BitConverter.DoubleToInt64Bits(l.Inertia)
        + "|" + string.Join(' ', l.Centroids.Rows(0, l.Centroids.Count).ToArray().Select(BitConverter.SingleToInt32Bits))));

    private static double Squared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int p = 0; p < a.Length; p++)
        {
            sum += ((double)a[p] - b[p]) * ((double)a[p] - b[p]);
        }

        return sum;
    }

    /// <summary>The definition, step by step, on top of k-means: rounds, and everything assigned to the nearest centroid.</summary>
    private static (int[] Labels, float[][] Centroids) Naive(VectorStore below, int clusters, int rounds, int members, bool nearest, KMeansOptions plain, SeededDraw draw, RunContext run)
    {
        KMeansOptions fit = plain with { Clusters = clusters };
        using KMeansResult first = KMeans.Fit(below, fit, draw.For(0), run);
        int[] labels = [.. first.Labels];
        float[][] centroids = [.. Enumerable.Range(0, clusters).Select(c => first.Centroids[c].ToArray())];
        for (int round = 1; round <= rounds; round++)
        {
            SeededDraw own = draw.For((ulong)round);
            SeededDraw picks = own.For("members"u8);
            int[] sample = [.. Enumerable.Range(0, clusters).SelectMany(c => Enumerable.Range(0, below.Count).Where(i => labels[i] == c)
                .OrderBy(i => nearest ? Squared(below[i], centroids[c]) : picks.Unit(0, i)).ThenBy(static i => i).Take(members)).Order()];
            using VectorStore pool = below.Gather(sample, run);
            using KMeansResult again = KMeans.Fit(pool, fit with { Clusters = Math.Min(clusters, sample.Length) }, own, run);
            centroids = [.. Enumerable.Range(0, again.Centroids.Count).Select(c => again.Centroids[c].ToArray())];
            labels = [.. Enumerable.Range(0, below.Count).Select(i => Enumerable.Range(0, centroids.Length).MinBy(c => Squared(below[i], centroids[c])))];
        }

        return (labels, centroids);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void Fit_takes_the_steps_of_the_definition(int rounds, bool nearest) => Seeds.Each(2, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 240, 4, 0, run);
        HierarchicalOptions options = Options(rounds, 12, 4) with { Members = [5, 2], TakesNearest = nearest };
        using HierarchicalResult tree = HierarchicalKMeans.Fit(rows, options, Draw(seed), run);
        (int[] leaves, float[][] centroids) = Naive(rows, 12, rounds, 5, nearest, options.Fit, Draw(seed).For(0), run);
        Assert.Equal(leaves, tree.Levels[0].Parents);
        Assert.Equal(centroids.SelectMany(static c => c), tree.Levels[0].Centroids.Rows(0, 12).ToArray());
        (int[] tops, _) = Naive(tree.Levels[0].Centroids, 4, rounds, 2, nearest, options.Fit, Draw(seed).For(1), run);
        Assert.Equal(tops, tree.Levels[1].Parents);
        Assert.Equal([5, 2], tree.Levels.Select(l => rounds == 0 ? (l == tree.Levels[0] ? 5 : 2) : l.Members));
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal([leaves[i], tops[leaves[i]]], tree.PathOf(i));
        }

        Assert.Equal(240, tree.Levels[1].Rows.Sum());
        Assert.Equal(Enumerable.Range(0, 4).Select(t => (long)leaves.Count(l => tops[l] == t)), tree.Levels[1].Rows);
        Assert.Equal(Enumerable.Range(0, 240).Sum(i => Squared(rows[i], tree.Levels[0].Centroids[leaves[i]])), tree.Levels[0].Inertia, 1e-9);
    });

    [Fact]
    public void Fit_is_the_same_for_any_number_of_workers()
    {
        RunContext one = TestVectors.Run(1);
        using VectorStore rows = TestVectors.Numbers(3, 900, 6, 5, one);
        using HierarchicalResult expected = HierarchicalKMeans.Fit(rows, Options(2, 30, 6, 2), Draw(1), one);
        foreach (int workers in new[] { 2, 7 })
        {
            using HierarchicalResult actual = HierarchicalKMeans.Fit(rows, Options(2, 30, 6, 2), Draw(1), TestVectors.Run(workers));
            Assert.Equal(Text(expected), Text(actual));
        }

        using HierarchicalResult other = HierarchicalKMeans.Fit(rows, Options(2, 30, 6, 2), Draw(2), one);
        Assert.NotEqual(Text(expected), Text(other));
    }

    [Fact]
    public void Fit_spherical_clusters_by_direction_at_every_level()
    {
        RunContext run = TestVectors.Run();
        using var rows = new VectorStore(60, 2, 0, run);
        for (int i = 0; i < 60; i++)
        {
            double angle = (i % 6) * Math.PI / 3;
            rows[i][0] = (float)(Math.Cos(angle) * (1 + (i / 6)));
            rows[i][1] = (float)(Math.Sin(angle) * (1 + (i / 6)));
        }

        using HierarchicalResult tree = HierarchicalKMeans.Fit(rows, Options(1, 6, 2) with { Fit = new KMeansOptions { Clusters = 1, Spherical = true, Starts = 5 }, Members = [3, 0] }, Draw(5), run);
        Assert.Equal(6, tree.Levels[0].Rows.Length);
        Assert.All(tree.Levels[0].Rows, static n => Assert.Equal(10, n));
        for (int i = 0; i < 60; i++)
        {
            Assert.Equal(tree.PathOf(i % 6), tree.PathOf(i));
        }
    }

    [Fact]
    public void Fit_fewer_distinct_rows_than_clusters_leaves_no_cluster_empty()
    {
        RunContext run = TestVectors.Run();
        using var rows = new VectorStore(20, 1, 0, run);
        for (int i = 0; i < 20; i++)
        {
            rows[i][0] = i % 3;
        }

        using (HierarchicalResult tree = HierarchicalKMeans.Fit(rows, Options(2, 8, 5), Draw(1), run))
        {
            Assert.Equal([3, 3], tree.Levels.Select(static l => l.Centroids.Count));
            Assert.Equal([6L, 7, 7], tree.Levels[1].Rows.Order());
            Assert.Equal(0, tree.Levels[0].Inertia);
        }

        rows.Dispose();
        Assert.Equal(0, run.Memory.ForMethods - run.Memory.Free);
    }

    [Fact]
    public void Fit_one_row_is_one_cluster_at_every_level()
    {
        RunContext run = TestVectors.Run();
        using var rows = new VectorStore(1, 3, 0, run);
        using HierarchicalResult tree = HierarchicalKMeans.Fit(rows, Options(10, 4, 2), Draw(1), run);
        Assert.Equal([0, 0], tree.PathOf(0));
    }

    [Fact]
    public void Fit_rounds_flatten_the_clusters_of_skewed_rows()
    {
        // Density falls from 0 on: k-means alone puts most centroids where most rows are, rounds spread them over the range.
        RunContext run = TestVectors.Run();
        var random = new SplitMix64(4);
        using var rows = new VectorStore(4000, 1, 0, run);
        for (int i = 0; i < rows.Count; i++)
        {
            double u = random.Unit();
            rows[i][0] = (float)(u * u * u * u);
        }

        double Median(int rounds)
        {
            using HierarchicalResult tree = HierarchicalKMeans.Fit(rows, Options(rounds, 60), Draw(9), run);
            float[] centroids = tree.Levels[0].Centroids.Rows(0, 60).ToArray();
            Array.Sort(centroids);
            return centroids[30];
        }

        Assert.True(Median(10) > Median(0) + 0.03, $"{Median(10)} against {Median(0)}");
    }

    [Fact]
    public void Fit_refuses_levels_that_do_not_fit_together()
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(1, 10, 2, 0, run);
        Assert.Throws<ArgumentException>(() => HierarchicalKMeans.Fit(rows, Options(0), Draw(1), run));
        Assert.Throws<ArgumentException>(() => HierarchicalKMeans.Fit(rows, Options(0, 2, 3), Draw(1), run));
        Assert.Throws<ArgumentException>(() => HierarchicalKMeans.Fit(rows, Options(0, 4, 0), Draw(1), run));
        Assert.Throws<ArgumentException>(() => HierarchicalKMeans.Fit(rows, Options(1, 4, 2) with { Members = [3] }, Draw(1), run));
        Assert.Throws<ArgumentException>(() => HierarchicalKMeans.Fit(rows, Options(1, 4, 2) with { Fit = new KMeansOptions { Clusters = 1, Balanced = true } }, Draw(1), run));
    }
}
