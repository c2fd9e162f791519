using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Balance.Pairing;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample;

public sealed class MatchingTests
{
    private static RunOutcome Run(MemoryTable table, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("resample/matching", [("label", "group"), .. options]), table, TestRuns.Context());

    private static MemoryTable Table(params (string? Group, double X, string Site)[] rows) =>
        new(["id", "group", "x", "site"], [.. rows.Select(static (r, i) => new[] { "r" + i, r.Group, r.X.ToString(CultureInfo.InvariantCulture), r.Site })]);

    private static string Sets(RunOutcome run) => string.Join(' ', run.Rows.GroupBy(static r => r[^2]).OrderBy(static g => int.Parse(g.Key!, CultureInfo.InvariantCulture)).Select(static g => string.Join('+', g.Select(static r => r[0]))));

    private static readonly (string?, double, string)[] s_few =
        [("t", 1, "a"), ("c", 1.4, "b"), ("c", 5, "a"), ("t", 5.2, "b"), ("c", 9, "a"), (null, 1, "a"), ("c", 30, "b"), ("t", 8, "a"), ("c", 0.5, "a")];

    [Fact]
    public void Rows_are_matched_with_the_nearest_that_is_left()
    {
        (string, string)[] options = [("features", "x"), ("distance", "mahalanobis"), ("treated", "t")];
        Assert.Equal("r0+r1 r2+r3 r4+r7", Sets(Run(Table(s_few), options)));
        Assert.Equal("r0+r8 r1+r3 r4+r7", Sets(Run(Table(s_few), [.. options, ("exact", "site")])));
        Assert.Equal("r0+r1 r2+r3 r4+r7", Sets(Run(Table(s_few), [.. options, ("replacement", "true")])));
    }

    [Fact]
    public void Rows_without_a_match_leave_with_their_reason()
    {
        RunOutcome run = Run(Table(s_few), ("features", "x"), ("treated", "t"), ("distance", "mahalanobis"), ("caliper", "0.02"));
        Assert.Equal("r2+r3", Sets(run));
        Assert.Equal("not-compared 1 unmatched 6", string.Join(' ', run.Dropped.ByReason.Select(static r => $"{r.Key} {r.Value}")));
        Assert.Equal(["r2", "r3"], run.Rows.Select(static r => r[0]));
        Assert.Null(run.Rows[1][^1]);

        // 5.2 - 5 over the standard deviation within the groups.
        double[] t = [1, 5.2, 8];
        double[] c = [1.4, 5, 9, 30, 0.5];
        double within = Math.Sqrt((t.Sum(x => Math.Pow(x - t.Average(), 2)) + c.Sum(x => Math.Pow(x - c.Average(), 2))) / 6);
        Assert.Equal(0.2 / within, double.Parse(run.Rows[0][^1]!, CultureInfo.InvariantCulture), 6);
    }

    [Fact]
    public void As_weights_every_set_weighs_one_on_either_side()
    {
        RunOutcome run = Run(Table(s_few), ("features", "x"), ("treated", "t"), ("distance", "mahalanobis"), ("controls", "2"), ("replacement", "true"), ("as", "weights"), ("weight-column", "w"));

        // r0: r1, r8; r3: r2, then r4 and r1 tie in distance 3.8 but for rounding of x as float32; r7: r4, r2.
        Dictionary<string, double> weights = run.Rows.ToDictionary(static r => r[0]!, static r => double.Parse(r[^1]!, CultureInfo.InvariantCulture));
        Assert.Equal(9, weights.Count);
        Assert.Equal(0, weights["r5"]);
        Assert.Equal(0, weights["r6"]);
        Assert.Equal((1, 1, 1), (weights["r0"], weights["r3"], weights["r7"]));
        Assert.Equal(3, weights["r1"] + weights["r2"] + weights["r4"] + weights["r8"], 12);
        Assert.Equal((1, 0.5), (weights["r2"], weights["r8"]));
    }

    [Fact]
    public void Greedy_matching_by_score_is_what_a_search_of_all_pairs_gives()
    {
        for (ulong seed = 1; seed <= 80; seed++)
        {
            var random = new SplitMix64(seed);
            int n = random.Between(2, 60);
            double[] score = [.. Enumerable.Range(0, n).Select(_ => random.Below(25) / 4.0)];
            int[] treated = [.. Enumerable.Range(0, n).Where(_ => random.Chance(0.4)).OrderBy(_ => random.Next())];
            int[] controls = [.. Enumerable.Range(0, n).Except(treated)];
            int each = random.Between(1, 3);
            double farthest = random.Chance(0.5) ? 0.5 : double.PositiveInfinity;
            double Distance(int a, int b) => Math.Abs(score[a] - score[b]);
            var made = new List<MatchedPair>();
            new NearestScores(score, controls).Match(treated, each, farthest, made);
            Assert.Equal(Naive(treated, controls, each, farthest, Distance), made);
            made.Clear();
            new NearestScores(score, controls).MatchAll(treated, each, farthest, made);
            Assert.Equal(treated.SelectMany(t => controls.OrderBy(c => Distance(t, c)).ThenBy(static c => c).Take(each).Where(c => Distance(t, c) <= farthest).Select(c => new MatchedPair(t, c, Distance(t, c)))), made);
        }
    }

    [Fact]
    public void Greedy_matching_by_vectors_is_what_a_search_of_all_pairs_gives()
    {
        for (ulong seed = 1; seed <= 40; seed++)
        {
            var random = new SplitMix64(seed);

            // More rows than the first search looks at, so that it has to search again.
            int n = random.Between(2, 150);
            using var store = new VectorStore(n, 2, 0, TestRuns.Context());
            for (int i = 0; i < n; i++)
            {
                (store[i][0], store[i][1]) = (random.Below(6), random.Below(3));
            }

            double Distance(int a, int b) => Math.Sqrt(Math.Pow(store[a][0] - store[b][0], 2) + Math.Pow(store[a][1] - store[b][1], 2));
            int[] treated = [.. Enumerable.Range(0, n).Where(_ => random.Chance(0.5)).OrderBy(_ => random.Next())];
            int[] controls = [.. Enumerable.Range(0, n).Except(treated)];
            int each = random.Between(1, 2);
            double farthest = random.Chance(0.5) ? 1.2 : double.PositiveInfinity;
            var made = new List<MatchedPair>();
            if (treated.Length > 0 && controls.Length > 0)
            {
                NearestVectors.Match(store, treated, controls, each, farthest, TestRuns.Context(), made);
            }

            List<MatchedPair> expected = Naive(treated, controls, each, farthest, Distance);
            Assert.Equal(expected.Select(static p => (p.Treated, p.Control)), made.Select(static p => (p.Treated, p.Control)));
            Assert.All(expected.Zip(made), static p => Assert.Equal(p.First.Distance, p.Second.Distance, 9));
        }
    }

    [Fact]
    public void Balance_is_worked_by_hand()
    {
        MemoryTable table = Table(("t", 4, "a"), ("t", 6, "a"), ("c", 4, "a"), ("c", 6, "a"), ("c", 0, "b"), ("c", 2, "b"));
        RunOutcome run = Run(table, ("features", "x"), ("categorical", "site"), ("distance", "mahalanobis"), ("treated", "t"));
        object?[] x = run.Tables.Single(static t => t.Key == "balance").Rows.Single(static r => (string?)r[0] == "x");

        // Before: means 5 and 3, variances 2 and 20/3; after: equal.
        double spread = Math.Sqrt((2 + (20.0 / 3)) / 2);
        double[] expected = [5, 3, 2 / spread, 5, 5, 0, 0.3, 1];
        Assert.All(expected.Zip(x[1..]), static p => Assert.Equal(p.First, Convert.ToDouble(p.Second, CultureInfo.InvariantCulture), 12));
        Assert.Equal(["site=a", "site=b", "x"], run.Tables.Single(static t => t.Key == "balance").Rows.Select(static r => (string?)r[0]).Order(StringComparer.Ordinal));
        Assert.Equal("t 2 2 0 2 | c 4 2 2 2", string.Join(" | ", run.Tables.Single(static t => t.Key == "groups").Rows.Select(static r => string.Join(' ', r.Select(static v => Convert.ToString(v, CultureInfo.InvariantCulture))))));
    }

    // A confounder moves both the group and the outcome; the true gap is 0.05.
    [Fact]
    public void Confounded_groups_are_balanced_and_the_planted_gap_is_covered()
    {
        int covered = 0;
        const int Runs = 20;
        for (ulong seed = 1; seed <= Runs; seed++)
        {
            (double raw, double low, double high, double worst) = Confounded(seed, 2000);
            Assert.True(raw >= 0.1, $"seed {seed}: raw gap {raw}");
            Assert.True(worst < 0.1, $"seed {seed}: standardised difference {worst}");
            covered += low <= 0.05 && 0.05 <= high ? 1 : 0;
        }

        // 95 % intervals: fewer than 17 of 20 has a chance below 0.5 %.
        Assert.InRange(covered, 17, Runs);
    }

    [Fact]
    public void A_binary_outcome_has_mcnemars_test()
    {
        MemoryTable table = new(["group", "x", "y"], [.. Enumerable.Range(0, 40).Select(static i => new[] { i % 2 == 0 ? "t" : "c", (i / 2).ToString(CultureInfo.InvariantCulture), i % 2 == 0 && i < 12 ? "1" : "0" })]);
        object?[] line = Run(table, ("features", "x"), ("distance", "mahalanobis"), ("treated", "t"), ("outcome", "y")).Tables.Single(static t => t.Key == "outcome").Rows[^1];
        Assert.Equal(20L, line[1]);
        Assert.Equal(0.3, (double)line[2]!, 12);

        // Six discordant pairs, all one way: 2 / 2^6.
        Assert.Equal(2.0 / 64, (double)line[5]!, 12);
    }

    [Theory]
    [InlineData("caliper=1 no-caliper=true", "contradict")]
    [InlineData("distance=mahalanobis match-order=largest", "--match-order largest goes by the chance")]
    [InlineData("replacement=true match-order=data", "--match-order means nothing with --replacement")]
    [InlineData("treated=t control=c,t", "named by --treated and by --control")]
    [InlineData("treated=q", "--treated names the group 'q'")]
    [InlineData("control=t", "The smallest group, 't', is named by --control")]
    [InlineData("treated=t caliper=0 distance=mahalanobis exact=id", "No row of the group 't' has a match in 'c' within the caliper")]
    public void Requests_that_cannot_be_met_say_why(string options, string words) =>
        Assert.Contains(words, Assert.Throws<CurateException>(() => Run(Table(s_few), [("features", "x"), .. options.Split(' ').Select(static o => (o[..o.IndexOf('=')], o[(o.IndexOf('=') + 1)..]))])).Message, StringComparison.Ordinal);

    [Fact]
    public void One_group_is_refused() =>
        Assert.Contains("only one group", Assert.Throws<CurateException>(() => Run(Table(("t", 1, "a"), ("t", 2, "a")), ("features", "x"))).Message, StringComparison.Ordinal);

    private static (double Raw, double Low, double High, double Worst) Confounded(ulong seed, int rows)
    {
        var random = new SplitMix64(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());
        var made = new List<string?[]>();
        for (int i = 0; i < rows; i++)
        {
            double a = Normal();
            double b = Normal();
            bool treated = random.Unit() < 1 / (1 + Math.Exp(1.2 - (0.7 * a) - (0.4 * b)));
            double y = (0.2 * a) + (0.1 * b) + (treated ? 0.05 : 0) + (0.3 * Normal());
            made.Add([treated ? "t" : "c", .. new[] { a, b, y }.Select(static v => v.ToString("R", CultureInfo.InvariantCulture))]);
        }

        RunOutcome run = Run(new MemoryTable(["group", "a", "b", "y"], made), ("features", "a,b"), ("treated", "t"), ("outcome", "y"), ("caliper", "0.1"));
        List<object?[]> outcome = run.Tables.Single(static t => t.Key == "outcome").Rows;
        double worst = run.Tables.Single(static t => t.Key == "balance").Rows.Max(static r => Math.Abs((double)r[6]!));
        return ((double)outcome[0][2]!, (double)outcome[1][3]!, (double)outcome[1][4]!, worst);
    }

    private static List<MatchedPair> Naive(int[] treated, int[] controls, int each, double farthest, Func<int, int, double> distance)
    {
        var left = controls.ToList();
        var pairs = new List<MatchedPair>();
        for (int round = 0; round < each; round++)
        {
            foreach (int row in treated)
            {
                if (left.Count > 0 && left.OrderBy(c => distance(row, c)).ThenBy(static c => c).First() is var nearest && distance(row, nearest) <= farthest)
                {
                    left.Remove(nearest);
                    pairs.Add(new MatchedPair(row, nearest, distance(row, nearest)));
                }
            }
        }

        return pairs;
    }
}
