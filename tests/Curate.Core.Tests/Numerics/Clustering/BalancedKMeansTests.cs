using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Kernels;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Clustering;

public sealed class BalancedKMeansTests
{
    private static readonly SeededDraw s_draw = new(5, "balanced");

    private static string Text(KMeansResult result) =>
        string.Join(' ', result.Labels) + "|" + string.Join(' ', result.Centroids.Rows(0, result.Centroids.Count).ToArray().Select(BitConverter.SingleToInt32Bits))
        + "|" + BitConverter.DoubleToInt64Bits(result.Inertia) + "|" + result.Iterations + result.Converged;

    [Fact]
    public void FitFrom_few_rows_takes_the_steps_of_a_naive_alternation() => Seeds.Each(15, seed =>
    {
        RunContext run = TestVectors.Run();
        var draws = new SplitMix64(seed);
        int n = 6 + draws.Below(4);
        const int k = 3;
        bool balanced = draws.Chance(0.5);
        long least = balanced ? n / k : 1;
        long most = balanced ? (n + k - 1) / k : 4;
        using VectorStore rows = TestVectors.Numbers(seed, n, 2, 0, run);
        double[] weights = [.. Enumerable.Range(0, n).Select(_ => (1 + draws.Below(4)) / 4.0)];
        double[][] naive = [.. Enumerable.Range(0, k).Select(c => rows[c].ToArray().Select(v => (double)v).ToArray())];
        int[] labels = [];
        for (int iteration = 0; iteration < 50; iteration++)
        {
            double[][] costs = [.. Enumerable.Range(0, n).Select(i => naive.Select((c, _) =>
                weights[i] * c.Select((v, p) => (v - rows[i][p]) * (v - rows[i][p])).Sum()).ToArray())];
            int[] now = NaiveBalance.Best(costs, least, most).Labels;
            if (now.SequenceEqual(labels))
            {
                break;
            }

            labels = now;
            for (int c = 0; c < k; c++)
            {
                int[] members = [.. Enumerable.Range(0, n).Where(i => labels[i] == c)];
                double mass = members.Sum(i => weights[i]);
                for (int p = 0; p < 2; p++)
                {
                    // Centroids are float32.
                    naive[c][p] = (float)(members.Sum(i => weights[i] * rows[i][p]) / mass);
                }
            }
        }

        var options = new KMeansOptions
        {
            Clusters = k,
            Tolerance = 0,
            Balanced = balanced,
            LeastRows = balanced ? 0 : least,
            MostRows = balanced ? 0 : most,
        };
        using KMeansResult result = KMeans.FitFrom(rows, rows.Gather([0, 1, 2], run), options, run, weights);
        Assert.True(result.Converged);
        Assert.Equal(labels, result.Labels);
        for (int c = 0; c < k; c++)
        {
            Assert.Equal(naive[c][0], result.Centroids[c][0], 1e-6);
            Assert.Equal(naive[c][1], result.Centroids[c][1], 1e-6);
        }
    });

    [Fact]
    public void Fit_gives_sizes_that_differ_by_at_most_one_and_a_stable_assignment() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        foreach (int character in (int[])[0, 1, 2, 5])
        {
            using VectorStore rows = TestVectors.Numbers(seed, 1003, 4, character, run);
            long free = run.Memory.Free;
            using (KMeansResult result = KMeans.Fit(rows, new KMeansOptions { Clusters = 20, Balanced = true, Tolerance = 0 }, s_draw, run))
            {
                Assert.All(result.Sizes, size => Assert.InRange(size, 50, 51));
                BalancedAssignment again = BalancedAssignment.Assign(rows, result.Centroids, 50, 51, run);
                Assert.Equal(again.Total, result.Inertia, 1e-9 * (1 + again.Total));
            }

            Assert.Equal(free, run.Memory.Free);
        }
    });

    [Fact]
    public void Fit_keeps_bounds_and_each_iteration_lowers_the_inertia() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 600, 3, 5, run);
        double last = double.PositiveInfinity;
        for (int iterations = 0; iterations < 8; iterations++)
        {
            var options = new KMeansOptions { Clusters = 11, LeastRows = 30, MostRows = 80, MaxIterations = iterations, Tolerance = 0 };
            using KMeansResult result = KMeans.Fit(rows, options, s_draw, run);
            Assert.All(result.Sizes, size => Assert.InRange(size, 30, 80));
            Assert.True(result.Inertia <= last * (1 + 1e-9), $"{result.Inertia} after {iterations} iterations, {last} before");
            last = result.Inertia;
        }
    });

    [Fact]
    public void Fit_has_the_same_bits_for_every_width_and_worker_count() => Seeds.Each(2, seed =>
    {
        string? expected = null;
        foreach (SimdWidth width in TileKernelTests.Widths)
        {
            foreach (int workers in (int[])[1, 2, 7])
            {
                RunContext run = TestVectors.Run(workers);
                using VectorStore rows = TestVectors.Numbers(seed, 500, 9, (int)(seed % 2), run);
                using KMeansResult result = KMeans.Fit(rows, new KMeansOptions { Clusters = 9, Balanced = true }, s_draw, run, null, width);
                expected ??= Text(result);
                Assert.Equal(expected, Text(result));
            }
        }
    });

    [Fact]
    public void Fit_on_a_sample_or_in_batches_ends_with_balanced_sizes_of_all_rows()
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(3, 1000, 4, 5, run);
        foreach (KMeansOptions options in (KMeansOptions[])
            [
                new() { Clusters = 7, Balanced = true, TrainRows = 200 },
                new() { Clusters = 7, Balanced = true, BatchRows = 100, MaxIterations = 5 },
                new() { Clusters = 7, Balanced = true, Spherical = true },
            ])
        {
            using KMeansResult result = KMeans.Fit(rows, options, s_draw, run);
            Assert.All(result.Sizes, size => Assert.InRange(size, 142, 143));
        }
    }

    [Fact]
    public void Fit_of_bounds_that_cannot_be_met_throws()
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(3, 100, 4, 0, run);
        Assert.Throws<ArgumentException>(() => KMeans.Fit(rows, new KMeansOptions { Clusters = 7, MostRows = 14 }, s_draw, run));
        Assert.Throws<ArgumentException>(() => KMeans.Fit(rows, new KMeansOptions { Clusters = 7, LeastRows = 15 }, s_draw, run));
        Assert.Throws<ArgumentException>(() => KMeans.Fit(rows, new KMeansOptions { Clusters = 7, LeastRows = 1, TrainRows = 50 }, s_draw, run));
        Assert.Throws<ArgumentOutOfRangeException>(() => KMeans.Fit(rows, new KMeansOptions { Clusters = 7, LeastRows = -1 }, s_draw, run));
    }
}
