using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Mix;

public sealed class MixPlanTests
{
    private static readonly string[] s_columns = ["id", "kind", "words"];

    public static TheoryData<ulong> Configurations => Seeds.Theory(50);

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Named_sources_and_a_source_column_give_the_same_rows_whatever_the_workers_and_batches(ulong seed) => Seeds.With(seed, () =>
    {
        var random = new SplitMix64(seed);
        List<string?[]>[] sources = Sources(random);
        (string, string)[] options = Options(random, sources.Length);
        RunOutcome named = TestRuns.Execute(Bind(options), Named(sources), TestRuns.Context());
        MemoryTable table = new(s_columns, [.. sources.SelectMany(static s => s)]);
        RunOutcome column = TestRuns.Execute(Bind([.. options, ("source", "kind")]), table, TestRuns.Context());
        string what = string.Join(' ', options);
        Assert.True(TestRuns.Lines(named.Rows).SequenceEqual(TestRuns.Lines(column.Rows)), what);
        foreach ((int workers, int batch, long memory) in new[] { (3, 1, TestRuns.EnoughMemory), (2, 7, 1L), (1, 100, 1L) })
        {
            RunOutcome other = TestRuns.Execute(Bind(options), Named(sources), TestRuns.Context(workers, batch, memory));
            Assert.True(named.Bytes.AsSpan().SequenceEqual(other.Bytes), what);
            Assert.Equal(named.Result.OutputRows, other.Result.OutputRows);
        }

        RunOutcome removed = TestRuns.Execute(Bind(options), Named(sources), TestRuns.Context(1, 5), wantRemoved: true);
        Assert.True(named.Bytes.AsSpan().SequenceEqual(removed.Bytes), what);
        Assert.Equal(removed.Dropped.Total, removed.Removed.Count);
    });

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Rows_of_a_source_come_once_an_epoch_and_prefixes_follow_the_quotas(ulong seed) => Seeds.With(seed, () =>
    {
        var random = new SplitMix64(seed);
        List<string?[]>[] sources = Sources(random);
        (string, string)[] options = Options(random, sources.Length);
        RunOutcome run = TestRuns.Execute(Bind([.. options, ("origin", "true")]), Named(sources), TestRuns.Context());
        Dictionary<string, int> totals = run.Rows.GroupBy(static r => r[1]!).ToDictionary(static g => g.Key, static g => g.Count());
        var given = totals.Keys.ToDictionary(static k => k, static _ => 0);
        var seen = new HashSet<(string, string, string)>();
        var epochs = totals.Keys.ToDictionary(static k => k, static _ => 0);
        for (int t = 1; t <= run.Rows.Count; t++)
        {
            string?[] row = run.Rows[t - 1];
            string source = row[1]!;
            Assert.Equal(source, row[3]);
            int at = int.Parse(row[4]!, System.Globalization.CultureInfo.InvariantCulture);
            int epoch = int.Parse(row[5]!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(row[0], $"{source}-{at}");
            Assert.True(seen.Add((source, row[4]!, row[5]!)), "a row comes twice in an epoch");
            Assert.True(epoch >= epochs[source], "an epoch comes too late");
            epochs[source] = epoch;
            given[source]++;
            foreach ((string name, int count) in given)
            {
                Assert.True(Math.Abs(((long)count * run.Rows.Count) - ((long)t * totals[name])) <= run.Rows.Count, $"{name} has {count} of {totals[name]} after {t}");
            }
        }

        // Epochs are whole but for the last.
        foreach (IGrouping<(string, string), string?[]> epoch in run.Rows.GroupBy(static r => (r[1]!, r[5]!)))
        {
            int size = sources.Single(s => s.Count > 0 && s[0][1] == epoch.Key.Item1).Count;
            Assert.True(epoch.Count() == size || epoch.Key.Item2 == epochs[epoch.Key.Item1].ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    });

    [Fact]
    public void Quotas_of_a_row_budget_are_exact_and_by_largest_remainders()
    {
        List<string?[]>[] sources = [Source("a", 50), Source("b", 50), Source("c", 50)];
        Assert.Equal((6, 3, 2), Counts(sources, ("share", "s-a=5,s-b=3,s-c=2"), ("rows", "11")));
        Assert.Equal((100, 50, 0), Counts(sources, ("share", "s-a=2,s-b=1,s-c=0"), ("rows", "150")));
        Assert.Equal((50, 25, 25), Counts(sources, ("share", "s-a=2,s-b=1,s-c=1")));
        Assert.Equal((100, 50, 50), Counts(sources, ("share", "s-a=2,s-b=1,s-c=1"), ("stop", "all-exhausted")));
        Assert.Equal((50, 50, 20), Counts(sources, ("share", "s-a=6,s-b=3,s-c=1"), ("rows", "120"), ("max-repeat", "1")));
        Assert.Equal((50, 36, 12), Counts(sources, ("share", "s-a=6,s-b=3,s-c=1"), ("rows", "120"), ("max-repeat", "1"), ("when-dry", "leave")));
        Assert.Equal((50, 25, 8), Counts(sources, ("share", "s-a=6,s-b=3,s-c=1"), ("rows", "120"), ("max-repeat", "1"), ("when-dry", "shrink")));
    }

    [Fact]
    public void Larger_budgets_take_the_same_rows_and_more()
    {
        List<string?[]>[] sources = [Source("a", 400), Source("b", 300)];
        HashSet<string> small = [.. Ids(sources, ("share", "s-a=1,s-b=1"), ("rows", "100"))];
        HashSet<string> large = [.. Ids(sources, ("share", "s-a=1,s-b=1"), ("rows", "260"))];
        Assert.Equal(100, small.Count);
        Assert.Equal(260, large.Count);
        Assert.True(small.IsSubsetOf(large));
    }

    [Fact]
    public void Random_rows_of_a_source_are_uniform()
    {
        List<string?[]>[] sources = [Source("a", 20), Source("b", 20)];
        var hits = new int[20];
        const int Runs = 2000;
        for (ulong seed = 0; seed < Runs; seed++)
        {
            RunOutcome run = TestRuns.Execute(Bind([("share", "s-a=1,s-b=0"), ("rows", "5"), ("order", "shuffled")]), Named(sources), TestRuns.Context(seed: seed));
            foreach (string?[] row in run.Rows)
            {
                hits[int.Parse(row[0]!.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture)]++;
            }
        }

        // Chi-square with 19 degrees of freedom stays below 43.8 but once in a thousand; the seeds are fixed.
        double expected = Runs * 5 / 20.0;
        Assert.InRange(hits.Sum(h => (h - expected) * (h - expected) / expected), 0, 43.8);
    }

    [Fact]
    public void Token_budgets_are_kept_within_one_row_of_a_source()
    {
        List<string?[]>[] sources = [Source("a", 100), Source("b", 80)];
        RunOutcome run = TestRuns.Execute(Bind([("share", "s-a=3,s-b=1"), ("tokens", "800"), ("text", "words")]), Named(sources), TestRuns.Context());
        int[] tokens = [.. new[] { "s-a", "s-b" }.Select(name => run.Rows.Where(r => r[1] == name).Sum(static r => r[2]!.Split(' ').Length))];
        int largest = sources.SelectMany(static s => s).Max(static r => r[2]!.Split(' ').Length);
        Assert.InRange(tokens[0], 600 - largest, 600);
        Assert.InRange(tokens[1], 200 - largest, 200);
    }

    [Fact]
    public void A_name_that_is_no_source_and_a_source_without_rows_are_refused()
    {
        List<string?[]>[] sources = [Source("a", 5), []];
        Assert.Equal("infeasible", Refused(sources, ("share", "s-a=1,s-z=1")).Code.Id);
        Assert.Contains("s-b=0", Refused([Source("a", 5), Source("b", 3)], ("share", "s-a=1")).Hint!, StringComparison.Ordinal);
        Assert.Contains("no rows", Refused(sources, ("share", "s-a=1,s-1=1")).Message, StringComparison.Ordinal);
    }

    internal static List<string?[]> Source(string name, int rows) =>
        [.. Enumerable.Range(0, rows).Select(i => new string?[] { $"s-{name}-{i}", "s-" + name, string.Join(' ', Enumerable.Repeat("w", 1 + (i * 7 % 13))) })];

    internal static PlanInputs Named(List<string?[]>[] sources) => new(new SourcesView(
        [.. sources.Select(static (s, i) => s.Count == 0 ? $"s-{i}" : s[0][1]!)], [.. sources.Select(static s => new MemoryTable(s_columns, s))]));

    private static List<string?[]>[] Sources(SplitMix64 random) =>
        [.. Enumerable.Range(0, random.Between(1, 6)).Select(i => Source(((char)('a' + i)).ToString(), random.Between(1, random.Pick([3, 40, 150]))))];

    private static (string, string)[] Options(SplitMix64 random, int sources)
    {
        var options = new List<(string, string)> { ("share", string.Join(',', Enumerable.Range(0, sources).Select(i => $"s-{(char)('a' + i)}={1 + random.Below(9)}"))) };
        options.Add(random.Below(5) switch
        {
            0 => ("rows", $"{random.Below(400)}"),
            1 => ("epochs", "1.7"),
            2 => ("stop", "all-exhausted"),
            3 => ("stop", "first-exhausted"),
            _ => ("tokens", $"{random.Below(3000)}"),
        });
        if (options[^1].Item1 == "tokens")
        {
            options.Add(("text", "words"));
        }

        options.Add(("max-repeat", random.Pick(["1", "2.5", "8"])));
        options.Add(("when-dry", random.Pick(["share", "shrink", "leave"])));
        options.Add(random.Chance(0.5) ? ("order", "shuffled") : ("take", random.Pick(["random", "first"])));
        return [.. options];
    }

    private static BoundMethod Bind((string Name, string Value)[] options, string method = "mix/proportions")
    {
        var values = new OptionValues();
        foreach ((string name, string value) in options)
        {
            values.Add(name, value);
        }

        return MethodRegistry.All.Single(m => m.Id == method).Bind(values);
    }

    private static string[] Ids(List<string?[]>[] sources, params (string, string)[] options) =>
        [.. TestRuns.Execute(Bind(options), Named(sources), TestRuns.Context()).Rows.Select(static r => r[0]!)];

    private static (int, int, int) Counts(List<string?[]>[] sources, params (string, string)[] options)
    {
        string[] ids = Ids(sources, options);
        return (ids.Count(static i => i.StartsWith("s-a", StringComparison.Ordinal)), ids.Count(static i => i.StartsWith("s-b", StringComparison.Ordinal)), ids.Count(static i => i.StartsWith("s-c", StringComparison.Ordinal)));
    }

    private static Curate.Core.Errors.CurateException Refused(List<string?[]>[] sources, params (string, string)[] options) =>
        Assert.Throws<Curate.Core.Errors.CurateException>(() => TestRuns.Execute(Bind(options), Named(sources), TestRuns.Context()));
}
