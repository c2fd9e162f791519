using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Sampling;

/// <summary>Draws with repeats under a soft penalty.</summary>
public sealed class SoftCapTests
{
    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static RunOutcome Run(MemoryTable table, ulong seed, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("select/soft-cap-sampling", options), new PlanInputs(table, options.Any(static o => o.Item1 == "must") ? [new MemoryTable(["id"], [["2"]])] : []), TestRuns.Context(workers: 2, seed: seed));

    private static Dictionary<string, object?> Line(RunOutcome run, int line = 0)
    {
        ReportTable report = run.Tables.Single(static t => t.Key == "selection");
        return report.Columns.Zip(report.Rows[line]).ToDictionary(static p => p.First, static p => p.Second);
    }

    private static double Normal(SplitMix64 random) => Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());

    private static MemoryTable Scores(int rows, ulong seed, double spread)
    {
        var random = new SplitMix64(seed);
        return new MemoryTable(["id", "s", "g"], [.. Enumerable.Range(0, rows).Select(i => (string?[])[Text(i), Text(spread * Normal(random)), i % 2 == 0 ? "a" : "b"])]);
    }

    [Fact]
    public void Repeats_fall_and_effective_rows_rise_with_the_penalty()
    {
        // The trial of the catalogue: 5,000 rows, 20,000 draws, scores of deviation 1.9.
        MemoryTable table = Scores(5000, 61, 1.9);
        var seen = new List<(double Most, double Effective, double Mean)>();
        foreach (string penalty in new[] { "0", "0.05", "0.15", "0.5" })
        {
            Dictionary<string, object?> line = Line(Run(table, 1, ("score", "s"), ("rows", "20000"), ("penalty", penalty)));
            Assert.Equal(20_000L, line["draws"]);
            seen.Add(((long)line["most_copies"]!, (double)line["effective_rows"]!, (double)line["mean_score_drawn"]!));
            if (penalty == "0")
            {
                // Plain draws are as expected; a batch has no repeats, which keeps the likeliest row a little below.
                Assert.InRange(seen[0].Most, 0.7 * (double)line["plain_most_copies"]!, 1.2 * (double)line["plain_most_copies"]!);
                Assert.InRange(seen[0].Mean, (double)line["plain_mean_score"]! - 0.1, (double)line["plain_mean_score"]! + 0.1);
                Assert.InRange(seen[0].Effective, 0.8 * (double)line["plain_effective_rows"]!, 1.4 * (double)line["plain_effective_rows"]!);
            }
        }

        for (int i = 1; i < seen.Count; i++)
        {
            Assert.True(seen[i].Most < seen[i - 1].Most && seen[i].Effective > seen[i - 1].Effective && seen[i].Mean < seen[i - 1].Mean, string.Join("; ", seen));
        }

        // With .15 the most frequent row comes some ten times, not hundreds.
        Assert.InRange(seen[2].Most, 10, 80);
    }

    [Fact]
    public void Draws_are_those_of_the_naive_loop() => Seeds.Each(60, static seed =>
    {
        var random = new SplitMix64(seed);
        int n = random.Between(1, 12);
        double[] scores = [.. Enumerable.Range(0, n).Select(_ => random.Unit() * 3)];
        var table = new MemoryTable(["id", "s"], [.. scores.Select((s, i) => (string?[])[Text(i), Text(s)])]);
        int draws = random.Between(0, Math.Min(40, 9 * n));
        int batch = random.Between(1, n);
        RunOutcome run = Run(table, seed, ("score", "s"), ("rows", Text(draws)), ("batch", Text(batch)), ("penalty", "0.4"), ("max-repeat", "9"));
        int[] counts = [.. Enumerable.Range(0, n).Select(i => run.Rows.Count(r => r[0] == Text(i)))];

        // The same noise, by its public definition: keys of batch and row, largest first.
        var draw = new Curate.Core.Randomness.SeededDraw(seed, "select-soft-cap-sampling").For(Curate.Core.Hashing.Hash128.Of("all"u8).Low);
        var expected = new int[n];
        int left = draws;
        for (ulong b = 0; left > 0; b++)
        {
            double Key(int i) => scores[i] - (0.4 * expected[i]) - Math.Log(-Math.Log(draw.For(b).Unit(0, i) + (0.5 / (1UL << 53))));
            int[] taken = [.. Enumerable.Range(0, n).Where(i => expected[i] < 9).OrderByDescending(Key).Take(Math.Min(left, batch))];
            foreach (int i in taken)
            {
                expected[i]++;
                left--;
            }
        }

        Assert.Equal(expected, counts);
    });

    [Fact]
    public void Must_per_and_caps_hold()
    {
        MemoryTable table = Scores(40, 3, 4);
        RunOutcome run = Run(table, 1, ("score", "s"), ("rows", "30"), ("per", "g"), ("max-repeat", "4"), ("id", "id"), ("must", "file"));
        Assert.Equal(60, run.Rows.Count);
        Assert.Equal([30, 30], run.Rows.GroupBy(static r => r[2]).Select(static g => g.Count()));
        Assert.True(run.Rows.GroupBy(static r => r[0]).Max(static g => g.Count()) <= 4);
        Assert.Contains(run.Rows, static r => r[0] == "2");
        Assert.Equal(ErrorCodes.Infeasible, Assert.Throws<CurateException>(() => Run(table, 1, ("score", "s"), ("rows", "161"), ("max-repeat", "4"))).Code);
        Assert.Equal(ErrorCodes.Infeasible, Assert.Throws<CurateException>(() => Run(table, 1, ("score", "s"), ("rows", "0"), ("id", "id"), ("must", "file"))).Code);
        Assert.Equal(100, Run(table, 1, ("score", "s"), ("fraction", "250%")).Rows.Count);
    }

    [Fact]
    public void Several_scores_are_blended_by_weights_or_by_how_useful_rows_were()
    {
        var random = new SplitMix64(9);
        string?[][] rows = [.. Enumerable.Range(0, 300).Select(i =>
        {
            double a = random.Unit();
            double b = 10 * random.Unit();
            return (string?[])[Text(i), Text(a), Text(b), i < 200 ? Text((3 * a) - (0.2 * b)) : null, i < 200 ? (a > 0.5 ? "1" : "0") : null];
        })];
        MemoryTable table = new(["id", "a", "b", "gain", "good"], rows);
        RunOutcome given = Run(table, 1, ("score", "a,b"), ("weights", "2,-1"), ("rows", "50"));
        Assert.All(given.Rows, static r => Assert.Equal((2 * double.Parse(r[1]!, CultureInfo.InvariantCulture)) - double.Parse(r[2]!, CultureInfo.InvariantCulture), double.Parse(r[5]!, CultureInfo.InvariantCulture), 1e-9));
        ReportTable ridge = Run(table, 1, ("score", "a,b"), ("useful", "gain"), ("rows", "50")).Tables.Single(static t => t.Key == "blend");
        Assert.Equal(3, (double)ridge.Rows[0][1]!, 0.05);
        Assert.Equal(-0.2, (double)ridge.Rows[1][1]!, 0.005);
        Assert.Equal("ridge", ridge.Rows[0][2]);
        ReportTable logistic = Run(table, 1, ("score", "a,b"), ("useful", "good"), ("rows", "50")).Tables.Single(static t => t.Key == "blend");
        Assert.Equal("logistic", logistic.Rows[0][2]);
        Assert.True((double)logistic.Rows[0][1]! > 10 * Math.Abs((double)logistic.Rows[1][1]!));
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => Run(table, 1, ("score", "a,b"), ("weights", "1"), ("rows", "5"))).Code);
        Assert.Equal(ErrorCodes.BadValue, Assert.Throws<CurateException>(() => Run(Scores(20, 1, 1), 1, ("score", "s"), ("kind", "power"), ("rows", "5"))).Code);
    }

    [Fact]
    public void A_plan_with_copies_and_scores_survives_its_file()
    {
        MemoryTable table = Scores(30, 5, 2);
        RunContext context = TestRuns.Context();
        BoundMethod method = RowPlanTests.Methods("select/soft-cap-sampling", ("score", "s"), ("rows", "70"));
        using IRowPlanner planner = method.Start(new StartRequest(new PlanInputs(table), context)).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), new PlanInputs(table));
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            plan.Save(writer);
        }

        bytes.Position = 0;
        using var reader = new BinaryReader(bytes);
        Assert.Equal("sampled", reader.ReadString());
        using RowPlan loaded = Curate.Core.Select.Sampling.SampledRows.Load(reader);
        Assert.Equal((plan.OutputRows, plan.InputRows, plan.Added.Count), (loaded.OutputRows, loaded.InputRows, loaded.Added.Count));
        Assert.Equal(70, loaded.OutputRows);
    }
}
