using Curate.Core.Check.TwoSample;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Check.TwoSample.Simulated;

namespace Curate.Core.Tests.Check.TwoSample;

/// <summary>Neighbours in the order of rows: a naive count, its level, the faults it has to see.</summary>
public sealed class NeighbourOrderTests
{
    private static NeighbourOrder Of(Matrix rows, ulong seed = 1, int k = 10, int[]? classes = null, int permutations = 99, int workers = 1)
    {
        using VectorStore store = Store(rows);
        return NeighbourOrder.Of(store, k, classes, permutations, new SeededDraw(seed, "test"), TestRuns.Context(workers));
    }

    private static Matrix Changed(ulong seed, int rows, int columns, Func<int, double> mean, Func<int, double>? deviation = null, double autoregression = 0)
    {
        Matrix matrix = Normals(seed, rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int p = 0; p < columns; p++)
            {
                matrix[i, p] = (matrix[i, p] * (deviation?.Invoke(i) ?? 1)) + mean(i) + (i > 0 ? autoregression * matrix[i - 1, p] : 0);
            }
        }

        return matrix;
    }

    [Fact]
    public void The_statistic_is_that_of_a_naive_count()
    {
        Matrix rows = Normals(1, 30, 2);
        const int K = 3;
        var gaps = new List<int>();
        var all = new List<int>();
        for (int i = 0; i < rows.Rows; i++)
        {
            int[] others = [.. Enumerable.Range(0, rows.Rows).Where(j => j != i)];
            all.AddRange(others.Select(j => Math.Abs(i - j)));
            gaps.AddRange(others.OrderBy(j => Math.Pow(rows[i, 0] - rows[j, 0], 2) + Math.Pow(rows[i, 1] - rows[j, 1], 2)).Take(K).Select(j => Math.Abs(i - j)));
        }

        double expected = Enumerable.Range(1, 29).Max(g => Math.Abs((gaps.Count(x => x <= g) / (double)gaps.Count) - (all.Count(x => x <= g) / (double)all.Count)));
        Assert.Equal(expected, Of(rows, k: K).Raw, 1e-12);
    }

    [Fact]
    public void Closeness_is_one_where_neighbours_are_next_and_negative_where_they_are_far()
    {
        // Pairs of equal rows: next to each other, and at the two ends.
        Matrix next = new(40, 1);
        Matrix far = new(40, 1);
        for (int i = 0; i < 40; i++)
        {
            next[i, 0] = i / 2;
            far[i, 0] = i % 20;
        }

        double[] near = Of(next, k: 1).Closeness;
        Assert.InRange(near.Min(), 0.9, 1);
        Assert.InRange(Of(far, k: 1).Closeness[0], -1, 0.1);
    }

    [Theory]
    [InlineData("drift")]
    [InlineData("change point")]
    [InlineData("autoregression")]
    [InlineData("variance")]
    public void Order_that_matters_is_found(string fault)
    {
        // As published: 400 rows, 5 columns; a drift of 1 sd, a change of 0.7 sd, AR(0.7), variance from 1 to 1.8.
        for (ulong s = 1; s <= 5; s++)
        {
            Matrix rows = fault switch
            {
                "drift" => Changed(s, 400, 5, static i => i / 400.0),
                "change point" => Changed(s, 400, 5, static i => i < 200 ? 0 : 0.7),
                "autoregression" => Changed(s, 400, 5, static _ => 0, autoregression: 0.7),
                _ => Changed(s, 400, 5, static _ => 0, static i => Math.Sqrt(1 + (0.8 * i / 400))),
            };
            double p = Of(rows, s).PValue;
            Assert.True(p <= 0.05 || fault == "variance", $"{fault}, seed {s}: p = {p}");
        }
    }

    [Fact]
    public void Rows_that_are_shuffled_are_in_no_order()
    {
        Matrix drift = Changed(3, 400, 5, static i => i / 200.0);
        int[] order = [.. Enumerable.Range(0, 400)];
        PermutationTest.Shuffle<int>(order, new SeededDraw(9, "shuffle"), 0);
        Assert.Equal(0.01, Of(drift).PValue);
        Assert.True(Of(drift.Take(order)).PValue > 0.05);
    }

    [Fact]
    public void Many_equal_rows_do_not_make_an_alarm() => AssertLevel(100, static s =>
    {
        var random = new SplitMix64(s);
        Matrix rows = new(120, 1);
        for (int i = 0; i < rows.Rows; i++)
        {
            rows[i, 0] = Math.Floor(random.Unit() * 3);
        }

        return Of(rows, s, 5).PValue;
    });

    [Fact]
    public void A_file_sorted_by_label_is_explained_by_its_labels()
    {
        Matrix rows = Changed(5, 300, 3, static i => i < 150 ? 0 : 3);
        int[] classes = [.. Enumerable.Range(0, 300).Select(static i => i / 150)];
        NeighbourOrder found = Of(rows, classes: classes);
        Assert.Equal(0.01, found.PValue);
        Assert.True(found.WithinClassPValue > 0.05, $"p = {found.WithinClassPValue}");
        Matrix drift = Changed(6, 300, 3, static i => (i < 150 ? 0 : 3) + (i % 150 / 75.0));
        Assert.Equal(0.01, Of(drift, classes: classes).WithinClassPValue);
    }

    [Fact]
    public void Workers_do_not_change_a_bit()
    {
        Matrix rows = Changed(7, 150, 3, static i => i / 100.0);
        NeighbourOrder one = Of(rows);
        NeighbourOrder seven = Of(rows, workers: 7);
        Assert.Equal((one.Raw, one.PValue, one.Excess, one.NullMean), (seven.Raw, seven.PValue, seven.Excess, seven.NullMean));
        Assert.Equal(one.Closeness, seven.Closeness);
    }

    [Fact]
    public void Level_is_kept_in_a_hundred_runs() => AssertLevel(100, static s => Of(Normals(s, 100, 3), s, 5).PValue);

    [Fact]
    [Trait("Tier", "slow")]
    public void Level_is_kept() => AssertLevel(500, static s => Of(Normals(s, 400, 5), s).PValue);

    [Theory]
    [Trait("Tier", "slow")]
    [InlineData(1.8)]
    [InlineData(3.24)]
    public void Growing_variance_is_found_in_forty_runs(double last)
    {
        int found = Enumerable.Range(1, 40).Count(s => Of(Changed((ulong)s, 400, 5, static _ => 0, i => Math.Sqrt(1 + ((last - 1) * i / 400))), (ulong)s, permutations: 199).PValue <= 0.05);
        Assert.True(found >= (last > 2 ? 32 : 2), $"{found} of 40");
    }
}
