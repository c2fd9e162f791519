using Curate.Core.Data;
using Curate.Core.Dependencies;
using Curate.Core.Errors;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dependencies;

public sealed class DependencySearchTests
{
    private static readonly DependencyOptions s_all = new() { LeftSide = 0, Columns = 64, Support = 0, List = 100_000, Error = 0 };

    [Fact]
    public void Exact_dependencies_and_keys_of_200_random_tables_are_those_of_the_definition()
    {
        var random = new SplitMix64(20);
        for (int trial = 0; trial < 200; trial++)
        {
            int columns = random.Between(1, 6);
            List<string?[]> rows = NaiveDependencies.RandomTable(random, columns, random.Between(2, trial % 10 == 0 ? 200 : 40));
            var naive = new NaiveDependencies(rows, columns);
            DependencyReport found = Run(Names(columns), rows, s_all);
            Assert.Equal(naive.Exact().Order(), found.Exact.Select(d => (NaiveDependencies.Bits(d.From), NaiveDependencies.Bits([d.To]))).Select(static d => (d.Item1, System.Numerics.BitOperations.Log2((uint)d.Item2))).Order());
            Assert.Equal(naive.Keys().Order(), found.Keys.Select(NaiveDependencies.Bits).Order());
            Assert.True(found.IsExhausted);
        }
    }

    [Fact]
    public void Dependencies_that_almost_hold_are_those_of_the_definition_with_its_measures()
    {
        var random = new SplitMix64(21);
        DependencyOptions options = s_all with { Error = 0.1, Strength = 0.4, Support = 5 };
        int seen = 0;
        for (int trial = 0; trial < 60; trial++)
        {
            int columns = random.Between(2, 5);
            List<string?[]> rows = NaiveDependencies.RandomTable(random, columns, random.Between(20, 80));
            var naive = new NaiveDependencies(rows, columns);
            DependencyReport found = Run(Names(columns), rows, options);
            HashSet<(int, int)> exact = [.. naive.Exact()];
            var expected = new HashSet<(int Left, int Right)>();
            foreach (int left in Enumerable.Range(1, (1 << columns) - 1).OrderBy(static l => System.Numerics.BitOperations.PopCount((uint)l)))
            {
                // A left side with a column that the others determine says nothing new.
                bool isFree = !exact.Any(e => (e.Item1 & left) == e.Item1 && (left >> e.Item2 & 1) != 0);
                for (int right = 0; isFree && right < columns; right++)
                {
                    bool isCovered = exact.Any(e => e.Item2 == right && (e.Item1 & left) == e.Item1) || expected.Any(e => e.Right == right && (e.Left & left) == e.Left);
                    if ((left >> right & 1) == 0 && !isCovered && naive.Violations(left, right) <= Math.Floor(0.1 * rows.Count) && naive.Support(left) >= 5 && naive.MuPlus(left, right) >= 0.4)
                    {
                        expected.Add((left, right));
                    }
                }
            }

            Assert.Equal(expected.Order(), found.Almost.Select(d => (NaiveDependencies.Bits(d.From), Array.IndexOf(Names(columns), d.To))).Order());
            foreach (Dependency d in found.Almost)
            {
                (int left, int right) = (NaiveDependencies.Bits(d.From), Array.IndexOf(Names(columns), d.To));
                Assert.Equal(naive.Violations(left, right), d.Measures.Violations);
                Assert.Equal(naive.G1(left, right), d.Measures.G1, 12);
                Assert.Equal(naive.MuPlus(left, right), d.Measures.MuPlus, 10);
                Assert.Equal(naive.Support(left), d.Measures.Support);
                Assert.Equal(d.Measures.Violations, d.Rows.Count);
                seen++;
            }
        }

        Assert.True(seen > 30, $"Only {seen} dependencies almost held.");
    }

    [SharedDataTheory("fd")]
    [InlineData("iris", true, 4)]
    [InlineData("abalone", true, 137)]
    [InlineData("bridges", true, 142)]
    [InlineData("breast-cancer-wisconsin", false, 46)]
    public void Minimal_dependencies_of_public_tables_are_as_many_as_published(string table, bool noHeader, int expected)
    {
        string[][] rows = [.. File.ReadLines(SharedData.Path($"fd/{table}.csv")).Skip(noHeader ? 0 : 1).Select(static l => l.Split(','))];
        Assert.Equal(expected, Run(Names(rows[0].Length), rows, s_all).ExactCount);
    }

    [Theory]
    [InlineData(1, 8192)]
    [InlineData(2, 1)]
    [InlineData(7, 3)]
    public void Report_is_the_same_for_any_workers_and_batches_even_where_the_work_is_limited(int workers, int batch)
    {
        List<string?[]> rows = NaiveDependencies.RandomTable(new SplitMix64(22), 9, 120);
        foreach (long work in new long[] { 5_000, 20_000, 100_000_000 })
        {
            DependencyOptions options = s_all with { Error = 0.1, Work = work };
            DependencyReport one = Run(Names(9), rows, options);
            DependencyReport other = Run(Names(9), rows, options, workers, batch);
            Assert.Equal(Text(one), Text(other));
            Assert.Equal(work < 1_000_000, one.IsCut);
        }
    }

    [Fact]
    public void Left_side_is_no_larger_than_asked_for()
    {
        List<string?[]> rows = NaiveDependencies.RandomTable(new SplitMix64(23), 6, 60);
        DependencyReport all = Run(Names(6), rows, s_all);
        DependencyReport two = Run(Names(6), rows, s_all with { LeftSide = 2 });
        Assert.Contains(all.Exact, static d => d.From.Count > 2);
        Assert.Equal(all.Exact.Where(static d => d.From.Count <= 2).Select(static d => string.Join(',', d.From) + d.To), two.Exact.Select(static d => string.Join(',', d.From) + d.To));
        Assert.Equal((2, false, false), (two.Complete, two.IsExhausted, two.IsCut));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fewer_than_two_rows_say_nothing(int rows)
    {
        DependencyReport found = Run(["a", "b"], [.. Enumerable.Repeat(new string?[] { "1", null }, rows)], s_all);
        Assert.Equal((0L, 0L, 0L), (found.ExactCount, found.KeyCount, found.AlmostCount));
    }

    [Fact]
    public void Constant_columns_follow_from_nothing_and_missing_values_equal_each_other()
    {
        DependencyReport found = Run(["a", "b"], [["1", null], ["2", null], ["1", null]], s_all);
        Dependency only = Assert.Single(found.Exact);
        Assert.Equal(([], "b"), (only.From.ToArray(), only.To));
        Assert.Empty(found.Keys);
    }

    [Fact]
    public void Zip_and_city_with_misspellings_almost_hold_and_name_the_rows_the_group_and_the_spelling()
    {
        // 50 zip codes of 20 rows, one city each; one row in a hundred is misspelt, in a group of its own.
        var rows = new List<string?[]>();
        string[] cities = ["Hamburg", "Bremen", "Leipzig", "Dresden", "Potsdam"];
        for (int r = 0; r < 1000; r++)
        {
            string city = cities[r % 50 % 5];
            rows.Add([(20000 + (r % 50)).ToString(System.Globalization.CultureInfo.InvariantCulture), r % 101 == 7 ? city + "x" : city, "n" + r]);
        }

        long[] planted = [.. Enumerable.Range(0, 1000).Where(r => rows[r][1] != cities[r % 50 % 5]).Select(static r => (long)r)];
        DependencyReport found = Run(["zip", "city", "id"], rows, new DependencyOptions());
        Assert.DoesNotContain(found.Exact, static d => d.From.SequenceEqual(["zip"]) && d.To == "city");
        Dependency zip = Assert.Single(found.Almost, static d => d.From.SequenceEqual(["zip"]) && d.To == "city");
        Assert.Equal(10, planted.Length);
        Assert.Equal(planted, zip.Rows);
        Assert.Equal(0.01, zip.Measures.G3);
        Assert.Equal((5, 10L), (zip.Broken.Count, zip.BrokenGroups));
        Assert.Equal(("20007", "Leipzig", 19L, "Leipzigx", 1L), (zip.Broken[0].Left[0]!, zip.Broken[0].Values[0].Value!, zip.Broken[0].Values[0].Rows, zip.Broken[0].Values[1].Value!, zip.Broken[0].Violations));
    }

    [Fact]
    public void Rare_misspelling_of_the_value_of_its_group_is_a_typo()
    {
        var rows = new List<string?[]>();
        for (int r = 0; r < 300; r++)
        {
            rows.Add(["z" + (r % 3), r == 31 ? "Hamburk" : r == 62 ? "Paris" : new[] { "Bremen", "Hamburg", "Leipzig" }[r % 3]]);
        }

        DependencyReport found = Run(["zip", "city"], rows, new DependencyOptions());
        TypoCandidate typo = Assert.Single(found.Typos);
        Assert.Equal(("city", "Hamburk", "Hamburg", 1L, 31L), (typo.Column, typo.Value, typo.Proposed, typo.Rows, typo.FirstRow));
        Assert.Equal([31, 62], found.Almost.Single(static d => d.To == "city").Rows);
    }

    [Theory]
    [InlineData("Hamburk", "Hamburg", true)]
    [InlineData("hamburg", "Hamburg", true)]
    [InlineData("M", "F", false)]
    [InlineData("12", "13", false)]
    [InlineData("state12", "state1", false)]
    [InlineData("line 4 nord", "line 4 nort", true)]
    [InlineData("cat", "car", true)]
    [InlineData("cat", "dog", false)]
    [InlineData("", "ab", false)]
    [InlineData("Köln", "Koln", true)]
    public void Typo_needs_letters_and_few_edits(string value, string proposed, bool expected) => Assert.Equal(expected, TypoRule.Looks(value, proposed));

    [Fact]
    public void Long_values_that_differ_behind_their_beginning_are_different()
    {
        string start = new('x', 100);
        DependencyReport found = Run(["a", "b"], [[start + "1", "p"], [start + "2", "q"], [start + "1", "p"]], s_all);
        Assert.Equal([("a", "b"), ("b", "a")], found.Exact.Select(static d => (d.From[0], d.To)));
    }

    [Fact]
    public void Inclusions_are_found_between_columns_and_in_another_table_with_the_values_that_break_them()
    {
        List<string?[]> rows = [.. Enumerable.Range(0, 100).Select(static r => new string?[] { "k" + r, r == 5 ? null : "k" + (r % 10), r % 50 == 3 ? "lost" : "c" + (r % 30) })];
        var other = new MemoryTable(["code"], [.. Enumerable.Range(0, 40).Select(static r => new string?[] { "c" + r })]);
        DependencyReport found = DependencyFinder.Run(new PassRunner(TestRuns.Context()), new MemoryTable(["id", "parent", "code"], rows), ["id", "parent", "code"], new DependencyOptions(), other);
        Inclusion lookup = found.Inclusions[0];
        Assert.Equal(("code", "code", true, 30L, 29L + 1, 2L), (lookup.Column, lookup.In, lookup.IsOther, lookup.Distinct - 1, lookup.Shared, lookup.Rows));
        Assert.Equal(["lost"], lookup.Missing);
        Inclusion parent = found.Inclusions[1];
        Assert.Equal(("parent", "id", false, true, 10L), (parent.Column, parent.In, parent.IsOther, parent.IsExact, parent.Distinct));
        Assert.Equal(2, found.InclusionCount);
    }

    [Fact]
    public void Search_that_does_not_fit_the_memory_says_what_it_needs()
    {
        List<string?[]> rows = NaiveDependencies.RandomTable(new SplitMix64(24), 6, 5000);
        CurateException failure = Assert.Throws<CurateException>(() => DependencyFinder.Run(new PassRunner(TestRuns.Context(memoryBytes: 500_000)), new MemoryTable(Names(6), rows), Names(6), s_all));
        Assert.Equal("memory-budget", failure.Code.Id);
        Assert.Contains("--dependencies", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_goes_back_after_the_search()
    {
        RunContext context = TestRuns.Context();
        DependencyFinder.Run(new PassRunner(context), new MemoryTable(Names(5), NaiveDependencies.RandomTable(new SplitMix64(25), 5, 300)), Names(5), s_all);
        Assert.Equal(context.Memory.ForMethods, context.Memory.Free);
    }

    private static string[] Names(int columns) => [.. Enumerable.Range(0, columns).Select(static c => "c" + c)];

    private static DependencyReport Run(IReadOnlyList<string> names, IReadOnlyList<string?[]> rows, DependencyOptions options, int workers = 1, int batch = RecordBatch.DefaultCapacity) =>
        DependencyFinder.Run(new PassRunner(TestRuns.Context(workers, batch)), new MemoryTable(names, rows), names, options);

    private static string Text(DependencyReport report) => System.Text.Json.JsonSerializer.Serialize(report, s_json);

    private static readonly System.Text.Json.JsonSerializerOptions s_json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
}
