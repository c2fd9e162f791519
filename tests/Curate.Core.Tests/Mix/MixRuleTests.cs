using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Mix;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Mix;

/// <summary>Shares of the methods against tables worked out by hand and naive models.</summary>
public sealed class MixRuleTests
{
    [Fact]
    public void Temperature_shares_are_those_worked_by_hand()
    {
        // Sizes 16, 81, 256: square roots 4, 9, 16 of 29; fourth roots 2, 3, 4 of 9.
        Assert.Equal([400, 900, 1600], Rows("temperature", [16, 81, 256], ("tau", "2"), ("rows", "2900")));
        Assert.Equal([200, 300, 400], Rows("temperature", [16, 81, 256], ("tau", "4"), ("rows", "900")));
        Assert.Equal([16, 81, 256], Rows("temperature", [16, 81, 256], ("tau", "1")));
        Assert.Equal([30, 30, 30], Rows("temperature", [16, 81, 256], ("tau", "inf"), ("rows", "90")));
    }

    [Fact]
    public void Cooling_down_has_the_quotas_of_each_phase_in_its_place()
    {
        RunOutcome run = Run("temperature", [16, 81, 256], ("tau", "4,2"), ("phases", "0.25,0.75"), ("rows", "1200"), ("origin", "true"));
        // Phase 1: 300 rows as 2:3:4 of 9; phase 2: 900 as 4:9:16 of 29.
        string?[][] first = [.. run.Rows.Where(static r => r[5] == "1: tau 4")];
        Assert.Equal(run.Rows.Take(first.Length).Select(static r => r[0]), first.Select(static r => r[0]));
        Assert.InRange(first.Length, 299, 301);
        Assert.InRange(first.Count(static r => r[2] == "s-a"), 66, 68);
        Assert.InRange(first.Count(static r => r[2] == "s-c"), 132, 135);
        Assert.InRange(run.Rows.Skip(first.Length).Count(static r => r[2] == "s-b"), 278, 281);
    }

    [Theory]
    [InlineData("1", "60", 10, 20, 30)]
    [InlineData("2", "100", 20, 40, 40)]
    [InlineData("4", "300", 40, 80, 180)]
    [InlineData("1", "999", 10, 20, 300)]
    public void Unimax_is_as_even_as_the_repeats_allow(string repeats, string rows, int a, int b, int c) =>
        Assert.Equal([a, b, c], Rows("unimax", [10, 20, 300], ("max-repeat", repeats), ("rows", rows)));

    [Theory]
    [MemberData(nameof(Seeds20))]
    public void Unimax_equals_the_published_algorithm(ulong seed) => Seeds.With(seed, () =>
    {
        var random = new SplitMix64(seed);
        int[] sizes = [.. Enumerable.Range(0, random.Between(1, 5)).Select(_ => random.Between(1, 60))];
        int repeats = random.Between(1, 4);
        int budget = random.Between(1, 200);
        double left = budget;
        var exact = new double[sizes.Length];
        int[] order = [.. Enumerable.Range(0, sizes.Length).OrderBy(i => sizes[i])];
        for (int i = 0; i < order.Length; i++)
        {
            exact[order[i]] = Math.Min(left / (order.Length - i), repeats * sizes[order[i]]);
            left -= exact[order[i]];
        }

        int[] rows = Rows("unimax", sizes, ("max-repeat", $"{repeats}"), ("rows", $"{budget}"));
        Assert.Equal(Math.Min(budget, repeats * sizes.Sum()), rows.Sum());
        Assert.All(rows.Zip(exact), static pair => Assert.InRange(pair.First, pair.Second - 1, pair.Second + 1));
    });

    public static TheoryData<ulong> Seeds20 => Seeds.Theory(20);

    [Fact]
    public void Anneal_ends_with_a_phase_of_other_shares_and_leaves_one_out_at_the_same_size()
    {
        RunOutcome run = Run("anneal", [100, 60, 40], ("final-share", "s-b=1,s-c=3"), ("final-fraction", "0.2"), ("rows", "200"));
        Assert.All(run.Rows.Take(160), static r => Assert.Equal("base", r[2]));
        Assert.All(run.Rows.Skip(160), static r => Assert.Equal("final", r[2]));
        Assert.Equal((0, 10, 30), Sources(run.Rows.Skip(160)));
        Assert.Equal((80, 48, 32), Sources(run.Rows.Take(160)));
        RunOutcome without = Run("anneal", [100, 60, 40], ("final-share", "s-b=1,s-c=3"), ("final-fraction", "0.2"), ("rows", "200"), ("leave-out", "s-c"));
        Assert.Equal((0, 40, 0), Sources(without.Rows.Skip(160)));
        Assert.Equal((80, 48, 32), Sources(without.Rows.Take(160)));
    }

    [Fact]
    public void Source_cap_takes_what_the_cap_allows_and_smaller_caps_take_a_part_of_it()
    {
        Assert.Equal([16, 50, 50], Rows("source-cap", [16, 81, 256], ("cap", "50")));
        Assert.Equal([16, 81, 81], Rows("source-cap", [16, 81, 256], ("cap", "quantile=0.5")));
        // Mean 117.67, deviation 101.4 (divided by 3).
        Assert.Equal([16, 81, 117], Rows("source-cap", [16, 81, 256], ("cap", "sd=0")));
        Assert.Equal([16, 81, 219], Rows("source-cap", [16, 81, 256], ("cap", "sd=1")));
        Assert.Equal([10, 50, 20], Rows("source-cap", [16, 81, 256], ("cap", "50"), ("caps", "s-c=20,s-a=10")));
        Assert.Equal([16, 16, 16], Rows("source-cap", [16, 81, 256], ("cap", "50"), ("share", "s-a=1,s-b=1,s-c=1")));
        HashSet<string?> large = [.. Run("source-cap", [16, 81, 256], ("cap", "50")).Rows.Select(static r => r[0])];
        Assert.All(Run("source-cap", [16, 81, 256], ("cap", "30")).Rows, r => Assert.Contains(r[0], large));
    }

    [Fact]
    public void Quality_curve_has_the_values_that_the_equation_has()
    {
        var curve = new QualityCurve(10, 0.4, 2, 0.05);
        Assert.Equal(1.05, curve.At(0.4), 12);
        Assert.Equal(Math.Pow(2 / (1 + Math.Exp(-4)), 2) + 0.05, curve.At(0), 12);
        Assert.Equal(0.05, curve.At(0.41), 12);
        for (double r = 0; r < 1; r += 0.01)
        {
            Assert.True(curve.At(r) >= curve.At(r + 0.01));
            Assert.True(curve.At(r) <= 4.05);
        }
    }

    [Fact]
    public void Quality_domain_gives_better_rows_more_copies_and_as_many_as_expected()
    {
        // Quality is the row number: the last row is the best. Ranks are 0, 0.01 ... 0.99.
        var curve = new QualityCurve(5, 0.5, 2, 0.1);
        RunOutcome run = Run("quality-domain", [100, 100], ("quality", "quality"), ("lambda", "5"), ("omega", "0.5"), ("eta", "2"), ("epsilon", "0.1"));
        double expected = Enumerable.Range(0, 100).Sum(i => curve.At(i / 100.0));
        foreach (string source in new[] { "s-a", "s-b" })
        {
            int[] copies = [.. Enumerable.Range(0, 100).Select(i => run.Rows.Count(r => r[0] == $"{source}-{i}"))];
            Assert.InRange(copies.Sum(), Math.Floor(expected), Math.Ceiling(expected));
            for (int i = 0; i < 100; i++)
            {
                Assert.InRange(copies[i], Math.Floor(curve.At((99 - i) / 100.0)), Math.Ceiling(curve.At((99 - i) / 100.0)));
            }
        }

        Assert.Equal(150, Run("quality-domain", [100, 100], ("quality", "quality"), ("rows", "150")).Rows.Count, 2.0);
    }

    [Fact]
    public void Quality_quantity_takes_more_sources_as_the_plan_grows()
    {
        // The published simulation: utilities 0.20, 0.18, 0.15, 0.10, half-life 2, equal buckets; plans of 8 to 640 million rows of 12.8 million each.
        int[] sources = [.. new[] { 80, 320, 640, 1280, 6400 }.Select(plan => Rows("quality-quantity", [128, 128, 128, 128], ("best", "s-a,s-b,s-c,s-d"),
            ("utility", "s-a=0.2,s-b=0.18,s-c=0.15,s-d=0.1"), ("half-life", "2"), ("scale", "0.02"), ("rows", $"{plan}")).Count(static r => r > 0))];
        Assert.Equal([1, 2, 2, 3, 3], sources);
    }

    [Fact]
    public void Learning_curves_are_recovered_from_their_points()
    {
        LearningCurve curve = LearningCurve.Fit([.. new[] { 10.0, 30, 100, 400, 2000 }.Select(static n => (n, (0.8 * Math.Pow(n, -0.35)) + 0.07))]);
        Assert.Equal(0.8, curve.A, 3);
        Assert.Equal(0.35, curve.B, 3);
        Assert.Equal(0.07, curve.C, 3);
    }

    [Theory]
    [MemberData(nameof(Seeds20))]
    public void Allocation_equals_the_best_of_all_for_two_sources(ulong seed) => Seeds.With(seed, () =>
    {
        var random = new SplitMix64(seed);
        LearningCurve[] curves = [Curve(), Curve()];
        double[] costs = [1 + random.Below(3), 1 + random.Below(3)];
        double[] weights = [0.3 + random.Unit(), 0.3 + random.Unit()];
        double[] limits = [1000, 40 + random.Below(1000)];
        const double Spend = 300;
        var allocation = new CurveAllocation(curves, costs, limits, weights);
        double mean = double.PositiveInfinity;
        double worst = double.PositiveInfinity;
        for (int a = 1; a * costs[0] < Spend; a++)
        {
            double[] rows = [a, Math.Min(limits[1], Math.Floor((Spend - (a * costs[0])) / costs[1]))];
            mean = Math.Min(mean, allocation.MeanError(rows));
            worst = Math.Min(worst, allocation.WorstError(rows));
        }

        double[] forMean = allocation.Mean(Spend);
        double[] forWorst = allocation.Worst(Spend);
        Assert.InRange(allocation.Spent(forMean), 0, Spend);
        Assert.InRange(allocation.Spent(forWorst), 0, Spend);
        // Whole rows that cost two or three leave a little unspent.
        Assert.InRange(allocation.MeanError(forMean), 0, mean * 1.003);
        Assert.InRange(allocation.WorstError(forWorst), 0, worst * 1.01);

        LearningCurve Curve() => new(0.5 + random.Unit(), 0.2 + (0.5 * random.Unit()), 0.1 * random.Unit());
    });

    [Fact]
    public void Optimal_allocation_reads_points_and_reaches_the_published_two_group_case()
    {
        // err = 0.8 n^-0.5 and n^-0.3 and 10,000 rows: their plain mean is lowest near 27:73, the worst error near 2:98.
        string?[][] points = [.. new[] { ("s-a", 0.8, 0.5), ("s-b", 1.0, 0.3) }.SelectMany(static g =>
            new[] { 50.0, 200, 1000, 5000 }.Select(n => new string?[] { g.Item1, $"{n}", (g.Item2 * Math.Pow(n, -g.Item3)).ToString("R", System.Globalization.CultureInfo.InvariantCulture) }))];
        PlanInputs inputs = MixPlanTests.Named([MixPlanTests.Source("a", 10_000), MixPlanTests.Source("b", 10_000)]) with { Others = [new MemoryTable(["source", "n", "error"], points)] };
        int a = TestRuns.Execute(Bind("optimal-allocation", ("curves", "x.csv"), ("spend", "10000"), ("population", "s-a=1,s-b=1")), inputs, TestRuns.Context()).Rows.Count(static r => r[1] == "s-a");
        Assert.InRange(a, 2650, 2750);
        a = TestRuns.Execute(Bind("optimal-allocation", ("curves", "x.csv"), ("spend", "10000"), ("population", "s-a=0.9,s-b=0.1"), ("objective", "worst")), inputs, TestRuns.Context()).Rows.Count(static r => r[1] == "s-a");
        Assert.InRange(a, 120, 280);
    }

    private static int[] Rows(string method, int[] sizes, params (string, string)[] options)
    {
        IReadOnlyList<string?[]> rows = Run(method, sizes, options).Rows;
        return [.. sizes.Select((_, i) => rows.Count(r => r[0]!.StartsWith($"s-{(char)('a' + i)}-", StringComparison.Ordinal)))];
    }

    private static (int, int, int) Sources(IEnumerable<string?[]> rows)
    {
        string?[][] all = [.. rows];
        return (Count("s-a"), Count("s-b"), Count("s-c"));

        int Count(string name) => all.Count(r => r[0]!.StartsWith(name, StringComparison.Ordinal));
    }

    private static RunOutcome Run(string method, int[] sizes, params (string, string)[] options)
    {
        string[] names = [.. sizes.Select(static (_, i) => $"s-{(char)('a' + i)}")];
        IRecordSource[] parts = [.. sizes.Select((n, s) => new MemoryTable(["id", "quality"], [.. Enumerable.Range(0, n).Select(i => new string?[] { $"{names[s]}-{i}", $"{i}" })]))];
        return TestRuns.Execute(Bind(method, options), new PlanInputs(new SourcesView(names, parts)), TestRuns.Context());
    }

    private static BoundMethod Bind(string method, params (string Name, string Value)[] options)
    {
        var values = new OptionValues();
        foreach ((string name, string value) in options)
        {
            values.Add(name, value);
        }

        return MethodRegistry.All.Single(m => m.Id == "mix/" + method).Bind(values);
    }
}
