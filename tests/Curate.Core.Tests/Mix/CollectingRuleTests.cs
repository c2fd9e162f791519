using System.Globalization;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Mix;

/// <summary>The methods of <c>mix</c> that look into rows: adaptive-allocation, rehearsal, sample-quality-diversity.</summary>
public sealed class CollectingRuleTests
{
    public static TheoryData<ulong> Seeds5 => Seeds.Theory(5);

    [Theory]
    [MemberData(nameof(Seeds5))]
    public void Adaptive_collection_is_nearer_the_target_than_equal_shares_and_near_what_full_knowledge_gives(ulong seed) => Seeds.With(seed, () =>
    {
        // As in the published simulation, smaller: 8 sites of different populations, 12 cells in two columns, 800 of 4,000 people.
        var random = new SplitMix64(seed);
        IRecordSource[] sites = [.. Enumerable.Range(0, 8).Select(s =>
        {
            double[] law = [.. Enumerable.Range(0, 12).Select(_ => Math.Pow(random.Unit(), 4))];
            return new MemoryTable(["id", "sex", "age"], [.. Enumerable.Range(0, 500).Select(i =>
            {
                double at = random.Unit() * law.Sum();
                int cell = 0;
                while (cell < 11 && (at -= law[cell]) > 0)
                {
                    cell++;
                }

                return new string?[] { $"{s}-{i}", $"{cell % 2}", $"{cell / 2}" };
            })]);
        })];
        var target = new MemoryTable(["age", "sex", "share"], [.. Enumerable.Range(0, 12).Select(static k => new string?[] { $"{k / 2}", $"{k % 2}", "1" })]);
        RowPlan plan = Plan("adaptive-allocation", new PlanInputs(new SourcesView([.. sites.Select(static (_, s) => $"s{s}")], sites), [target]),
            ("attributes", "sex,age"), ("target", "t.csv"), ("rows", "800"));
        Dictionary<string, double> divergence = Table(plan, "compared").Rows.ToDictionary(static r => ((string)r[0]!).Split(':')[0], static r => (double)r[2]!);
        Assert.True(divergence["adaptive"] < divergence["equal"]);
        Assert.True(divergence["adaptive"] < divergence["best source alone"]);
        Assert.InRange(divergence["adaptive"], divergence["cells of all rows known"] * 0.8, (divergence["cells of all rows known"] * 1.5) + 0.02);
        Assert.Equal(800, plan.OutputRows);

        // The rows that were decided by are the rows that come out.
        IReadOnlyList<string?[]> rows = TestRuns.Copy(plan, new SourcesView([.. sites.Select(static (_, s) => $"s{s}")], sites)).Rows;
        double[] shares = [.. rows.GroupBy(static r => (r[1], r[2])).Select(g => g.Count() / 800.0)];
        double smoothed = (0.999 / 12) + (0.001 / 12);
        Assert.Equal(divergence["adaptive"], shares.Sum(p => p * Math.Log(p / smoothed)), 9);
    });

    [Fact]
    public void Known_cells_give_the_allocation_worked_by_hand()
    {
        // Site a is all x, site b half x half y: half x and half y are reached by b alone; two thirds x by a third of a.
        static MemoryTable Site(string name, int x, int y) => new(["id", "v"], [.. Enumerable.Range(0, x + y).Select(i => new string?[] { $"{name}{i}", i % (x + y) < x ? "x" : "y" })]);
        PlanInputs inputs = new(new SourcesView(["a", "b"], [Site("a", 300, 0), Site("b", 150, 150)]));
        (string, string)[] options = [("attributes", "v"), ("rows", "120"), ("knowledge", "all")];
        Assert.Equal([0L, 120], RowsOut(Plan("adaptive-allocation", inputs, [.. options, ("target-share", "x=1,y=1")])));
        long[] rows = RowsOut(Plan("adaptive-allocation", inputs, [.. options, ("target-share", "x=2,y=1")]));
        Assert.InRange(rows[0], 39, 41);
        Assert.Equal(120, rows.Sum());
    }

    [Theory]
    [InlineData("rows", "700", "600 together")]
    [InlineData("target-share", "x=0", "no cell a share above 0")]
    public void Adaptive_budgets_and_targets_that_cannot_be_are_refused(string option, string value, string expected)
    {
        PlanInputs inputs = new(new SourcesView(["a", "b"], [new MemoryTable(["v"], Many("x", 300)), new MemoryTable(["v"], Many("y", 300))]));
        (string, string)[] options = [("attributes", "v"), ("rows", "100"), ("target-share", "x=1,y=1")];
        CurateException failed = Assert.Throws<CurateException>(() => Plan("adaptive-allocation", inputs, [.. options.Where(o => o.Item1 != option), (option, value)]));
        Assert.Contains(expected, failed.Message, StringComparison.Ordinal);
        Assert.Contains("No target is given", Assert.Throws<CurateException>(() => Plan("adaptive-allocation", inputs, options[0], options[1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rehearsal_shares_are_those_worked_by_hand()
    {
        // Bins of 100: seen 10 with 5 damaged, seen 8 with none, nothing seen. All: (5 + 1) / (18 + 2) = 0.3; rates 5.6/12, 0.6/10, 0.6/2.
        MemoryTable old = new(["id", "bin", "old_correct", "new_correct"], [.. Enumerable.Range(0, 300).Select(i => new string?[]
        {
            $"o{i}", $"{"abc"[i / 100]}", i % 100 < (i < 100 ? 10 : i < 200 ? 8 : 0) ? "true" : null, i % 100 < (i < 100 ? 10 : i < 200 ? 8 : 0) ? i < 5 ? "false" : "true" : null,
        })]);
        MemoryTable fresh = new(["id", "bin", "old_correct", "new_correct"], [.. Enumerable.Range(0, 400).Select(static i => new string?[] { $"n{i}", null, null, null })]);
        PlanInputs inputs = new(new SourcesView(["new", "old"], [fresh, old]));
        RowPlan plan = Plan("rehearsal", inputs, ("rehearse", "old"), ("old-correct", "old_correct"), ("new-correct", "new_correct"), ("bins", "bin"), ("ratio", "0.2"), ("floor", "0.1"));
        double[] rates = [5.6 / 12, 0.06, 0.3];
        Assert.Equal(rates, Table(plan, "bins").Rows.Select(static r => Math.Round((double)r[4]!, 12)).Zip(rates, static (a, b) => Math.Abs(a - b) < 1e-9 ? b : a));
        double[] shares = [.. rates.Select(r => (0.9 * r / rates.Sum()) + (0.1 / 3))];
        Assert.All(Table(plan, "bins").Rows.Select(static r => (long)r[6]!).Zip(shares), static p => Assert.Equal(p.Second * 100, p.First, 1.0));
        Assert.Equal([400L, 100], RowsOut(plan));
        IReadOnlyList<string?[]> rows = TestRuns.Copy(plan, inputs.Main).Rows;
        Assert.Equal(500, rows.Select(static r => r[0]).Distinct().Count());
    }

    [Fact]
    public void Rehearsal_finds_the_damaged_bins_round_by_round_and_starves_none()
    {
        // Six bins with damage rates from .02 to .6, most rows in sound ones: what is looked at in a round is known in the next.
        double[] damage = [0.02, 0.02, 0.05, 0.1, 0.3, 0.6];
        int[] sizes = [2000, 1500, 800, 400, 200, 100];
        var random = new SplitMix64(9);
        List<(int Bin, bool IsDamaged)> truth = [.. sizes.SelectMany((n, b) => Enumerable.Range(0, n).Select(_ => (b, random.Chance(damage[b]))))];
        var seen = new HashSet<int>();
        RowPlan plan = null!;
        for (int round = 0; round < 6; round++)
        {
            MemoryTable old = new(["id", "bin", "old_correct", "new_correct"], [.. truth.Select((t, i) => new string?[] { $"{i}", $"{t.Bin}", seen.Contains(i) ? "1" : null, seen.Contains(i) ? t.IsDamaged ? "0" : "1" : null })]);
            PlanInputs inputs = new(new SourcesView(["old"], [old]));
            plan = Plan("rehearsal", inputs, ("rehearse", "old"), ("old-correct", "old_correct"), ("new-correct", "new_correct"), ("bins", "bin"), ("rows", "300"));
            IReadOnlyList<string?[]> rows = TestRuns.Copy(plan, inputs.Main).Rows;
            Assert.Equal(300, rows.Count);
            Assert.Equal(6, rows.Select(static r => r[1]).Distinct().Count());
            foreach (string?[] row in rows)
            {
                seen.Add(int.Parse(row[0]!, CultureInfo.InvariantCulture));
            }
        }

        double uniform = truth.Count(static t => t.IsDamaged) / (double)truth.Count;
        double[] rates = [.. Table(plan, "bins").Rows.Select(static r => (double)r[4]!)];
        Assert.All(rates.Zip(damage), static p => Assert.Equal(p.Second, p.First, 0.15));
        double drawn = Table(plan, "bins").Rows.Sum(r => (long)r[6]! * damage[int.Parse((string)r[0]!, CultureInfo.InvariantCulture)]) / 300.0;
        Assert.InRange(uniform, 0.05, 0.08);
        Assert.InRange(drawn, 2 * uniform, 1);
    }

    [Fact]
    public void Rehearsal_cuts_bins_by_past_loss_and_tells_wrong_flags()
    {
        static MemoryTable Old(string flag) => new(["loss", "old_correct", "new_correct"], [.. Enumerable.Range(0, 40).Select(i => new string?[] { i == 7 ? null : $"{i / 2}", "1", flag })]);
        ReportTable bins = Table(Plan("rehearsal", new PlanInputs(new SourcesView(["old"], [Old("1")])), ("rehearse", "old"), ("past-loss", "loss"), ("loss-bins", "4"), ("rows", "20")), "bins");
        Assert.Equal(["loss < 5", "loss from 5 to 10", "loss from 10 to 15", "loss >= 15", "loss missing"], bins.Rows.Select(static r => (string)r[0]!));
        Assert.Equal([9L, 10, 10, 10, 1], bins.Rows.Select(static r => (long)r[1]!));
        CurateException failed = Assert.Throws<CurateException>(() => Plan("rehearsal", new PlanInputs(new SourcesView(["old"], [Old("maybe")])), ("rehearse", "old"), ("old-correct", "old_correct"), ("new-correct", "new_correct"), ("past-loss", "loss"), ("rows", "20")));
        Assert.Contains("row 1, column 'new_correct': 'maybe' is neither true nor false", failed.Message, StringComparison.Ordinal);
        failed = Assert.Throws<CurateException>(() => Plan("rehearsal", new PlanInputs(new SourcesView(["old"], [Old("1")])), ("rehearse", "old"), ("past-loss", "loss")));
        Assert.Contains("nothing says how large", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quality_and_diversity_weights_equal_a_naive_model()
    {
        var random = new SplitMix64(4);
        (double Quality, double X, double Y, int Cluster)[] truth = [.. Enumerable.Range(0, 200).Select(i => (Math.Round(random.Unit(), 3), Math.Round(((i % 3) * 4) + (random.Unit() * ((i % 3) + 1)), 3), Math.Round(random.Unit() * 2, 3), i % 3))];
        MemoryTable table = new(["id", "src", "q", "x", "y", "c"], [.. truth.Select((t, i) => new string?[] { $"{i}", i % 2 == 0 ? "a" : "b", Text(t.Quality), Text(t.X), Text(t.Y), $"{t.Cluster}" })]);
        PlanInputs inputs = new(table);
        RowPlan plan = Plan("sample-quality-diversity", inputs, ("source", "src"), ("quality-column", "q"), ("features", "x,y"), ("cluster", "c"), ("alpha", "0.6"), ("temperature", "0.3"), ("rows", "400"));

        double[] x = Standard([.. truth.Select(static t => t.X)]);
        double[] y = Standard([.. truth.Select(static t => t.Y)]);
        (double X, double Y)[] means = [.. Enumerable.Range(0, 3).Select(k => (Of(k).Average(i => x[i]), Of(k).Average(i => y[i])))];
        double[] diversity = [.. Enumerable.Range(0, 3).Select(k => Of(k).Average(i => Far((x[i], y[i]), means[k])) * Enumerable.Range(0, 3).Where(o => o != k).Average(o => Far(means[k], means[o])))];
        double least = truth.Min(static t => t.Quality);
        double range = truth.Max(static t => t.Quality) - least;
        double[] weights = [.. truth.Select(t => Math.Exp(((0.6 * (diversity[t.Cluster] - diversity.Min()) / (diversity.Max() - diversity.Min())) + (0.4 * (t.Quality - least) / range)) / 0.3))];
        double[] expected = [.. weights.Select(w => 400 * w / weights.Sum())];
        IReadOnlyList<string?[]> rows = TestRuns.Copy(plan, table).Rows;
        Assert.InRange(rows.Count, 399, 401);
        for (int i = 0; i < 200; i++)
        {
            Assert.InRange(rows.Count(r => r[0] == $"{i}"), Math.Floor(expected[i] - 1e-6), Math.Ceiling(expected[i] + 1e-6));
        }

        IEnumerable<int> Of(int cluster) => Enumerable.Range(0, 200).Where(i => truth[i].Cluster == cluster);

        static double Far((double X, double Y) a, (double X, double Y) b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

        static double[] Standard(double[] values) => [.. values.Select(v => (v - values.Average()) / Math.Sqrt(values.Average(u => (u - values.Average()) * (u - values.Average()))))];
    }

    [Fact]
    public void More_weight_on_diversity_lowers_quality_and_raises_diversity_and_repeats_are_cut()
    {
        var random = new SplitMix64(6);
        MemoryTable table = new(["src", "q", "v"], [.. Enumerable.Range(0, 300).Select(i => new string?[] { i % 2 == 0 ? "a" : "b", Text(random.Unit()), $"[{Text((i % 5 * i % 5) + random.Unit())},{Text(random.Unit())}]" })]);
        var found = new List<(double Quality, double Diversity)>();
        foreach (string alpha in new[] { "0", "0.5", "1" })
        {
            RowPlan plan = Plan("sample-quality-diversity", new PlanInputs(table), ("source", "src"), ("quality-column", "q"), ("embedding", "v"), ("alpha", alpha), ("k", "6"), ("rows", "200"), ("max-repeat", "2"));
            object?[] row = Table(plan, "diversity").Rows[1];
            found.Add(((double)row[2]!, (double)row[3]!));
            Assert.InRange(plan.OutputRows, 198, 202);
            Assert.All(TestRuns.Copy(plan, table).Rows.GroupBy(static r => (r[1], r[2])), static g => Assert.InRange(g.Count(), 1, 2));
        }

        Assert.True(found[0].Quality > found[1].Quality && found[1].Quality > found[2].Quality);
        Assert.True(found[0].Diversity < found[1].Diversity && found[1].Diversity < found[2].Diversity);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string?[][] Many(string value, int rows) => [.. Enumerable.Range(0, rows).Select(_ => new string?[] { value })];

    private static long[] RowsOut(RowPlan plan)
    {
        ReportTable table = Table(plan, "sources");
        int at = table.Columns.ToList().IndexOf("rows_out");
        return [.. table.Rows.Select(r => (long)r[at]!)];
    }

    private static ReportTable Table(RowPlan plan, string key) => plan.Tables.Single(t => t.Key == key);

    private static RowPlan Plan(string method, PlanInputs inputs, params (string Name, string Value)[] options)
    {
        var values = new OptionValues();
        foreach ((string name, string value) in options)
        {
            values.Add(name, value);
        }

        RunContext context = TestRuns.Context();
        using IRowPlanner planner = MethodRegistry.All.Single(m => m.Id == "mix/" + method).Bind(values).Start(new StartRequest(inputs, context)).Planner!;
        return planner.Run(new PassRunner(context), inputs);
    }
}
