using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Statistics;
using Curate.TestKit;

namespace Curate.Core.Tests.Statistics;

public sealed class StatisticsTests
{
    [Fact]
    public void Difference_equals_the_published_example()
    {
        // Newcombe 1998, table II, example (a): 56/70 against 48/80, method 10.
        Interval difference = Proportions.Difference(48, 80, 56, 70);
        Assert.Equal(0.2, difference.Value, 12);
        Assert.Equal(0.0524, difference.Low, 4);
        Assert.Equal(0.3339, difference.High, 4);
    }

    [Fact]
    public void AgrestiCoull_holds_the_wilson_interval_in_it()
    {
        foreach ((double k, double n) in new[] { (0.0, 9.0), (3.0, 9.0), (40.0, 41.0) })
        {
            Interval wilson = Proportions.Wilson(k, n);
            Interval wide = Proportions.AgrestiCoull(k, n);
            Assert.True(wide.Low <= wilson.Low + 1e-12 && wide.High >= wilson.High - 1e-12);
            Assert.Equal((wilson.Low + wilson.High) / 2, k is 0 or 40 ? (wilson.Low + wilson.High) / 2 : (wide.Low + wide.High) / 2, 12);
        }
    }

    [Fact]
    public void Wilson_of_no_trials_is_undefined() => Assert.True(double.IsNaN(Proportions.Wilson(0, 0).Value));

    [Fact]
    public void Imbalance_of_equal_classes_is_none()
    {
        long[] counts = [7, 7, 7, 7];
        Assert.Equal(1, Imbalance.Ratio(counts));
        Assert.Equal(1, Imbalance.NormalisedEntropy(counts), 15);
        Assert.Equal(0, Imbalance.Gini(counts), 15);
        Assert.All(Imbalance.Lorenz(counts), static p => Assert.Equal(p.Classes, p.Rows, 15));
    }

    [Fact]
    public void Imbalance_of_known_counts_equals_hand_computation()
    {
        long[] counts = [50, 30, 20];
        Assert.Equal(2.5, Imbalance.Ratio(counts));
        Assert.Equal(-((0.5 * Math.Log(0.5)) + (0.3 * Math.Log(0.3)) + (0.2 * Math.Log(0.2))), Imbalance.Entropy(counts), 14);

        // Mean absolute difference over twice the mean: (2 * (20 + 30 + 10)) / 9 / (2 * 100 / 3).
        Assert.Equal(0.2, Imbalance.Gini(counts), 14);
        Assert.Equal(0, Imbalance.NormalisedEntropy([12]));
        Assert.Equal([new(0, 0), new(1 / 3.0, 0.2), new(2 / 3.0, 0.5), new(1, 1)], Imbalance.Lorenz(counts));
    }

    [Fact]
    public void Gini_equals_the_naive_double_sum() => Seeds.Each(20, static seed =>
    {
        var draws = new SplitMix64(seed);
        long[] counts = [.. Enumerable.Range(0, 1 + draws.Below(30)).Select(_ => 1L + draws.Below(1000))];
        double naive = counts.Sum(a => counts.Sum(b => (double)Math.Abs(a - b))) / (2.0 * counts.Length * counts.Sum());
        Assert.Equal(naive, Imbalance.Gini(counts), 12);
    });

    [Fact]
    public void EffectiveNumber_follows_its_formula()
    {
        Assert.Equal(1, Imbalance.EffectiveNumber(1), 12);
        Assert.Equal((1 - Math.Pow(0.9999, 5000)) / 0.0001, Imbalance.EffectiveNumber(5000), 6);
        Assert.Equal(10_000, Imbalance.EffectiveNumber(1L << 40), 6);
    }

    [Fact]
    public void Lorenz_of_many_classes_keeps_to_its_points()
    {
        IReadOnlyList<LorenzPoint> curve = Imbalance.Lorenz([.. Enumerable.Range(1, 1000).Select(static i => (long)i)], 50);
        Assert.Equal(51, curve.Count);
        Assert.Equal(new(1, 1), curve[^1]);
        Assert.Equal(20.0 * 21 / 2 / 500500, curve[1].Rows, 14);
    }

    [Fact]
    public void Entropy_of_huge_counts_does_not_overflow() =>
        Assert.Equal(Math.Log(3), Imbalance.Entropy([1L << 61, 1L << 61, 1L << 61]), 12);

    [Fact]
    public void PopulationStability_of_known_shares_equals_the_sum()
    {
        double naive = ((0.3 - 0.5) * Math.Log(0.3 / 0.5)) + ((0.7 - 0.5) * Math.Log(0.7 / 0.5));
        Assert.Equal(naive, Divergence.PopulationStability([500_000_000, 500_000_000], [300_000_000, 700_000_000]), 8);
        Assert.Equal(0, Divergence.PopulationStability([5, 0, 9], [5, 0, 9]), 15);
        Assert.True(double.IsFinite(Divergence.PopulationStability([5, 0], [0, 5])));
        Assert.Equal(1, Divergence.JensenShannon([5, 0], [0, 5]), 12);
    }

    [Fact]
    public void Holm_and_BenjaminiHochberg_equal_hand_computation()
    {
        double[] p = [0.01, 0.04, double.NaN, 0.03, 0.005];
        Assert.Equal([0.03, 0.06, double.NaN, 0.06, 0.02], MultipleTests.Holm(p), Close);
        Assert.Equal([0.02, 0.04, double.NaN, 0.04, 0.02], MultipleTests.BenjaminiHochberg(p), Close);
    }

    [Fact]
    public void Ranks_of_ties_are_their_mean() => Assert.Equal([2.5, 1, 4, 2.5], Correlation.Ranks([3, 1, 9, 3]));

    [Fact]
    public void Pearson_leaves_out_missing_rows_and_refuses_constants()
    {
        Assert.Equal(1, Correlation.Pearson([1, double.NaN, 2, 3], [10, 0, 20, 30]), 14);
        Assert.True(double.IsNaN(Correlation.Pearson([1, 1, 1], [1, 2, 3])));
        Assert.True(double.IsNaN(Correlation.Pearson([0.1, 0.1, 0.1], [1, 2, 3])));
        Assert.True(double.IsNaN(Association.CorrelationRatio([0, 1, 0], 2, [0.1, 0.1, 0.1])));
    }

    [Fact]
    public void Association_of_independent_columns_is_0_and_of_equal_ones_1()
    {
        int[] first = [0, 0, 1, 1, -1];
        int[] second = [0, 1, 0, 1, 1];
        long[] table = Association.Table(first, 2, second, 2);
        Assert.Equal([1, 1, 1, 1], table);
        Assert.Equal(0, ContingencyTest.Of(table, 2).CramersV);
        Assert.Equal(0, Association.MutualInformation(table, 2), 15);
        Assert.Equal(1, ContingencyTest.Of([4, 0, 0, 6], 2).CramersV, 12);
        Assert.Equal(1, Association.CorrelationRatio([0, 0, 1, 1], 2, [5, 5, 9, 9]), 12);
    }

    [Fact]
    public void CorrectedV_of_noise_is_nearer_0_than_V()
    {
        long[] noise = [3, 2, 4, 3, 3, 2, 4, 3, 2];
        ContingencyTest test = ContingencyTest.Of(noise, 3);
        Assert.True(test.CramersV > 0.1);
        Assert.Equal(0, test.CorrectedV);
    }

    [Fact]
    public void OfCounts_is_near_wilson_and_the_same_every_time()
    {
        Interval[] first = Bootstrap.OfCounts([300, 700], 1, static (t, v) => v[0] = (double)t[0] / (t[0] + t[1]), new SeededDraw(3, "test"));
        Interval[] again = Bootstrap.OfCounts([300, 700], 1, static (t, v) => v[0] = (double)t[0] / (t[0] + t[1]), new SeededDraw(3, "test"));
        Interval wilson = Proportions.Wilson(300, 1000);
        Assert.Equal(first, again);
        Assert.Equal(0.3, first[0].Value);
        Assert.InRange(first[0].Low, wilson.Low - 0.005, wilson.Low + 0.005);
        Assert.InRange(first[0].High, wilson.High - 0.005, wilson.High + 0.005);
    }

    [Fact]
    public void OfCounts_of_huge_counts_keeps_the_total() =>
        Bootstrap.OfCounts([1L << 40, 5, 1L << 33], 1, static (t, v) =>
        {
            Assert.Equal((1L << 40) + 5 + (1L << 33), t.Sum());
            v[0] = t[1];
        }, new SeededDraw(1, "test"), 50);

    [Fact]
    public void OfMean_covers_the_mean_about_as_often_as_it_says()
    {
        int covered = 0;
        for (ulong run = 0; run < 200; run++)
        {
            var draws = new SplitMix64(run);
            double[] values = [.. Enumerable.Range(0, 60).Select(_ => draws.Unit())];
            Interval interval = Bootstrap.OfMean(values, new SeededDraw(run, "test"), 200);
            covered += interval.Low <= 0.5 && interval.High >= 0.5 ? 1 : 0;
        }

        // 95% of 200 is 190; four deviations are 12.
        Assert.InRange(covered, 174, 200);
    }

    [Fact]
    public void Mean_of_one_part_is_that_part()
    {
        Interval part = Proportions.Wilson(3, 10);
        Interval mean = CombinedIntervals.Mean([part]);
        Assert.Equal(part.Low, mean.Low, 14);
        Assert.Equal(part.High, mean.High, 14);
    }

    [Fact]
    public void Rising_of_a_sum_equals_the_closed_form()
    {
        Interval first = Proportions.Wilson(8, 10);
        Interval second = Proportions.Wilson(15, 40);
        Interval sum = CombinedIntervals.Rising(first, second, static (a, b) => (a + b) / 2);
        Interval mean = CombinedIntervals.Mean([first, second]);
        Assert.Equal(mean.Low, sum.Low, 5);
        Assert.Equal(mean.High, sum.High, 5);
    }

    [Fact]
    public void BinomialTest_equals_the_naive_sum() => Seeds.Each(10, static seed =>
    {
        var draws = new SplitMix64(seed);
        long n = 1 + draws.Below(60);
        long k = draws.Below((int)n + 1);
        double p = 0.05 + (0.9 * draws.Unit());
        double[] chances = [.. Enumerable.Range(0, (int)n + 1).Select(i => Math.Exp(LogChoose(n, i) + (i * Math.Log(p)) + ((n - i) * Math.Log(1 - p))))];
        double naive = chances.Where(c => c <= chances[k] * (1 + 1e-7)).Sum();
        Assert.Equal(Math.Min(1, naive), BinomialTest.TwoSided(k, n, p), 9);
        Assert.Equal(chances.Take((int)k + 1).Sum(), BinomialTest.Lower(k, n, p), 9);
    });

    private static double LogChoose(long n, long k)
    {
        double sum = 0;
        for (long i = 1; i <= k; i++)
        {
            sum += Math.Log(n - k + i) - Math.Log(i);
        }

        return sum;
    }

    private static bool Close(double a, double b) => (double.IsNaN(a) && double.IsNaN(b)) || Math.Abs(a - b) < 1e-12;
}
