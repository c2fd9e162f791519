using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample;

/// <summary>Joint classes, even copies, repeat caps, totals and epochs of the random resamplers.</summary>
public sealed class BalanceTests
{
    // a/x 40, a/y 20, b/x 10, b/y 5, and 6 rows that lack one of both.
    private static MemoryTable Table(ulong order = 3)
    {
        var random = new SplitMix64(order);
        (string?, string?, int)[] cells = [("a", "x", 40), ("a", "y", 20), ("b", "x", 10), ("b", "y", 5), (null, "x", 4), ("a", null, 2)];
        return new MemoryTable(["id", "label", "group"],
            [.. cells.SelectMany(static c => Enumerable.Repeat((c.Item1, c.Item2), c.Item3)).OrderBy(_ => random.Next()).Select(static (c, i) => new[] { "r" + i, c.Item1, c.Item2 })]);
    }

    private static RunOutcome Run(string method, MemoryTable table, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("resample/" + method, options), table, TestRuns.Context());

    private static string Cells(IEnumerable<string?[]> rows) => string.Join(", ", rows.GroupBy(static r => $"{r[1] ?? "-"}/{r[2] ?? "-"}")
        .OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => $"{g.Key} {g.Count()}"));

    private static Dictionary<string, int> Copies(IEnumerable<string?[]> rows) => rows.GroupBy(static r => r[0]!).ToDictionary(static g => g.Key, static g => g.Count());

    private static CurateException Fails(string method, params (string, string)[] options) =>
        Assert.Throws<CurateException>(() => Run(method, Table(), options));

    [Theory]
    [InlineData("random-over", "auto", "-/x 4, a/- 2, a/x 40, a/y 40, b/x 40, b/y 40")]
    [InlineData("random-under", "auto", "-/x 4, a/- 2, a/x 5, a/y 5, b/x 5, b/y 5")]
    [InlineData("random", "equal", "-/x 4, a/- 2, a/x 19, a/y 19, b/x 19, b/y 18")]
    [InlineData("random", "power=0.5", "-/x 4, a/- 2, a/x 29, a/y 21, b/x 15, b/y 10")]
    [InlineData("random", "share:b/x=0.2,b/y=0.2", "-/x 4, a/- 2, a/x 30, a/y 15, b/x 15, b/y 15")]
    [InlineData("random", "count:a/x=7,b/y=9", "-/x 4, a/- 2, a/x 7, a/y 20, b/x 10, b/y 9")]
    public void Run_by_two_columns_balances_their_combinations(string method, string to, string expected)
    {
        foreach ((string, string)[] more in new (string, string)[][] { [], [("spread", "even")] })
        {
            RunOutcome run = Run(method, Table(), [("label", "label"), ("by", "group"), ("to", to), .. more]);
            Assert.Equal(expected, Cells(run.Rows));
        }

        Assert.Equal(expected, Cells(Run(method, Table(), ("by", "label,group"), ("to", to)).Rows));
    }

    [Fact]
    public void Run_with_a_total_shares_it_out()
    {
        Assert.Equal("-/x 4, a/- 2, a/x 25, a/y 25, b/x 25, b/y 25", Cells(Run("random", Table(), ("by", "label,group"), ("to", "equal"), ("total", "100")).Rows));
        Assert.Equal("-/x 4, a/- 2, a/x 5, a/y 3, b/x 1, b/y 1", Cells(Run("random", Table(), ("by", "label,group"), ("to", "power=1"), ("total", "10")).Rows));
    }

    [Fact]
    public void Run_with_even_spread_copies_every_row_equally_often_but_for_the_remainder()
    {
        RunOutcome run = Run("random-over", Table(), ("by", "label,group"), ("spread", "even"), ("to", "count:b/y=23"));
        Assert.Equal([4, 4, 5, 5, 5], Copies(run.Rows.Where(static r => r[1] == "b" && r[2] == "y")).Values.Order());
        Assert.All(Copies(run.Rows.Where(static r => r[1] != "b" || r[2] != "y")).Values, static n => Assert.Equal(1, n));
    }

    [Fact]
    public void Run_with_even_spread_removes_what_random_removes()
    {
        (string, string)[] options = [("by", "label,group"), ("to", "count:a/x=11,a/y=3")];
        Assert.Equal(TestRuns.Lines(Run("random-under", Table(), options).Rows), TestRuns.Lines(Run("random-under", Table(), [.. options, ("spread", "even")]).Rows));
        (string, string)[] byId = [.. options, ("id", "id")];
        Assert.Equal(TestRuns.Lines(Run("random", Table(), byId).Rows), TestRuns.Lines(Run("random", Table(), [.. byId, ("spread", "even")]).Rows));
    }

    [Fact]
    public void Run_with_a_repeat_cap_stays_below_the_target_and_says_so()
    {
        RunOutcome run = Run("random-over", Table(), ("by", "label,group"), ("max-repeat", "3"));
        Assert.Equal("-/x 4, a/- 2, a/x 40, a/y 40, b/x 30, b/y 15", Cells(run.Rows));
        Assert.Equal(3, Copies(run.Rows).Values.Max());
        string line = string.Join(' ', Effective(run, "b/y").Select(Shown));

        // before, target, after, shortfall, largest, effective
        Assert.Equal("b/y 5 40 15 25 3 5", line);
    }

    [Fact]
    public void Run_as_weights_with_a_cap_clips_weights()
    {
        RunOutcome run = Run("random-over", Table(), ("by", "label,group"), ("as", "weights"), ("max-repeat", "3"));
        Assert.All(run.Rows, static r => Assert.Equal((r[1], r[2]) switch { ("a", "y") => "2", ("b", "x") or ("b", "y") => "3", _ => "1" }, r[3]));
    }

    [Fact]
    public void Run_reports_the_effective_number_of_rows()
    {
        // Weights 1, 2, 4, 8 for 40, 20, 10, 5 rows: (4 x 40)^2 / (40 (1 + 2 + 4 + 8)).
        object?[] weighted = Effective(Run("random-over", Table(), ("by", "label,group"), ("as", "weights")), "(all)");
        Assert.Equal(160.0 * 160 / (40 * 15), (double)weighted[^1]!, 12);
        Assert.Equal(8L, weighted[^2]);

        // Even copies of whole multiples are worth as much; drawn ones less: squares of 1 + Binomial(35, 1/5) for the 5 rows, and so on.
        Assert.Equal(160.0 * 160 / (40 * 15), (double)Effective(Run("random-over", Table(), ("by", "label,group"), ("spread", "even")), "(all)")[^1]!, 12);
        double squares = 40 + (20 + 40 + (20 * 0.95) + 20) + (10 + 60 + (30 * 0.9) + 90) + (5 + 70 + (35 * 0.8) + 245);
        Assert.Equal(160.0 * 160 / squares, (double)Effective(Run("random-over", Table(), ("by", "label,group")), "(all)")[^1]!, 10);

        // A subset is worth what it holds.
        Assert.Equal(20.0, Effective(Run("random-under", Table(), ("by", "label,group")), "(all)")[^1]);
    }

    [Fact]
    public void Drawn_copies_are_worth_what_the_report_expects_in_the_mean()
    {
        double sum = 0;
        const int Runs = 300;
        for (ulong seed = 0; seed < Runs; seed++)
        {
            RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("resample/random-over", ("label", "group")), Table(), TestRuns.Context(seed: seed));
            sum += Copies(run.Rows.Where(static r => r[2] == "y")).Values.Sum(static n => (double)n * n);
        }

        // 25 rows grow to 54: 29 draws.
        double expected = 25 + 58 + (29 * 0.96) + (29 * 29 / 25.0);
        Assert.InRange(sum / Runs, expected * 0.97, expected * 1.03);
    }

    [Fact]
    public void Run_in_progressive_epochs_goes_from_the_counts_to_the_target()
    {
        RunOutcome run = Run("random", Table(), ("label", "group"), ("to", "equal"), ("epochs", "3"), ("schedule", "progressive"));
        Assert.Equal(["1", "2", "3"], run.Rows.Select(static r => r[3]).Distinct());

        // Groups x 54, y 25 and 2 rows without: natural, half way, equal.
        string[] counts = [.. run.Rows.GroupBy(static r => r[3]).Select(static e => $"{e.Key}: x {e.Count(static r => r[2] == "x")} y {e.Count(static r => r[2] == "y")} - {e.Count(static r => r[2] is null)}")];
        Assert.Equal(["1: x 54 y 25 - 2", "2: x 47 y 32 - 2", "3: x 40 y 39 - 2"], counts);
        Assert.Equal(TestRuns.Lines(Table().Rows), TestRuns.Lines(run.Rows.Where(static r => r[3] == "1").Select(static r => r[..3])));
        Assert.Equal(0, run.Dropped.Total);
        Assert.Equal(6 + 3, run.Tables.Single(static t => t.Key == "effective").Rows.Count);
    }

    [Fact]
    public void Run_in_constant_epochs_draws_anew_and_counts_rows_that_never_come()
    {
        RunOutcome run = Run("random-under", Table(), ("label", "group"), ("to", "count:x=12"), ("epochs", "4"), ("epoch-column", "e"));
        HashSet<string>[] picks = [.. run.Rows.Where(static r => r[2] == "x").GroupBy(static r => r[3]).Select(static e => e.Select(static r => r[0]!).ToHashSet())];
        Assert.Equal([12, 12, 12, 12], picks.Select(static p => p.Count));
        Assert.False(picks[0].SetEquals(picks[1]) || picks[1].SetEquals(picks[2]) || picks[2].SetEquals(picks[3]));
        Assert.Equal(54 - picks.SelectMany(static p => p).Distinct().Count(), run.Dropped.Total);
        RunOutcome once = Run("random-under", Table(), ("label", "group"), ("to", "count:x=12"));
        Assert.True(picks[0].SetEquals(once.Rows.Where(static r => r[2] == "x").Select(static r => r[0]!)));
    }

    [Fact]
    public void Run_by_id_in_epochs_does_not_depend_on_the_order_of_rows()
    {
        string[] Kept(MemoryTable table) => [.. Run("random", table, ("label", "label"), ("id", "id"), ("epochs", "3"), ("to", "count:a=13,b=31")).Rows.Select(static r => $"{r[3]} {r[0]}").Order(StringComparer.Ordinal)];
        MemoryTable table = Table();
        Assert.Equal(Kept(table), Kept(new MemoryTable(table.Names, [.. table.Rows.Reverse()])));
    }

    [Theory]
    [InlineData("random", "by=label,group to=share:b/z=0.5", "b/z")]
    [InlineData("random-over", "by=label,group to=count:a/x=39", "'a/x' has 40 rows")]
    [InlineData("random", "label=label by=label", "named by --by")]
    [InlineData("random", "to=equal", "--label or --by is required")]
    [InlineData("random", "label=label to=count:a=3 total=5", "--to count fixes the number of rows")]
    [InlineData("random", "label=label spread=random max-repeat=2", "--max-repeat cannot bound")]
    [InlineData("random", "label=label replacement=true epochs=2", "--replacement draws rows")]
    [InlineData("random", "label=label as=weights epochs=2", "--epochs means nothing")]
    [InlineData("random", "label=label schedule=progressive", "--schedule progressive belongs to --epochs")]
    [InlineData("random-over", "label=label id=id", "--id keys draws")]
    [InlineData("random-over", "label=label by=group shrinkage=1", "--shrinkage makes copies of its own")]
    public void Requests_that_cannot_be_met_say_why(string method, string options, string words) =>
        Assert.Contains(words, Fails(method, [.. options.Split(' ').Select(static o => (o[..o.IndexOf('=')], o[(o.IndexOf('=') + 1)..]))]).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_that_two_classes_share_is_refused()
    {
        var table = new MemoryTable(["a", "b"], [["x/y", "z"], ["x", "y/z"], ["q", "q"]]);
        Assert.Contains("two classes read so", Assert.Throws<CurateException>(() => Run("random", table, ("by", "a,b"), ("to", "count:x/y/z=3"))).Message, StringComparison.Ordinal);
        Assert.Equal(9, Run("random", table, ("by", "a,b"), ("to", "equal"), ("total", "9")).Rows.Count);
    }

    private static object?[] Effective(RunOutcome run, string name) => run.Tables.Single(static t => t.Key == "effective").Rows.Single(r => (string?)r[0] == name);

    private static string? Shown(object? cell) => Convert.ToString(cell, CultureInfo.InvariantCulture);
}
