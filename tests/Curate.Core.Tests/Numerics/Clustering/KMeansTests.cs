using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Kernels;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Clustering;

public sealed class KMeansTests
{
    private static SeededDraw Draw(ulong seed) => new(seed, "k-means");

    private static int Nearest(ReadOnlySpan<float> row, VectorStore centroids)
    {
        var rule = new DistanceRule(Metric.Euclidean);
        int best = 0;
        for (int c = 1; c < centroids.Count; c++)
        {
            best = rule.Rank(row, centroids[c], row.Length) < rule.Rank(row, centroids[best], row.Length) ? c : best;
        }

        return best;
    }

    private static double Inertia(VectorStore rows, KMeansResult result, double[]? weights = null)
    {
        double sum = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            sum += (weights?[i] ?? 1) * TestVectors.Naive(new DistanceRule(Metric.Euclidean), rows[i], result.Centroids[result.Labels[i]], rows.Width);
        }

        return sum;
    }

    private static string Text(KMeansResult result) =>
        string.Join(' ', result.Labels) + "|" + string.Join(' ', result.Centroids.Rows(0, result.Centroids.Count).ToArray().Select(BitConverter.SingleToInt32Bits))
        + "|" + BitConverter.DoubleToInt64Bits(result.Inertia) + "|" + result.Iterations;

    [Fact]
    public void FitFrom_one_start_takes_the_steps_of_a_naive_lloyd() => Seeds.Each(4, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 500, 11, (int)(seed % 2) * 5, run);
        int[] start = [.. Enumerable.Range(0, 13).Select(c => c * 31)];
        using VectorStore naive = rows.Gather(start, run);
        for (int iteration = 0; iteration < 4; iteration++)
        {
            int[] labels = [.. Enumerable.Range(0, rows.Count).Select(i => Nearest(rows[i], naive))];
            for (int c = 0; c < naive.Count; c++)
            {
                int[] members = [.. Enumerable.Range(0, rows.Count).Where(i => labels[i] == c)];
                for (int p = 0; p < 11 && members.Length > 0; p++)
                {
                    naive[c][p] = (float)members.Average(i => (double)rows[i][p]);
                }
            }
        }

        using KMeansResult result = KMeans.FitFrom(rows, rows.Gather(start, run), new KMeansOptions { Clusters = 13, MaxIterations = 4, Tolerance = 0 }, run);
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal(Nearest(rows[i], result.Centroids), result.Labels[i]);
        }

        for (int c = 0; c < 13; c++)
        {
            for (int p = 0; p < 11; p++)
            {
                Assert.Equal(naive[c][p], result.Centroids[c][p], 2e-6f * (1 + MathF.Abs(naive[c][p])));
            }
        }

        Assert.Equal(Inertia(rows, result), result.Inertia, 1e-9 * result.Inertia);
    });

    [Theory]
    [InlineData(KMeansInit.PlusPlus, false, 0)]
    [InlineData(KMeansInit.Parallel, false, 0)]
    [InlineData(KMeansInit.Random, true, 0)]
    [InlineData(KMeansInit.PlusPlus, false, 64)]
    public void Fit_has_the_same_bits_for_every_width_and_worker_count(KMeansInit init, bool spherical, int batch) => Seeds.Each(2, seed =>
    {
        foreach (int character in (int[])[1, 2, 5])
        {
            string? expected = null;
            foreach (SimdWidth width in TileKernelTests.Widths)
            {
                foreach (int workers in (int[])[1, 2, 7])
                {
                    RunContext run = TestVectors.Run(workers);
                    using VectorStore rows = TestVectors.Numbers(seed, 420, 13, character, run);
                    var options = new KMeansOptions { Clusters = 9, MaxIterations = 6, Init = init, Spherical = spherical, BatchRows = batch, Starts = 2 };
                    using KMeansResult result = KMeans.Fit(rows, options, Draw(seed), run, null, width);
                    expected ??= Text(result);
                    Assert.Equal(expected, Text(result));
                }
            }
        }
    });

    [Theory]
    [InlineData(KMeansInit.PlusPlus)]
    [InlineData(KMeansInit.Parallel)]
    public void Fit_of_separate_clusters_finds_them(KMeansInit init) => Seeds.Each(5, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 600, 6, 5, run);
        using KMeansResult result = KMeans.Fit(rows, new KMeansOptions { Clusters = 5, Init = init }, Draw(seed), run);
        Assert.True(result.Converged);
        Assert.True(result.Inertia < 600 * 6 * 0.05 * 0.05, $"inertia {result.Inertia}");
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal(MathF.Floor(rows[i][0] + 0.01f), MathF.Floor(result.Centroids[result.Labels[i]][0] + 0.01f));
        }
    });

    [Fact]
    public void Fit_with_whole_weights_is_a_fit_of_repeated_rows() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        var draws = new SplitMix64(seed);
        using VectorStore rows = TestVectors.Numbers(seed, 200, 5, 0, run);
        double[] weights = [.. Enumerable.Range(0, 200).Select(_ => (double)draws.Below(4))];
        weights[0] = 4;
        int[] repeated = [.. Enumerable.Range(0, 200).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        using VectorStore copies = rows.Gather(repeated, run);
        int[] start = [.. Enumerable.Range(0, 200).Where(i => weights[i] > 0).Take(7)];
        var options = new KMeansOptions { Clusters = 7, MaxIterations = 5, Tolerance = 0 };
        using KMeansResult weighted = KMeans.FitFrom(rows, rows.Gather(start, run), options, run, weights);
        using KMeansResult plain = KMeans.FitFrom(copies, rows.Gather(start, run), options, run);
        Assert.Equal(plain.Inertia, weighted.Inertia, 1e-5 * plain.Inertia);
        for (int i = 0; i < repeated.Length; i++)
        {
            Assert.Equal(weighted.Labels[repeated[i]], plain.Labels[i]);
        }
    });

    [Fact]
    public void Fit_fills_empty_clusters_while_there_are_distinct_rows()
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(4, 300, 4, 0, run);
        using VectorStore start = rows.Gather([.. Enumerable.Repeat(0, 8)], run);
        using KMeansResult result = KMeans.FitFrom(rows, rows.Gather([.. Enumerable.Repeat(0, 8)], run), new KMeansOptions { Clusters = 8 }, run);
        Assert.All(result.Sizes, size => Assert.True(size > 0));
    }

    [Fact]
    public void Fit_of_fewer_distinct_rows_than_clusters_ends_with_inertia_zero()
    {
        RunContext run = TestVectors.Run();
        using var rows = new VectorStore(50, 3, 0, run);
        for (int i = 0; i < 50; i++)
        {
            rows[i].Fill(i % 4);
        }

        foreach (KMeansInit init in Enum.GetValues<KMeansInit>())
        {
            using KMeansResult result = KMeans.Fit(rows, new KMeansOptions { Clusters = 9, Init = init }, Draw(1), run);
            Assert.Equal(0, result.Inertia);
        }
    }

    [Fact]
    public void Fit_spherical_gives_unit_centroids_nearest_by_angle() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 300, 6, 0, run);
        using KMeansResult result = KMeans.Fit(rows, new KMeansOptions { Clusters = 6, Spherical = true }, Draw(seed), run);
        var rule = new DistanceRule(Metric.Cosine);
        for (int i = 0; i < rows.Count; i++)
        {
            double own = rule.Rank(rows[i], result.Centroids[result.Labels[i]], 6);
            for (int c = 0; c < 6; c++)
            {
                Assert.True(own <= rule.Rank(rows[i], result.Centroids[c], 6) + 1e-6);
                Assert.Equal(1, result.Centroids[c].ToArray().Sum(v => (double)v * v), 1e-6);
            }
        }
    });

    [Fact]
    public void Fit_on_a_sample_assigns_every_row_to_its_nearest() => Seeds.Each(2, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 2000, 5, 5, run);
        using KMeansResult result = KMeans.Fit(rows, new KMeansOptions { Clusters = 5, TrainRows = 300 }, Draw(seed), run);
        Assert.Equal(2000, result.Labels.Length);
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal(Nearest(rows[i], result.Centroids), result.Labels[i]);
        }
    });

    [Fact]
    public void Fit_in_mini_batches_comes_near_full_passes() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 3000, 5, 5, run);
        using KMeansResult full = KMeans.Fit(rows, new KMeansOptions { Clusters = 5 }, Draw(seed), run);
        using KMeansResult batches = KMeans.Fit(rows, new KMeansOptions { Clusters = 5, BatchRows = 200 }, Draw(seed), run);
        Assert.True(batches.Inertia < 1.1 * full.Inertia, $"{batches.Inertia} against {full.Inertia}");
    });

    [Fact]
    public void Fit_of_more_starts_is_never_worse() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 400, 4, 0, run);
        var options = new KMeansOptions { Clusters = 10, Init = KMeansInit.Random };
        using KMeansResult one = KMeans.Fit(rows, options, Draw(seed), run);
        using KMeansResult four = KMeans.Fit(rows, options with { Starts = 4 }, Draw(seed), run);
        Assert.True(four.Inertia <= one.Inertia);
    });

    [Fact]
    public void Fit_gives_all_memory_back()
    {
        RunContext run = TestVectors.Run();
        long free = run.Memory.Free;
        using (VectorStore rows = TestVectors.Numbers(1, 300, 5, 0, run))
        {
            KMeans.Fit(rows, new KMeansOptions { Clusters = 4, Starts = 3, TrainRows = 200, Spherical = true }, Draw(1), run).Dispose();
            KMeans.Fit(rows, new KMeansOptions { Clusters = 4, Init = KMeansInit.Parallel, BatchRows = 50 }, Draw(1), run).Dispose();
        }

        Assert.Equal(free, run.Memory.Free);
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Fit_with_a_weight_that_is_none_throws(double weight)
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(1, 3, 2, 0, run);
        Assert.Throws<ArgumentException>(() => KMeans.Fit(rows, new KMeansOptions { Clusters = 1 }, Draw(1), run, [1, weight, 1]));
    }
}
