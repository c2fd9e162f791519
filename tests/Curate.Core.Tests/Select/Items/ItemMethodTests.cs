using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Items;

/// <summary>Methods over sets of values against naive versions of them.</summary>
public sealed class ItemMethodTests
{
    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static PlanInputs Inputs(MemoryTable table, (string, string)[] options) => new(table, options.Any(static o => o.Item1 == "must") ? [new MemoryTable(["id"], [["2"]])] : []);

    private static RunOutcome Run(string method, MemoryTable table, ulong seed, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("select/" + method, options), Inputs(table, options), TestRuns.Context(workers: 2, seed: seed));

    private static int[] Picks(string method, MemoryTable table, ulong seed, params (string, string)[] options) =>
        [.. Run(method, table, seed, [.. options, ("order", "pick")]).Rows.Select(static r => int.Parse(r[0]!, CultureInfo.InvariantCulture))];

    private static double Entropy(IEnumerable<string> values)
    {
        string[] all = [.. values];
        return all.Length == 0 ? 0 : -all.GroupBy(static v => v).Sum(g => (double)g.Count() / all.Length * Math.Log((double)g.Count() / all.Length));
    }

    private static MemoryTable Random(SplitMix64 random, int rows) => new(["id", "one", "many", "g"],
        [.. Enumerable.Range(0, rows).Select(i => (string?[])[Text(i), random.Chance(0.1) ? null : "v" + random.Below(5), string.Join(';', Enumerable.Range(0, random.Below(4)).Select(_ => "w" + random.Below(7))), "g" + (i % 2)])]);

    [Theory]
    [InlineData("sum")]
    [InlineData("ideal")]
    public void MaxEntropy_every_pick_is_the_best_by_the_definition(string objective) => Seeds.Each(100, seed =>
    {
        var random = new SplitMix64(seed);
        MemoryTable table = Random(random, random.Between(1, 30));
        bool repeats = random.Chance(0.5);
        bool must = table.Rows.Count > 2 && random.Chance(0.3);
        int k = random.Between(1, Math.Min(8, table.Rows.Count));
        int[] picks = Picks("max-entropy", table, 1, [("attributes", "one,many"), ("separator", ";"), ("rows", Text(k)), ("objective", objective), .. repeats ? [("count-repeats", "true")] : Array.Empty<(string, string)>(), .. must ? [("id", "id"), ("must", "file")] : Array.Empty<(string, string)>()]);
        string[] Values(int row, int column) => column == 1 ? table.Rows[row][1] is { } own ? [own] : [] : repeats ? table.Rows[row][2]!.Split(';', StringSplitOptions.RemoveEmptyEntries) : [.. table.Rows[row][2]!.Split(';', StringSplitOptions.RemoveEmptyEntries).Distinct()];
        int[] all = [.. Enumerable.Range(0, table.Rows.Count)];
        double Ideal(int column) => Math.Log(Math.Max(1, all.SelectMany(r => Values(r, column)).Distinct().Count()));
        double Worth(IEnumerable<int> set)
        {
            int[] rows = [.. set];
            double one = Entropy(rows.SelectMany(r => Values(r, 1)));
            double many = Entropy(rows.SelectMany(r => Values(r, 2)));
            return objective == "sum" ? one + many : -Math.Sqrt(Math.Pow(Ideal(1) - one, 2) + Math.Pow(Ideal(2) - many, 2));
        }

        Assert.Equal(k, picks.Distinct().Count());
        for (int t = must ? 1 : 0; t < k; t++)
        {
            double best = all.Except(picks[..t]).Max(row => Worth([.. picks[..t], row]));
            Assert.Equal(best, Worth(picks[..(t + 1)]), 1e-9);
        }

        if (must)
        {
            Assert.Equal(2, picks[0]);
        }
    });

    [Fact]
    public void MaxEntropy_reads_lists_and_beats_random_subsets_on_the_trial_of_the_catalogue()
    {
        MemoryTable lists = new(["id", "a"], [["0", "[\"x\",\"y\"]"], ["1", "[\"x\"]"], ["2", "[\"z\", null]"], ["3", "[]"]]);
        Assert.Equal([0, 2], Picks("max-entropy", lists, 1, ("attributes", "a"), ("rows", "2")));

        // 3,000 items with long-tailed values, 60 picks.
        var random = new SplitMix64(60);
        int Tail(int most) => (int)(most * Math.Pow(random.Unit(), 4));
        MemoryTable table = new(["id", "a", "b"], [.. Enumerable.Range(0, 3000).Select(i => (string?[])[Text(i), "a" + Tail(150), string.Join(';', Enumerable.Range(0, 3).Select(_ => "b" + Tail(200)))])]);
        RunOutcome run = Run("max-entropy", table, 1, ("attributes", "a,b"), ("separator", ";"), ("rows", "60"));
        ReportTable attributes = run.Tables.Single(static t => t.Key == "attributes");
        Assert.All(attributes.Rows, static row =>
        {
            Assert.True((double)row[6]! > 1.2 * (double)row[8]!, $"{row[6]} against {row[8]} at best");
            Assert.True((long)row[3]! > 1.5 * (double)row[4]!);
        });

        // The trace: early picks never lower the sum.
        ReportTable gains = run.Tables.Single(static t => t.Key == "gains");
        Assert.All(gains.Rows.Where(static r => (long)r[1]! <= 20), static row => Assert.True((double)row[2]! >= 0));
    }

    [Fact]
    public void MaxEntropy_of_few_candidates_depends_on_the_seed_and_groups_have_the_budget_each()
    {
        MemoryTable table = Random(new SplitMix64(4), 200);
        (string, string)[] options = [("attributes", "one,many"), ("separator", ";"), ("rows", "5")];
        Assert.Equal(Picks("max-entropy", table, 1, options), Picks("max-entropy", table, 2, options));
        Assert.NotEqual(Picks("max-entropy", table, 1, [.. options, ("candidates", "6")]), Picks("max-entropy", table, 2, [.. options, ("candidates", "6")]));
        Assert.Equal(Picks("max-entropy", table, 1, options), Picks("max-entropy", table, 1, [.. options, ("candidates", "200")]));
        Assert.Equal([5, 5], Run("max-entropy", table, 1, [.. options, ("per", "g")]).Rows.GroupBy(static r => r[3]).Select(static g => g.Count()));
        Assert.Equal(ErrorCodes.Infeasible, Assert.Throws<CurateException>(() => Run("max-entropy", table, 1, ("attributes", "one"), ("rows", "201"))).Code);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => Run("max-entropy", table, 1, ("attributes", "one"))).Code);
    }

    [Fact]
    public void SubstructureCoverage_takes_the_most_frequent_run_that_is_not_there_and_a_fresh_template() => Seeds.Each(100, static seed =>
    {
        var random = new SplitMix64(seed);
        bool templates = random.Chance(0.5);
        MemoryTable table = new(["id", "text", "t"], [.. Enumerable.Range(0, random.Between(1, 25)).Select(i => (string?[])[Text(i), random.Chance(0.1) ? null : string.Join(' ', Enumerable.Range(0, random.Below(5)).Select(_ => "w" + random.Below(4))), "t" + random.Below(3)])]);
        int k = random.Between(1, table.Rows.Count);
        int[] picks = Picks("substructure-coverage", table, seed, [("text", "text"), ("rows", Text(k)), .. templates ? [("template", "t")] : Array.Empty<(string, string)>()]);
        Assert.Equal(k, picks.Distinct().Count());
        string[] Runs(int row)
        {
            string[] words = (table.Rows[row][1] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return [.. words.Zip(words.Skip(1), static (a, b) => a + " " + b).Distinct()];
        }

        int[] all = [.. Enumerable.Range(0, table.Rows.Count)];
        Dictionary<string, int> often = all.SelectMany(Runs).GroupBy(static r => r).ToDictionary(static g => g.Key, static g => g.Count());
        var round = new HashSet<string>();
        for (int t = 0; t < k; t++)
        {
            int[] open = [.. all.Except(picks[..t])];
            string[] wanted = [.. open.SelectMany(Runs).Distinct().Where(r => !round.Contains(r))];
            if (wanted.Length == 0 && open.Any(r => Runs(r).Length > 0))
            {
                round.Clear();
                wanted = [.. open.SelectMany(Runs).Distinct()];
            }

            if (wanted.Length == 0)
            {
                Assert.Empty(Runs(picks[t]));
                continue;
            }

            // A row that has one of the most frequent open runs, of the template that is there least often.
            int most = wanted.Max(r => often[r]);
            int Used(int row) => templates ? picks[..t].Count(p => table.Rows[p][2] == table.Rows[row][2]) : 0;
            Assert.Contains(Runs(picks[t]).Where(wanted.Contains), run => often[run] == most && Used(picks[t]) == open.Where(r => Runs(r).Contains(run)).Min(Used));
            round.UnionWith(Runs(picks[t]));
        }
    });

    [Fact]
    public void SubstructureCoverage_covers_more_runs_than_random_subsets()
    {
        // 4,000 texts of long-tailed words, as in the trial of the catalogue.
        var random = new SplitMix64(195);
        MemoryTable table = new(["id", "text"], [.. Enumerable.Range(0, 4000).Select(i => (string?[])[Text(i), string.Join(' ', Enumerable.Range(0, 4).Select(_ => "w" + (int)(40 * Math.Pow(random.Unit(), 2.5))))])]);
        foreach ((int k, double times) in new[] { (100, 1.0), (300, 1.15) })
        {
            ReportTable coverage = Run("substructure-coverage", table, 1, ("text", "text"), ("rows", Text(k))).Tables.Single(static t => t.Key == "coverage");
            foreach (object?[] row in coverage.Rows)
            {
                Assert.True((long)row[3]! > times * Convert.ToDouble(row[6]!, CultureInfo.InvariantCulture), $"{k} rows: {row[3]} against {row[6]}");
            }
        }
    }

    [Fact]
    public void SubstructureCoverage_cuts_programs_into_words_and_signs()
    {
        MemoryTable table = new(["id", "text"], [["0", "f(x,y)"], ["1", "f(x)"], ["2", "g(x,y)"], ["3", "((("]]);
        ReportTable coverage = Run("substructure-coverage", table, 1, ("text", "text"), ("rows", "1"), ("tokens", "symbols"), ("gram", "1")).Tables.Single(static t => t.Key == "coverage");

        // f g x y ( ) and the comma.
        Assert.Equal(7L, coverage.Rows[0][2]);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => Run("substructure-coverage", table, 1, ("text", "text"), ("rows", "1"), ("gram", "9"))).Code);
    }
}
