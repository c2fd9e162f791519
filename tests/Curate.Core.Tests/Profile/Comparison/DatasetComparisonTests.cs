using Curate.Core.Data;
using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Statistics;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile.Comparison;

public sealed class DatasetComparisonTests
{
    private static double[] Normals(ulong seed, int rows, double shift, double scale = 1)
    {
        var draws = new SplitMix64(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => (Distributions.Normal(draws) * scale) + shift)];
    }

    private static ColumnShift Shift(ColumnDistribution before, ColumnDistribution after) =>
        DatasetComparison.Of(Distributions.Side("old", before), Distributions.Side("new", after)).Columns.Single();

    [Theory]
    [InlineData(0.0, "none")]
    [InlineData(0.35, "small")]
    [InlineData(0.65, "medium")]
    [InlineData(1.2, "large")]
    public void Of_shifted_normals_gives_their_size(double shift, string size)
    {
        ColumnShift found = Shift(
            Distributions.Column("x", Distributions.Exact(Normals(1, 3000, 0))), Distributions.Column("x", Distributions.Exact(Normals(2, 2500, shift))));
        Assert.Equal(size, found.Size);
        Assert.InRange(found.MeanShift!.Value, shift - 0.08, shift + 0.08);
        Assert.Equal(0, found.KsError);
    }

    [Fact]
    public void Of_tiny_tables_calls_noise_none()
    {
        ColumnShift found = Shift(Distributions.Column("x", Distributions.Exact(Normals(1, 8, 0))), Distributions.Column("x", Distributions.Exact(Normals(2, 8, 0.4))));
        Assert.True(found.Ks > 0.08);
        Assert.Equal("none", found.Size);
    }

    [Fact]
    public void Of_large_tables_needs_an_effect_not_only_a_p_value()
    {
        ColumnShift found = Shift(Distributions.Column("x", Distributions.Binned(Normals(1, 60_000, 0), 0.05)), Distributions.Column("x", Distributions.Binned(Normals(2, 60_000, 0.05), 0.05)));
        Assert.True(found.KsP < 1e-4);
        Assert.Equal("none", found.Size);
    }

    [Fact]
    public void Ks_of_buckets_is_within_its_stated_error() => Seeds.Each(20, static seed =>
    {
        var draws = new SplitMix64(seed);
        double[] a = Normals(seed, 50 + draws.Below(400), 0);
        double[] b = Normals(seed + 1, 50 + draws.Below(400), draws.Unit(), 0.5 + draws.Unit());
        double exact = KolmogorovSmirnov.Distance([.. a.Order()], [.. b.Order()]);
        double width = 0.1 + draws.Unit();
        foreach ((NumericDistribution x, NumericDistribution y) in new[]
        {
            (Distributions.Binned(a, width), Distributions.Binned(b, width)),
            (Distributions.Exact(a), Distributions.Binned(b, width)),
            (Distributions.Exact(a), Distributions.Exact(b)),
        })
        {
            ColumnShift found = Shift(Distributions.Column("x", x), Distributions.Column("x", y));
            Assert.InRange(exact, found.Ks!.Value - found.KsError - 1e-12, found.Ks.Value + found.KsError + 1e-12);
        }
    });

    [Fact]
    public void Psi_of_numbers_equals_ten_cells_of_the_reference()
    {
        // 1..1000 against the same with the upper half twice: cells of 100 rows, shares 0.1 against 1/15 and 2/15.
        double[] before = [.. Enumerable.Range(1, 1000).Select(static i => (double)i)];
        double[] after = [.. before, .. before.Where(static v => v > 500)];
        ColumnShift found = Shift(Distributions.Column("x", Distributions.Exact(before)), Distributions.Column("x", Distributions.Exact(after)));
        double naive = (5 * ((1 / 15.0) - 0.1) * Math.Log(1 / 1.5)) + (5 * ((2 / 15.0) - 0.1) * Math.Log(2 / 1.5));

        // Half a row on each side of each cell moves it a little.
        Assert.InRange(found.Psi!.Value, naive - 0.002, naive + 0.002);
    }

    [Fact]
    public void Of_a_constant_that_moved_is_large()
    {
        ColumnShift down = Shift(Distributions.Column("x", Distributions.Exact([.. Enumerable.Repeat(5.0, 100)])), Distributions.Column("x", Distributions.Exact([.. Enumerable.Repeat(1.0, 100)])));
        Assert.Equal("large", down.Size);
        Assert.Equal(1, down.Ks);
        Assert.True(down.Psi > 1);
        Assert.Equal("none", Shift(Distributions.Column("x", Distributions.Exact([.. Enumerable.Repeat(5.0, 100)])), Distributions.Column("x", Distributions.Exact([.. Enumerable.Repeat(5.0, 70)]))).Size);
    }

    [Fact]
    public void Of_categories_finds_new_and_vanished_values()
    {
        ColumnShift found = Shift(Distributions.Categories("c", true, ("a", 500), ("b", 400), ("old", 100)), Distributions.Categories("c", true, ("a", 520), ("b", 420), ("new", 50), ("newer", 60)));
        Assert.Equal(["newer", "new"], found.NewValues.Select(static v => v.Value));
        Assert.Equal(["old"], found.VanishedValues.Select(static v => v.Value));
        Assert.Equal(4, found.DegreesOfFreedom);
        Assert.True(found.ChiSquareP < 1e-6);
        Assert.InRange(found.CramersV!.Value, 0.2, 0.4);
    }

    [Fact]
    public void Of_sampled_categories_claims_nothing_that_a_sample_cannot_tell()
    {
        ColumnShift found = Shift(Distributions.Categories("c", false, ("a", 500), ("b", 400)), Distributions.Categories("c", true, ("a", 520), ("new", 50)));
        Assert.Empty(found.NewValues);
        Assert.Equal(["b"], found.VanishedValues.Select(static v => v.Value));
        Assert.True(found.VanishedValues[0].Low < found.VanishedValues[0].Share);
    }

    [Fact]
    public void Of_other_columns_and_kinds_tells_them()
    {
        ComparisonReport report = DatasetComparison.Of(
            Distributions.Side("old", Distributions.Categories("kept", true, ("a", 5)), Distributions.Categories("gone", true, ("a", 5)), Distributions.Column("n", Distributions.Exact([1, 2, 3]))),
            Distributions.Side("new", Distributions.Categories("n", true, ("a", 3)), Distributions.Categories("more", true, ("a", 3)), Distributions.Categories("kept", true, ("a", 3))));
        Assert.Equal(["gone"], report.Removed);
        Assert.Equal(["more"], report.Added);
        Assert.Equal([("n", "number", "text")], report.KindChanged);
        Assert.Equal(2, report.Columns.Count);
        Assert.Equal("old", report.Other);
    }

    [Fact]
    public void Of_nulls_that_appear_is_a_shift()
    {
        ColumnDistribution before = new() { Name = "x", Kind = ColumnKind.Text, Rows = 1000, Nulls = 0 };
        ColumnShift found = Shift(before, before with { Nulls = 600 });
        Assert.Equal(0.6, found.NullsAfter);
        Assert.Equal("large", found.Size);
    }

    [Fact]
    public void Of_classes_gives_shares_with_newcombe_intervals()
    {
        ComparisonSide before = Distributions.Side("old") with { Classes = [("y", [new("no", 900), new("yes", 100)])] };
        ComparisonSide after = Distributions.Side("new") with { Classes = [("y", [new("maybe", 10), new("no", 600), new("yes", 390)])] };
        IReadOnlyList<ClassShift> classes = DatasetComparison.Of(before, after).Classes;
        Assert.Equal(["no", "yes", "maybe"], classes.Select(static c => c.Class));
        Assert.Equal(Proportions.Difference(100, 1000, 390, 1000), classes[1].Difference);
        Assert.Equal(0, classes[2].Before);
    }
}
