using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample;

public sealed class RandomResampleTests
{
    private static readonly (string, int)[] s_classes = [("a", 60), ("b", 25), ("c", 5)];

    private static MemoryTable Table(int shuffledBy = 1)
    {
        var random = new SplitMix64((ulong)shuffledBy);
        string?[] labels = [.. s_classes.SelectMany(static c => Enumerable.Repeat((string?)c.Item1, c.Item2)).Concat(new string?[7])];
        return new MemoryTable(["id", "label"], [.. labels.OrderBy(_ => random.Next()).Select(static (l, i) => new[] { "r" + i, l })]);
    }

    private static Dictionary<string, int> Classes(RunOutcome run) => run.Rows.GroupBy(static r => r[1] ?? "missing").ToDictionary(static g => g.Key, static g => g.Count());

    [Theory]
    [InlineData("resample/random-over", "auto", "a 60, b 60, c 60, missing 7")]
    [InlineData("resample/random-over", "ratio=0.5", "a 60, b 30, c 30, missing 7")]
    [InlineData("resample/random-under", "auto", "a 5, b 5, c 5, missing 7")]
    [InlineData("resample/random-under", "count:a=0,b=24", "b 24, c 5, missing 7")]
    [InlineData("resample/random", "auto", "a 30, b 30, c 30, missing 7")]
    [InlineData("resample/random", "count:a=7,c=300", "a 7, b 25, c 300, missing 7")]
    public void Run_every_class_has_its_target_and_missing_labels_stay_once(string id, string to, string expected)
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            RunOutcome run = TestRuns.Execute(RowPlanTests.Methods(id, ("label", "label"), ("to", to)), Table(), TestRuns.Context(seed: seed));
            Assert.Equal(expected, string.Join(", ", Classes(run).OrderBy(static c => c.Key, StringComparer.Ordinal).Select(static c => $"{c.Key} {c.Value}")));
            Assert.Equal(7, run.Rows.Where(static r => r[1] is null).Select(static r => r[0]).Distinct().Count());
        }
    }

    [Fact]
    public void Run_with_replacement_draws_to_the_target_and_repeats_rows()
    {
        RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("resample/random-under", ("label", "label"), ("to", "count:a=50"), ("replacement", "true")), Table(), TestRuns.Context());
        Assert.Equal(50, Classes(run)["a"]);
        int distinct = run.Rows.Where(static r => r[1] == "a").Select(static r => r[0]).Distinct().Count();

        // 50 draws of 60 rows: 60 (1 - (59/60)^50) = 34 distinct ones.
        Assert.InRange(distinct, 24, 44);
        Assert.Equal(60 - distinct, run.Dropped.Total);
    }

    [Fact]
    public void Run_as_weights_keeps_rows_and_weighs_target_over_rows()
    {
        RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("resample/random", ("label", "label"), ("as", "weights"), ("weight-column", "w")), Table(), TestRuns.Context());
        Assert.Equal(TestRuns.Lines(Table().Rows), TestRuns.Lines(run.Rows.Select(static r => r[..2])));
        Assert.All(run.Rows, static r => Assert.Equal(r[1] switch { "a" => "0.5", "b" => "1.2", "c" => "6", _ => "1" }, r[2]));
    }

    [Fact]
    public void Run_over_every_row_is_repeated_equally_often_in_the_mean()
    {
        var copies = new Dictionary<string, int>();
        const int Runs = 600;
        for (ulong seed = 0; seed < Runs; seed++)
        {
            RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("resample/random-over", ("label", "label")), Table(), TestRuns.Context(seed: seed));
            foreach (string?[] row in run.Rows.Where(static r => r[1] == "c"))
            {
                copies[row[0]!] = copies.GetValueOrDefault(row[0]!) + 1;
            }
        }

        // 55 draws of 5 rows a run, 11 each, variance 8.8.
        Assert.Equal(5, copies.Count);
        Assert.All(copies.Values, static n => Assert.InRange(n, (12 * Runs) - (5 * Math.Sqrt(8.8 * Runs)), (12 * Runs) + (5 * Math.Sqrt(8.8 * Runs))));
    }

    [Fact]
    public void Run_under_every_row_stays_equally_often_in_the_mean()
    {
        var stays = new Dictionary<string, int>();
        const int Runs = 800;
        for (ulong seed = 0; seed < Runs; seed++)
        {
            foreach (string?[] row in TestRuns.Execute(RowPlanTests.Methods("resample/random-under", ("label", "label"), ("to", "count:b=10")), Table(), TestRuns.Context(seed: seed)).Rows.Where(static r => r[1] == "b"))
            {
                stays[row[0]!] = stays.GetValueOrDefault(row[0]!) + 1;
            }
        }

        Assert.Equal(25, stays.Count);
        Assert.All(stays.Values, static n => Assert.InRange(n, 320 - 5 * Math.Sqrt(0.24 * Runs), 320 + 5 * Math.Sqrt(0.24 * Runs)));
    }

    [Fact]
    public void Run_under_by_id_the_order_of_rows_does_not_show()
    {
        string[] Kept(MemoryTable table) => [.. TestRuns.Execute(RowPlanTests.Methods("resample/random-under", ("label", "label"), ("id", "id")), table, TestRuns.Context()).Rows.Select(static r => r[0]!).Order()];
        MemoryTable table = Table();
        Assert.Equal(Kept(table), Kept(new MemoryTable(table.Names, [.. table.Rows.Reverse()])));
    }
}
