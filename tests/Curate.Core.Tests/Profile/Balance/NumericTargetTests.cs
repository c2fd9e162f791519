using Curate.Core.Profile.Balance;
using Curate.Core.Profile.Report;
using Curate.Core.Statistics;
using Curate.Core.Tests.Profile.Comparison;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile.Balance;

public sealed class NumericTargetTests
{
    private static NumericTargetReport Of(Func<SplitMix64, double> value, int rows = 4000)
    {
        var draws = new SplitMix64(12);
        return NumericTarget.Of(Distributions.Exact([.. Enumerable.Range(0, rows).Select(_ => value(draws))]));
    }

    [Fact]
    public void Of_a_log_normal_target_is_imbalanced_and_of_even_ones_is_not()
    {
        Assert.True(Of(static d => Math.Exp(Distributions.Normal(d))).IsImbalanced);
        Assert.False(Of(static d => d.Unit()).IsImbalanced);
        Assert.False(Of(Distributions.Normal).IsImbalanced);
        Assert.Equal(0, Of(static d => d.Unit()).RareRows);
    }

    [Fact]
    public void Of_any_target_counts_every_row_once()
    {
        NumericTargetReport report = Of(static d => Math.Exp(Distributions.Normal(d)));
        Assert.Equal(4000, report.Bins.Sum(static b => b.Count));
        Assert.All(report.Bins, static b => Assert.InRange(b.Relevance, 0, 1));
        Assert.Equal(1, report.Bins[^1].Relevance);
        Assert.Equal((double)report.Bins.Max(static b => b.Count) / report.Bins.Min(static b => b.Count), report.BinImbalance);
    }

    [Fact]
    public void Relevance_follows_the_control_points()
    {
        Assert.Equal(0, new TargetRelevance(5, 1, 9).Of(5));
        Assert.Equal(1, new TargetRelevance(5, 1, 9).Of(9));
        Assert.Equal(1, new TargetRelevance(5, 1, 9).Of(100));
        Assert.Equal(0.5, new TargetRelevance(5, 1, 9).Of(7), 12);
        Assert.Equal(0.5, new TargetRelevance(5, 1, 9).Of(3), 12);
        Assert.Equal(0, new TargetRelevance(5, 1, double.NaN).Of(100));
    }

    [Fact]
    public void RareRows_equal_a_naive_box_plot()
    {
        double[] values = [.. Enumerable.Range(1, 99).Select(static i => (double)i), 400, 500, -300];
        NumericTargetReport report = NumericTarget.Of(Distributions.Exact(values));

        // Quartiles 25.25 and 75.75 of 1..99 with three more; whiskers 1 and 99; median 50.5. Relevance 0.8 is at 0.7129 of the way.
        Array.Sort(values);
        double median = (values[50] + values[51]) / 2;
        long rare = values.Count(v => v > median + (0.71286 * (99 - median)) || v < median - (0.71286 * (median - 1)));
        Assert.Equal(rare, report.RareRows);
    }

    [Fact]
    public void Of_one_value_has_one_bin()
    {
        NumericTargetReport report = NumericTarget.Of(Distributions.Exact([3, 3, 3]));
        Assert.Equal(3, Assert.Single(report.Bins).Count);
        Assert.False(report.IsImbalanced);
        Assert.Empty(NumericTarget.Of(Distributions.Exact([])).Bins);
    }
}
