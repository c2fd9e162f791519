using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Diversity;

/// <summary>Leverage and Lewis weights against their definitions, and what is drawn by them.</summary>
public sealed class LeverageTests
{
    private static VectorStore Store(double[][] rows, RunContext run)
    {
        var store = new VectorStore(rows.Length, rows[0].Length, 0, run);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int p = 0; p < rows[i].Length; p++)
            {
                store[i][p] = (float)rows[i][p];
            }
        }

        return store;
    }

    /// <summary>x_i' (X' W X)^-1 x_i by Gauss-Jordan elimination.</summary>
    private static double[] Naive(double[][] rows, Func<int, double> weight)
    {
        int d = rows[0].Length;
        double[][] a = [.. Enumerable.Range(0, d).Select(r => (double[])[.. Enumerable.Range(0, d).Select(c => Enumerable.Range(0, rows.Length).Sum(i => weight(i) * rows[i][r] * rows[i][c])),
            .. Enumerable.Range(0, d).Select(c => c == r ? 1.0 : 0)])];
        for (int k = 0; k < d; k++)
        {
            int best = Enumerable.Range(k, d - k).MaxBy(r => Math.Abs(a[r][k]));
            (a[k], a[best]) = (a[best], a[k]);
            a[k] = [.. a[k].Select(v => v / a[k][k])];
            for (int r = 0; r < d; r++)
            {
                double factor = a[r][k];
                a[r] = r == k ? a[r] : [.. a[r].Zip(a[k], (x, y) => x - (factor * y))];
            }
        }

        return [.. rows.Select(x => Enumerable.Range(0, d).Sum(r => Enumerable.Range(0, d).Sum(c => x[r] * a[r][d + c] * x[c])))];
    }

    [Fact]
    public void Leverage_is_that_of_the_hat_matrix_and_sums_to_the_rank() => Seeds.Each(30, static seed =>
    {
        var random = new SplitMix64(seed);
        int d = random.Between(1, 4);
        double[][] rows = [.. Enumerable.Range(0, random.Between(d + 3, 30)).Select(_ => Enumerable.Range(0, d).Select(c => (random.Below(401) - 200) / 64.0 * Math.Pow(16, c)).ToArray())];
        RunContext run = TestRuns.Context(workers: 2);
        using VectorStore store = Store(rows, run);
        var scores = new LeverageScores(store, intercept: true, run);
        double[] expected = Naive([.. rows.Select(static r => (double[])[1, .. r])], static _ => 1);
        double[] leverage = scores.Of();
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(expected[i], leverage[i], 1e-7);
        }

        Assert.Equal(d + 1, scores.Rank);
        Assert.Equal(scores.Rank, leverage.Sum(), 1e-7);
    });

    [Fact]
    public void Leverage_of_a_design_with_a_repeated_column_sums_to_its_rank_and_zeros_have_none()
    {
        RunContext run = TestRuns.Context();
        using VectorStore store = Store([[1, 2, 2], [3, 1, 1], [0, 0, 0], [2, 2, 2]], run);
        var scores = new LeverageScores(store, intercept: false, run);
        double[] leverage = scores.Of();
        Assert.Equal(2, scores.Rank);
        Assert.Equal(2, leverage.Sum(), 1e-9);
        Assert.Equal(0, leverage[2], 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lewis_weights_are_a_fixed_point_and_sum_to_the_rank(double p)
    {
        var random = new SplitMix64(11);
        double[][] rows = [.. Enumerable.Range(0, 60).Select(i => new[] { random.Unit() - 0.5, (random.Unit() - 0.5) * (i % 9 == 0 ? 8 : 1) })];
        RunContext run = TestRuns.Context();
        using VectorStore store = Store(rows, run);
        double[] weights = new LeverageScores(store, intercept: false, run).Lewis(p);
        double[] again = Naive([.. rows.Select(static r => r.Select(static v => (double)(float)v).ToArray())], i => Math.Pow(weights[i], 1 - (2 / p)));
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(weights[i], Math.Pow(again[i], p / 2), 1e-6);
        }

        Assert.Equal(2, weights.Sum(), 1e-6);
    }

    [Fact]
    public void Spatial_order_has_every_row_once_and_neighbours_in_one_dimension_follow_each_other()
    {
        RunContext run = TestRuns.Context();
        double[][] rows = [.. Enumerable.Range(0, 64).Select(static i => new double[] { (i * 37) % 64, 0 })];
        using VectorStore store = Store(rows, run);
        Assert.Equal(Enumerable.Range(0, 64).Select(static v => (double)v), SpatialOrder.Of(store).Select(i => rows[i][0]));
        using VectorStore equal = Store([.. Enumerable.Range(0, 5).Select(static _ => new double[] { 3 })], run);
        Assert.Equal([0, 1, 2, 3, 4], SpatialOrder.Of(equal));
    }

    [Theory]
    [InlineData("pivotal-leverage")]
    [InlineData("lp-sensitivity")]
    public void Samples_have_the_size_the_chances_and_weights_that_estimate_totals(string method)
    {
        double[][] rows = [.. Enumerable.Range(0, 12).Select(static i => new double[] { i, (i * i) % 5 })];
        var table = new MemoryTable(["id", "x", "y"], [.. rows.Select(static (r, i) => (string?[])[i.ToString(CultureInfo.InvariantCulture), r[0].ToString("R", CultureInfo.InvariantCulture), r[1].ToString("R", CultureInfo.InvariantCulture)])]);
        const int Runs = 1500;
        var taken = new int[12];
        var chance = new double[12];
        double total = 0;
        for (ulong seed = 0; seed < Runs; seed++)
        {
            List<string?[]> sample = [.. TestRuns.Execute(RowPlanTests.Methods("select/" + method, [("features", "x,y"), ("rows", "5")]), table, TestRuns.Context(seed: seed)).Rows];
            Assert.Equal(5, sample.Count);
            foreach (string?[] row in sample)
            {
                int id = int.Parse(row[0]!, CultureInfo.InvariantCulture);
                taken[id]++;
                chance[id] = double.Parse(row[3]!, CultureInfo.InvariantCulture);
                Assert.Equal(1 / chance[id], double.Parse(row[4]!, CultureInfo.InvariantCulture), 1e-9);
                total += (id + 1) / chance[id] / Runs;
            }
        }

        Assert.Equal(5, chance.Sum(), 1e-9);
        for (int i = 0; i < 12; i++)
        {
            Assert.InRange(taken[i], (Runs * chance[i]) - (5 * Math.Sqrt(Runs * chance[i])), (Runs * chance[i]) + (5 * Math.Sqrt(Runs * chance[i])));
        }

        Assert.InRange(total, 78 * 0.95, 78 * 1.05);
        if (method == "pivotal-leverage")
        {
            double[] leverage = Naive([.. rows.Select(static r => (double[])[1, .. r])], static _ => 1);
            Assert.All(Enumerable.Range(0, 12), i => Assert.Equal(leverage[i] * 5 / 3, chance[i], 1e-6));
        }
    }

    [Fact]
    public void Drawn_rows_have_no_order_of_picks_and_p_has_bounds()
    {
        var table = new MemoryTable(["x"], [["1"], ["2"], ["4"]]);
        void Refuse(string method, params (string, string)[] options) => Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() =>
            TestRuns.Execute(RowPlanTests.Methods("select/" + method, [("features", "x"), ("rows", "1"), .. options]), table, TestRuns.Context())).Code);
        Refuse("pivotal-leverage", ("order", "pick"));
        Refuse("pivotal-leverage", ("inclusion-column", "weight"));
        Refuse("lp-sensitivity", ("p", "4"));
        Assert.Equal(3, TestRuns.Execute(RowPlanTests.Methods("select/lp-sensitivity", [("features", "x"), ("rows", "3"), ("kind", "root-leverage")]), table, TestRuns.Context()).Rows.Count);
    }
}
