using System.Globalization;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Select;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.Core.Where;
using Curate.TestKit;

namespace Curate.Core.Tests.Select;

/// <summary>
/// Every select method with every budget, quotas, rows that must be in and a condition: it keeps them, alone and together, or has no such option. A new method takes part by itself.
/// </summary>
public sealed class SelectBudgetTests
{
    private const int Rows = 120;
    private const double Cost = 130;

    private static readonly string[] s_budgets = ["rows", "fraction", "bytes", "tokens", "cost"];

    /// <summary>Methods that draw with chances for a number of rows, and so have no budget that is met row by row.</summary>
    private static readonly string[] s_fixedSize =
        ["cluster-sensitivity", "k-dpp", "sieve-streaming", "pivotal-leverage", "lp-sensitivity", "conditional-poisson", "perplexity-sampling", "active-test", "soft-cap-sampling"];

    public static TheoryData<string> Methods => [.. MethodRegistry.Of("select").Where(static m => m.Name != "rules").Select(static m => m.Name)];

    public static TheoryData<string, string> Budgeted
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (MethodEntry method in MethodRegistry.Of("select").Where(static m => m.Name != "rules"))
            {
                foreach (string budget in s_budgets.Where(b => Has(method, b)))
                {
                    all.Add(method.Name, budget);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Options_of_budgets_are_there_or_the_method_is_known_to_refuse_them(string name)
    {
        MethodEntry method = Entry(name);
        Assert.True(Has(method, "rows") && Has(method, "fraction"));
        Assert.Equal(name is not ("stratified" or "cluster-bandit"), Has(method, "per"));
        Assert.Equal(name is not "active-test", Has(method, "must") && Has(method, "id"));
        foreach (string option in (string[])["bytes", "cost", "cost-column", "tokens", "length-column"])
        {
            // Its --tokens says what a token is.
            bool own = name == "substructure-coverage" && option is ("tokens" or "length-column");
            Assert.Equal(!s_fixedSize.Contains(name) && !own, Has(method, option));
            Assert.Equal(s_fixedSize.Contains(name), method.Refusals.ContainsKey(option));
        }
    }

    [Theory]
    [MemberData(nameof(Budgeted))]
    public void Budget_is_met_and_not_exceeded(string name, string budget)
    {
        MemoryTable table = Table();
        RunOutcome run = Run(name, table, [Amount(budget)]);
        Assert.True(Within(budget, run.Rows, Candidates(name, table.Rows)), $"{run.Rows.Count} rows, {SizeOf(budget, run.Rows)} {budget}");
        if (budget is not ("rows" or "fraction") && name is not ("random-subset" or "stratified"))
        {
            ReportTable told = run.Tables.Single(static t => t.Key == "budget");
            Assert.Equal(SizeOf(budget, run.Rows), (double)told.Rows[0][3]!, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Budgeted))]
    public void Budget_holds_for_each_group(string name, string budget)
    {
        if (!Has(Entry(name), "per"))
        {
            return;
        }

        MemoryTable table = Table();
        (string, string) amount = budget is "rows" ? ("rows", "8") : Amount(budget);
        RunOutcome run = Run(name, table, [amount, ("per", "group")]);
        foreach (IGrouping<string?, string?[]> group in table.Rows.GroupBy(static r => r[2]))
        {
            string?[][] own = [.. run.Rows.Where(r => r[2] == group.Key)];
            if (budget == "rows")
            {
                Assert.Equal(8, own.Length);
            }
            else
            {
                Assert.True(Within(budget, own, Candidates(name, [.. group])), $"{group.Key}: {own.Length} rows, {SizeOf(budget, own)} {budget}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Budgeted))]
    public void Rows_that_must_be_in_are_in_and_within_the_budget(string name, string budget)
    {
        if (!Has(Entry(name), "must"))
        {
            return;
        }

        MemoryTable table = Table();
        string[] must = [.. table.Rows.Where(static r => r[1] == "c").Take(3).Select(static r => r[0]!)];
        RunOutcome run = Run(name, table, [Amount(budget), ("must", "m"), ("id", "id")], must);
        Assert.Subset(run.Rows.Select(static r => r[0]!).ToHashSet(), must.ToHashSet());
        Assert.True(Within(budget, run.Rows, Candidates(name, table.Rows)), $"{run.Rows.Count} rows, {SizeOf(budget, run.Rows)} {budget}");

        // More of them than the budget holds are refused, and not cut.
        (string, string) little = budget switch { "rows" => ("rows", "2"), "fraction" => ("fraction", "1%"), _ => (budget, "2") };
        string message = Assert.Throws<CurateException>(() => Run(name, table, [little, ("must", "m"), ("id", "id")], must)).Message;
        Assert.Contains("--must", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Budgeted))]
    public void A_condition_is_kept_with_every_budget(string name, string budget)
    {
        MemoryTable table = Table();
        BoundWhere bound = WhereExpression.Parse("x < 5.5").Bind(new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Number });
        using var view = new FilteredSource<WherePart>(table, () => new WhereFilter(bound));
        RunOutcome run = Run(name, view, [Amount(budget)]);
        Assert.NotEmpty(run.Rows);
        Assert.All(run.Rows, static r => Assert.True(Number(r[3]) < 5.5));
        Assert.True(Within(budget, run.Rows, Candidates(name, [.. table.Rows.Where(static r => Number(r[3]) < 5.5)])), $"{run.Rows.Count} rows, {SizeOf(budget, run.Rows)} {budget}");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void No_rows_is_a_budget_that_takes_none(string name) => Assert.Empty(Run(name, Table(), [("rows", "0")]).Rows);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Two_budgets_or_none_are_refused(string name)
    {
        Assert.Contains("More than one budget", Assert.Throws<CurateException>(() => Run(name, Table(), [("rows", "3"), ("fraction", "10%")])).Message, StringComparison.Ordinal);
        Assert.Throws<CurateException>(() => Run(name, Table(), []));
        if (Has(Entry(name), "cost"))
        {
            Assert.Contains("More than one budget", Assert.Throws<CurateException>(() => Run(name, Table(), [("rows", "3"), ("bytes", "100")])).Message, StringComparison.Ordinal);
            Assert.Contains("--cost needs a column", Assert.Throws<CurateException>(() => Run(name, Table(), [("cost", "3")])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Picks_under_a_budget_of_sizes_are_the_first_ones_of_the_method()
    {
        // Rows are picked one by one, so that a budget of cost cuts the same order that rows cut.
        MemoryTable table = Table();
        foreach (string name in (string[])["k-center", "facility-location", "saturated-coverage", "graph-cut", "feature-based", "dpp", "vendi-greedy", "herding", "max-entropy", "substructure-coverage"])
        {
            string[] all = [.. Run(name, table, [("rows", "40"), ("order", "pick")]).Rows.Select(static r => r[0]!)];
            string[] some = [.. Run(name, table, [Amount("cost"), ("order", "pick")]).Rows.Select(static r => r[0]!)];
            Assert.Equal(all[..some.Length], some);
            double next = Number(table.Rows.Single(r => r[0] == all[some.Length])[7]);
            Assert.True(SizeOf("cost", table.Rows.Where(r => some.Contains(r[0]))) + next > Cost, name);
        }
    }

    [Fact]
    public void Keeping_rows_in_proportion_refuses_sizes_by_name() =>
        Assert.Contains("--cost", Assert.Throws<CurateException>(() => Run("score-prune", Table(), [Amount("cost"), ("keep", "proportional")])).Message, StringComparison.Ordinal);

    private static bool Has(MethodEntry method, string option) => method.OptionSpecs.Any(o => o.Name == option && (option != "tokens" || o.Kind == Curate.Core.Options.OptionKind.Whole));

    private static MethodEntry Entry(string name) => MethodRegistry.Of("select").Single(m => m.Name == name);

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    private static (string, string) Amount(string budget) => budget switch { "rows" => ("rows", "24"), "fraction" => ("fraction", "20%"), "bytes" => ("bytes", "900"), "tokens" => ("tokens", "60"), _ => ("cost", "130") };

    private static (string, string)[] Columns(string budget) => budget switch { "tokens" => [("length-column", "length")], "cost" => [("cost-column", "cost")], _ => [] };

    /// <summary>Rows of the target are no candidates.</summary>
    private static string?[][] Candidates(string name, IReadOnlyList<string?[]> rows) => [.. rows.Where(r => !Own(name).Any(static o => o.Item1 == "like") || r[1] != "b")];

    /// <summary>The least that a method needs beside a budget.</summary>
    internal static (string, string)[] Own(string name) => name switch
    {
        "stratified" => [("by", "label")],
        "cluster-top-score" or "cluster-sensitivity" => [("features", "x,y"), ("score", "score")],
        "cluster-bandit" => [("features", "x,y"), ("score", "score"), ("evaluate", "100%")],
        "stochastic-batch" or "conditional-poisson" or "perplexity-sampling" or "score-prune" or "active-test" or "soft-cap-sampling" => [("score", "score")],
        "uncertainty" => [("probabilities", "x,y"), ("logits", "true")],
        "disagreement-condensation" => [("probabilities", "x,y"), ("logits", "true"), ("members", "2")],
        "weakest-task-greedy" => [("influence", "x,y")],
        "max-entropy" => [("attributes", "label,group")],
        "substructure-coverage" => [("text", "text"), ("gram", "1")],
        "target-rank" or "importance-resampling" => [("text", "text"), ("like", "label=b"), ("max-overlap", "1"), ("buckets", "256")],
        "nearest-to-target" => [("features", "x,y"), ("like", "label=b")],
        "optimal-transport-gradient" => [("features", "x,y"), ("like", "label=b"), ("sample", "20"), ("epsilon", "1")],
        "random-subset" => [],
        _ => [("features", "x,y")],
    };

    private static double SizeOf(string budget, IEnumerable<string?[]> rows) => budget switch
    {
        "bytes" => rows.Sum(static r => (double)MemoryLayout.Encode(r[..9]).Length + 1),
        "tokens" => rows.Sum(static r => Number(r[6])),
        "cost" => rows.Sum(static r => Number(r[7])),
        _ => rows.Count(),
    };

    /// <summary>No more than the budget, and less only by what no further row of the method's order needs to fit in.</summary>
    private static bool Within(string budget, IReadOnlyCollection<string?[]> picked, IReadOnlyCollection<string?[]> candidates)
    {
        double amount = Number(Amount(budget).Item2.TrimEnd('%'));
        double own = SizeOf(budget, picked);
        if (budget is "rows" or "fraction")
        {
            double rows = budget == "rows" ? amount : Math.Round(amount / 100 * candidates.Count, MidpointRounding.ToEven);
            return own == rows;
        }

        // Methods that share rows out may have to give a whole cluster or stratum its next row at once.
        double most = candidates.Max(r => SizeOf(budget, [r]));
        return own <= amount && own > amount - most;
    }

    private static RunOutcome Run(string name, IRecordSource table, (string, string)[] options, params string[] must)
    {
        (string, string)[] sizes = [.. options.SelectMany(static o => Columns(o.Item1)).Where(c => !options.Any(o => o.Item1 == c.Item1) && !(options.Length == 1 && options[0] == ("cost", "3")))];
        BoundMethod bound = RowPlanTests.Methods("select/" + name, [.. Own(name), .. options, .. sizes]);
        var inputs = new PlanInputs(table, must.Length == 0 ? [] : [new MemoryTable(["id"], [.. must.Select(static id => (string?[])[id])])]);
        return TestRuns.Execute(bound, inputs, TestRuns.Context(workers: 2, batchRows: 33), wantRemoved: true);
    }

    /// <summary>Two groups, three classes, points around three centres, sizes that differ tenfold.</summary>
    internal static MemoryTable Table(int rows = Rows)
    {
        var random = new SplitMix64(31);
        string[] labels = ["a", "b", "c"];
        string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        return new MemoryTable(["id", "label", "group", "x", "y", "score", "length", "cost", "text"], [.. Enumerable.Range(0, rows).Select(i =>
        {
            int centre = random.Below(3);
            int length = 1 + random.Below(10);
            return (string?[])
            [
                i.ToString(CultureInfo.InvariantCulture), labels[random.Below(3)], random.Below(2) == 0 ? "g" : "h", Text((3 * centre) + random.Unit()), Text((centre == 1 ? 4 : 0) + random.Unit()),
                Text(1 + random.Unit()), length.ToString(CultureInfo.InvariantCulture), Text(1 + (9 * random.Unit())), string.Join(' ', Enumerable.Range(0, length).Select(w => "w" + random.Below(30))),
            ];
        })]);
    }
}
