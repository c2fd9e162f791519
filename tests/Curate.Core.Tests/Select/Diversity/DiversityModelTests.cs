using System.Globalization;
using Curate.Core.Errors;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Diversity;

/// <summary>Methods that pick row by row against their definitions, written out naively, on 200 small tables each.</summary>
public sealed class DiversityModelTests
{
    private const int Tables = 200;

    private static void Each(Action<PointTable, SplitMix64, int> check, int most = 40, bool positive = false) => Seeds.Each(Tables, seed =>
    {
        var random = new SplitMix64(seed);
        PointTable table = PointTable.Random(random, 1, most, positive);
        check(table, random, random.Between(1, Math.Min(table.Count, 12)));
    });

    /// <summary>Sometimes rows 3 and 1 must be in.</summary>
    private static (string, string)[] Must(PointTable table, SplitMix64 random, int k) =>
        table.Count > 3 && k >= 2 && random.Chance(0.3) ? [("id", "id"), ("must", "file")] : [];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Coverage(PointTable table, Func<int, int, double> s, IReadOnlyList<int> set) =>
        Enumerable.Range(0, table.Count).Sum(i => set.Count == 0 ? 0 : set.Max(j => s(i, j)));

    [Fact]
    public void KCenter_every_pick_is_the_farthest_row() => Each(static (table, random, k) =>
    {
        bool cosine = random.Chance(0.3);
        bool far = random.Chance(0.5);
        int ignored = random.Chance(0.3) ? random.Below(4) : 0;
        (string, string)[] must = Must(table, random, k);
        int[] picks = table.Picks("k-center", [("rows", Text(k)), ("metric", cosine ? "cosine" : "euclidean"), ("first", far ? "far" : "centre"),
            ("ignore", ((ignored + 0.5) / table.Count >= 1 ? 0 : ignored == 0 ? 0 : (ignored + 0.5) / table.Count).ToString("R", CultureInfo.InvariantCulture)), .. must]);
        int skip = ignored == 0 || (ignored + 0.5) / table.Count >= 1 ? 0 : ignored;
        double Distance(int a, int b) => cosine ? Unit(table, a, b) : table.Squared(a, b);
        Assert.Equal(k, picks.Length);
        if (must.Length > 0)
        {
            Assert.Equal([1, 3], picks[..2]);
        }

        for (int t = must.Length > 0 ? 2 : 1; t < k; t++)
        {
            double Nearest(int i) => picks[..t].Min(j => Distance(i, j));
            int[] free = [.. Enumerable.Range(0, table.Count).Except(picks[..t]).OrderByDescending(Nearest).ThenBy(static i => i)];
            int expected = free[Math.Min(skip, free.Length - 1)];
            Assert.True(cosine ? Math.Abs(Nearest(expected) - Nearest(picks[t])) < 1e-6 : expected == picks[t], $"pick {t}: {picks[t]} for {expected}");
        }
    });

    [Fact]
    public void KCenter_radius_is_at_most_twice_the_least_possible() => Seeds.Each(Tables, static seed =>
    {
        var random = new SplitMix64(seed);
        PointTable table = PointTable.Random(random, 3, 9);
        int k = random.Between(1, 3);
        double Radius(IReadOnlyList<int> set) => Math.Sqrt(Enumerable.Range(0, table.Count).Max(i => set.Min(j => table.Squared(i, j))));
        double radius = Radius(table.Picks("k-center", ("rows", Text(k))));
        Assert.Equal(radius, (double)table.Report("k-center", "selection", ("rows", Text(k)))["radius"]!, 1e-9);
        Assert.True(radius <= (2 * -table.Largest(k, set => -Radius(set))) + 1e-9);
    });

    [Theory]
    [InlineData("euclidean")]
    [InlineData("cosine")]
    [InlineData("rbf")]
    public void FacilityLocation_every_pick_adds_most(string similarity) => Each((table, random, k) =>
    {
        Func<int, int, double> s = table.Similarity(similarity);
        bool scored = random.Chance(0.3);
        (string, string)[] must = Must(table, random, k);
        int[] picks = table.Picks("facility-location", [("rows", Text(k)), ("similarity", similarity), .. similarity == "rbf" ? [("bandwidth", "2")] : Array.Empty<(string, string)>(),
            .. scored ? [("score", "score"), ("score-weight", "0.5")] : Array.Empty<(string, string)>(), .. must]);
        double Value(IReadOnlyList<int> set) => Coverage(table, s, set) + (scored ? set.Sum(j => PointTable.ScoreOf(j) / 2) : 0);
        double Gain(IReadOnlyList<int> set, int j) => Value([.. set, j]) - Value(set);
        for (int t = must.Length > 0 ? 2 : 0; t < k; t++)
        {
            double best = Enumerable.Range(0, table.Count).Except(picks[..t]).Max(j => Gain(picks[..t], j));
            Assert.True(Gain(picks[..t], picks[t]) >= best - (1e-8 * Math.Max(1, Value(picks))), $"pick {t}");
        }

        if (!scored)
        {
            table.AssertGreedy(picks, must.Length > 0 ? 2 : 0, (set, j) => Math.Round(Gain(set, j), 6), similarity);
        }
    });

    [Theory]
    [InlineData("facility-location")]
    [InlineData("saturated-coverage")]
    public void Coverage_is_at_least_the_proven_part_of_the_best(string method) => Seeds.Each(60, seed =>
    {
        var random = new SplitMix64(seed);
        PointTable table = PointTable.Random(random, 3, 9);
        int k = random.Between(1, 3);
        Func<int, int, double> s = table.Similarity("rbf");
        double Value(IReadOnlyList<int> set) => method == "facility-location" ? Coverage(table, s, set)
            : Enumerable.Range(0, table.Count).Sum(i => Math.Min(set.Sum(j => s(i, j)), 0.4 * Enumerable.Range(0, table.Count).Sum(v => s(i, v))));
        (string, string)[] options = [("rows", Text(k)), ("similarity", "rbf"), ("bandwidth", "2"), .. method == "facility-location" ? Array.Empty<(string, string)>() : [("alpha", "0.4")]];
        double reached = Value(table.Picks(method, options));
        Assert.Equal(reached, (double)table.Report(method, "selection", options)["objective"]!, 1e-9);
        Assert.True(reached >= ((1 - (1 / Math.E)) * table.Largest(k, Value)) - 1e-9);
    });

    [Fact]
    public void FacilityLocation_stochastic_is_near_the_lazy_one_and_looks_at_all_rows_when_it_draws_all() => Each(static (table, random, k) =>
    {
        Func<int, int, double> s = table.Similarity("rbf");
        (string, string)[] options = [("rows", Text(k)), ("similarity", "rbf"), ("bandwidth", "2")];
        int[] lazy = table.Picks("facility-location", options);

        // With so small an epsilon every step draws all rows.
        Assert.Equal(lazy, table.Picks("facility-location", [.. options, ("optimizer", "stochastic"), ("epsilon", "1e-300")]));
        double sampled = Coverage(table, s, table.Picks("facility-location", [.. options, ("optimizer", "stochastic"), ("epsilon", "0.05")]));
        Assert.InRange(sampled, 0.4 * Coverage(table, s, lazy), Coverage(table, s, lazy) * 1.6);
    });

    [Theory]
    [InlineData("euclidean")]
    [InlineData("cosine")]
    [InlineData("rbf")]
    public void SaturatedCoverage_every_pick_adds_most(string similarity) => Each((table, random, k) =>
    {
        Func<int, int, double> s = table.Similarity(similarity);
        (string, string)[] must = Must(table, random, k);
        int[] picks = table.Picks("saturated-coverage", [("rows", Text(k)), ("similarity", similarity), ("alpha", "0.3"), .. similarity == "rbf" ? [("bandwidth", "2")] : Array.Empty<(string, string)>(), .. must]);
        double[] caps = [.. Enumerable.Range(0, table.Count).Select(i => 0.3 * Enumerable.Range(0, table.Count).Sum(v => s(i, v)))];
        double Value(IReadOnlyList<int> set) => Enumerable.Range(0, table.Count).Sum(i => Math.Min(set.Sum(j => s(i, j)), caps[i]));
        table.AssertGreedy(picks, must.Length > 0 ? 2 : 0, (set, j) => Math.Round(Value([.. set, j]) - Value(set), 5), similarity);
    });

    [Theory]
    [InlineData("euclidean", 2)]
    [InlineData("cosine", 0.7)]
    [InlineData("rbf", 3)]
    public void GraphCut_every_pick_adds_most(string similarity, double alpha) => Each((table, random, k) =>
    {
        Func<int, int, double> s = table.Similarity(similarity);
        (string, string)[] must = Must(table, random, k);
        int[] picks = table.Picks("graph-cut", [("rows", Text(k)), ("similarity", similarity), ("alpha", alpha.ToString(CultureInfo.InvariantCulture)),
            .. similarity == "rbf" ? [("bandwidth", "2")] : Array.Empty<(string, string)>(), .. must]);
        double Value(IReadOnlyList<int> set) => (alpha * Enumerable.Range(0, table.Count).Sum(i => set.Sum(j => s(i, j)))) - set.Sum(i => set.Sum(j => s(i, j)));
        table.AssertGreedy(picks, must.Length > 0 ? 2 : 0, (set, j) => Math.Round(Value([.. set, j]) - Value(set), 5), similarity);
    });

    [Theory]
    [InlineData("sqrt")]
    [InlineData("log")]
    [InlineData("saturating")]
    [InlineData("cap")]
    public void FeatureBased_every_pick_adds_most(string concave) => Each((table, random, k) =>
    {
        (string, string)[] must = Must(table, random, k);
        int[] picks = table.Picks("feature-based", [("rows", Text(k)), ("concave", concave), .. must]);
        double Phi(double x) => concave switch { "sqrt" => Math.Sqrt(x), "log" => Math.Log(1 + x), "saturating" => x / (1 + x), _ => Math.Min(1, x) };
        double Value(IReadOnlyList<int> set) => Enumerable.Range(0, table.Points[0].Length).Sum(d => Phi(set.Sum(j => table.Points[j][d])));
        table.AssertGreedy(picks, must.Length > 0 ? 2 : 0, (set, j) => Math.Round(Value([.. set, j]) - Value(set), 9), concave);
    }, positive: true);

    [Fact]
    public void FeatureBased_negative_values_are_refused() => Assert.Contains("--scale minmax",
        Assert.Throws<CurateException>(static () => PointTable.Of([1, -0.5], [2, 1]).Picks("feature-based", ("rows", "1"))).Hint, StringComparison.Ordinal);

    [Fact]
    public void Dpp_every_pick_multiplies_the_determinant_most() => Each(static (table, random, k) =>
    {
        bool scored = random.Chance(0.3);
        (string, string)[] must = Must(table, random, k);
        int[] picks = table.Picks("dpp", [("rows", Text(k)), ("bandwidth", "2"), .. scored ? [("score", "score"), ("score-weight", "0.5")] : Array.Empty<(string, string)>(), .. must]);
        Func<int, int, double> s = table.Similarity("rbf");
        double LogDeterminant(IReadOnlyList<int> set) => LogDet([.. set.Select(i => set.Select(j => s(i, j)).ToArray())]) + (scored ? set.Sum(j => PointTable.ScoreOf(j) / 2) : 0);
        for (int t = must.Length > 0 ? 2 : 0; t < k; t++)
        {
            double before = t == 0 ? 0 : LogDeterminant(picks[..t]);
            double[] gains = [.. Enumerable.Range(0, table.Count).Except(picks[..t]).Select(j => LogDeterminant([.. picks[..t], j]) - before)];
            double own = LogDeterminant([.. picks[..t], picks[t]]) - before;
            if (double.IsNegativeInfinity(before) || gains.Max() < -15)
            {
                // Nothing is left that is not picked: another round begins.
                break;
            }

            Assert.True(own >= gains.Max() - 1e-6, $"pick {t}: {own} of {gains.Max()}");
        }
    });

    [Fact]
    public void Dpp_begins_a_new_round_when_the_rank_is_used_up()
    {
        PointTable table = PointTable.Of([4, 0], [0, 3], [2, 0], [0, 2.5], [1, 0]);
        Assert.Equal([0, 1, 3, 2, 4], table.Picks("dpp", ("rows", "5"), ("similarity", "linear")));
        Assert.Equal(3L, table.Report("dpp", "selection", ("rows", "5"), ("similarity", "linear"))["rounds"]);
    }

    [Theory]
    [InlineData("rbf")]
    [InlineData("linear")]
    public void Herding_every_pick_follows_the_rule_and_mmd_is_that_of_the_definition(string similarity) => Each((table, random, k) =>
    {
        Func<int, int, double> s = table.Similarity(similarity);
        (string, string)[] must = Must(table, random, k);
        (string, string)[] options = [("rows", Text(k)), ("similarity", similarity), .. similarity == "rbf" ? [("bandwidth", "2")] : Array.Empty<(string, string)>(), .. must];
        int[] picks = table.Picks("herding", options);
        double Mean(int j) => Enumerable.Range(0, table.Count).Average(i => s(i, j));
        table.AssertGreedy(picks, must.Length > 0 ? 2 : 0, (set, j) => Math.Round(Mean(j) - (set.Sum(i => s(i, j)) / (set.Count + 1)), 6), similarity);
        double mmd = Enumerable.Range(0, table.Count).Average(Mean) - (2 * picks.Average(Mean)) + picks.Average(i => picks.Average(j => s(i, j)));
        Assert.Equal(Math.Sqrt(Math.Max(0, mmd)), (double)table.Report("herding", "selection", options)["mmd"]!, 1e-5);
    });

    [Theory]
    [InlineData("2", false)]
    [InlineData("1", false)]
    [InlineData("inf", true)]
    [InlineData("0.5", true)]
    [InlineData("2", true)]
    public void VendiGreedy_every_pick_raises_the_score_most(string q, bool rbf) => Seeds.Each(q == "2" ? Tables : 40, seed =>
    {
        var random = new SplitMix64(seed);
        PointTable table = PointTable.Random(random, 1, q == "2" ? 40 : 14);
        int k = random.Between(1, Math.Min(7, table.Count));
        (string, string)[] must = Must(table, random, k);
        int[] picks = table.Picks("vendi-greedy", [("rows", Text(k)), ("q", q), ("similarity", rbf ? "rbf" : "cosine"), .. rbf ? [("bandwidth", "2")] : Array.Empty<(string, string)>(), .. must]);
        Func<int, int, double> s = rbf ? table.Similarity("rbf") : table.Cosine;
        double order = q == "inf" ? double.PositiveInfinity : double.Parse(q, CultureInfo.InvariantCulture);
        double Value(IReadOnlyList<int> set) => NaiveVendi.Score(set, s, order);
        table.AssertGreedy(picks, must.Length > 0 ? 2 : 0, (set, j) => Math.Round(Value([.. set, j]), 4), q);
    });

    [Fact]
    public void SieveStreaming_reaches_half_of_the_best_and_keeps_the_count() => Seeds.Each(60, static seed =>
    {
        var random = new SplitMix64(seed);
        PointTable table = PointTable.Random(random, 4, 9);
        int k = random.Between(1, 3);
        Func<int, int, double> s = table.Similarity("rbf");
        double reached = Coverage(table, s, table.Picks("sieve-streaming", ("rows", Text(k)), ("similarity", "rbf"), ("bandwidth", "2"), ("epsilon", "0.05")));
        Assert.True(reached >= (0.45 * table.Largest(k, set => Coverage(table, s, set))) - 1e-9);
    });

    [Fact]
    public void Picks_stay_within_groups_and_their_quotas() => Seeds.Each(20, static seed =>
    {
        var random = new SplitMix64(seed);
        PointTable table = PointTable.Random(random, 9, 30, positive: true);
        foreach (string method in new[] { "k-center", "facility-location", "saturated-coverage", "graph-cut", "feature-based", "dpp", "vendi-greedy", "herding", "sieve-streaming" })
        {
            int[] picks = table.Picks(method, ("rows", "2"), ("per", "group"));
            Assert.Equal(["0 2", "1 2", "2 2"], picks.GroupBy(static r => r % 3).OrderBy(static g => g.Key).Select(static g => $"{g.Key} {g.Count()}"));
            Assert.Equal((int)Math.Round(0.4 * table.Count), table.Picks(method, ("fraction", "0.4")).Length);
        }
    });

    [Fact]
    public void More_rows_than_there_are_and_unmet_must_are_refused()
    {
        PointTable table = PointTable.Of([1], [2], [3], [4]);
        Assert.Equal(ErrorCodes.Infeasible, Assert.Throws<CurateException>(() => table.Picks("k-center", ("rows", "5"))).Code);
        CurateException must = Assert.Throws<CurateException>(() => table.Picks("dpp", ("rows", "1"), ("id", "id"), ("must", "file")));
        Assert.Contains("--must names are 2", must.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => table.Picks("dpp", ("rows", "1"), ("must", "file"))).Code);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => table.Picks("dpp")).Code);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => table.Picks("vendi-greedy", ("rows", "1"), ("q", "0"))).Code);
        Assert.Empty(table.Picks("facility-location", ("rows", "0")));
    }

    [Fact]
    public void Median_bandwidth_is_the_median_distance_of_pairs()
    {
        // Distances 1, 3, 4, 7, 8, 11: the upper middle one of six is 7.
        Assert.Equal(7.0, PointTable.Of([0], [1], [4], [-7]).Report("graph-cut", "selection", ("rows", "1"))["bandwidth"]);
        Assert.Equal(1.0, PointTable.Of([2], [2]).Report("graph-cut", "selection", ("rows", "1"))["bandwidth"]);
    }

    /// <summary>The squared distance of directions.</summary>
    private static double Unit(PointTable table, int a, int b)
    {
        double[] Direction(int i) => table.Dot(i, i) == 0 ? table.Points[i] : [.. table.Points[i].Select(x => x / Math.Sqrt(table.Dot(i, i)))];
        return Direction(a).Zip(Direction(b), static (x, y) => (x - y) * (x - y)).Sum();
    }

    /// <summary>By elimination with pivots on the diagonal.</summary>
    private static double LogDet(double[][] m)
    {
        double log = 0;
        for (int c = 0; c < m.Length; c++)
        {
            if (m[c][c] <= 1e-13)
            {
                return double.NegativeInfinity;
            }

            log += Math.Log(m[c][c]);
            for (int r = c + 1; r < m.Length; r++)
            {
                double factor = m[r][c] / m[c][c];
                for (int k = c; k < m.Length; k++)
                {
                    m[r][k] -= factor * m[c][k];
                }
            }
        }

        return log;
    }
}
