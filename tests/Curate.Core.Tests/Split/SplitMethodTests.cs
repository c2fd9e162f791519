using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Randomness;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Split;

public sealed class SplitMethodTests
{
    private static RunOutcome Run(string id, MemoryTable table, ulong seed, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods(id, options), table, TestRuns.Context(seed: seed), wantRemoved: true);

    private static string SplitOf(string?[] row) => row[^1]!;

    private static MemoryTable Random(SplitMix64 random, int rows) => new(["id", "label", "group"], [.. Enumerable.Range(0, rows).Select(i => new string?[]
    {
        "r" + i, random.Chance(0.05) ? null : random.Pick(new[] { "a", "a", "a", "b", "b", "c" }), random.Chance(0.05) ? null : "g" + random.Below(1 + rows / 7),
    })]);

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void Stratified_sizes_are_exact_and_strata_within_one_row(ulong seed)
    {
        var random = new SplitMix64(seed);
        for (int round = 0; round < 60; round++)
        {
            MemoryTable table = Random(random, random.Below(300));
            double[] shares = random.Pick(new[] { new[] { 0.8, 0.1, 0.1 }, [0.5, 0.5], [0.7, 0.15, 0.1, 0.05] });
            bool strata = random.Chance(0.7);
            var options = new List<(string, string)> { ("fractions", string.Join(',', shares.Select(static s => s.ToString(CultureInfo.InvariantCulture)))), ("names", string.Join(',', shares.Select(static (_, i) => "s" + i))) };
            if (strata)
            {
                options.Add(("label", "label"));
            }

            RunOutcome run = Run("split/stratified", table, seed, [.. options]);
            string what = $"seed {seed}, round {round}";
            long[] sizes = LargestRemainders.Share(table.Rows.Count, shares);
            for (int p = 0; p < shares.Length; p++)
            {
                Assert.True(run.Rows.Count(r => SplitOf(r) == "s" + p) == sizes[p], what);
                foreach (IGrouping<string?, string?[]> label in run.Rows.GroupBy(static r => r[1]))
                {
                    double exact = label.Count() * shares[p];
                    Assert.True(!strata || Math.Abs(label.Count(r => SplitOf(r) == "s" + p) - exact) <= 1 + 1e-9, what);
                }
            }
        }
    }

    [Fact]
    public void Stratified_every_row_is_in_each_split_equally_often_in_the_mean()
    {
        MemoryTable table = Random(new SplitMix64(9), 20);
        var inTest = new Dictionary<string, int>();
        for (ulong seed = 0; seed < 1000; seed++)
        {
            foreach (string?[] row in Run("split/stratified", table, seed, ("fractions", "0.7,0.3")).Rows.Where(static r => SplitOf(r) == "test"))
            {
                inTest[row[0]!] = inTest.GetValueOrDefault(row[0]!) + 1;
            }
        }

        Assert.Equal(20, inTest.Count);
        Assert.All(inTest.Values, static n => Assert.InRange(n, 300 - 5 * Math.Sqrt(210), 300 + 5 * Math.Sqrt(210)));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void Group_a_group_never_spans_splits_and_sizes_are_near(ulong seed)
    {
        var random = new SplitMix64(seed);
        for (int round = 0; round < 30; round++)
        {
            MemoryTable table = Random(random, random.Below(600));
            RunOutcome run = Run("split/group", table, seed, ("group", "group"), ("label", "label"));
            Assert.Equal(table.Rows.Count, run.Rows.Count);
            Assert.All(run.Rows.Where(static r => r[2] is not null).GroupBy(static r => r[2]), group => Assert.True(group.Select(SplitOf).Distinct().Count() == 1, $"seed {seed}, round {round}, group {group.Key}"));
            int largest = run.Rows.Count == 0 ? 0 : run.Rows.GroupBy(static r => r[2] ?? r[0]).Max(static g => g.Count());
            foreach ((string name, double share) in new[] { ("train", 0.8), ("validation", 0.1), ("test", 0.1) })
            {
                Assert.True(Math.Abs(run.Rows.Count(r => SplitOf(r) == name) - share * table.Rows.Count) <= largest + 1, $"seed {seed}, round {round}, {name}");
            }
        }
    }

    [Fact]
    public void ByHash_appended_rows_change_nothing_and_equal_keys_stay_together()
    {
        MemoryTable table = Random(new SplitMix64(4), 3000);
        Dictionary<string, string> Splits(int rows, string key) => Run("split/stratified", new MemoryTable(table.Names, [.. table.Rows.Take(rows).Reverse()]), 42, ("by-hash", key)).Rows
            .ToDictionary(static r => r[0]!, SplitOf);
        Dictionary<string, string> few = Splits(1000, "id");
        Dictionary<string, string> all = Splits(3000, "id");
        Assert.All(few, row => Assert.Equal(row.Value, all[row.Key]));
        Assert.InRange(all.Values.Count(static s => s == "train"), 2290, 2510);
        Assert.InRange(all.Values.Count(static s => s == "test"), 220, 385);
        Dictionary<string, string> byGroup = Splits(3000, "group");
        Assert.All(table.Rows.GroupBy(static r => r[2]), group => Assert.Single(group.Select(r => byGroup[r[0]!]).Distinct()));
    }

    private static MemoryTable Times(params string?[] times) => new(["id", "at", "user"], [.. times.Select(static (t, i) => new[] { "r" + i, t, i % 2 == 0 ? "u" : "v" })]);

    private static string Splits(RunOutcome run) => string.Join(' ', run.Rows.Select(static r => r[0] + "=" + r[3]));

    [Fact]
    public void Time_fractions_put_the_past_first_and_ties_into_the_earlier_split()
    {
        MemoryTable table = Times("5", "1", "3", "3", "3", "2", "9", "8", "7", "6");
        Assert.Equal("r0=train r1=train r2=train r3=train r4=train r5=train r6=test r7=test r8=test r9=test",
            Splits(Run("split/time", table, 1, ("time", "at"), ("fractions", "0.6,0.4"))));

        // Four of ten would cut between equal threes: all of them are past.
        Assert.Equal("r0=test r1=train r2=train r3=train r4=train r5=train r6=test r7=test r8=test r9=test",
            Splits(Run("split/time", table, 1, ("time", "at"), ("fractions", "0.4,0.6"))));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void Time_random_times_no_later_split_holds_an_earlier_row(ulong seed)
    {
        var random = new SplitMix64(seed);
        for (int round = 0; round < 40; round++)
        {
            int rows = random.Below(200);
            DateTime start = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            MemoryTable table = Times([.. Enumerable.Range(0, rows).Select(_ => start.AddHours(random.Below(rows)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))]);
            bool byUser = random.Chance(0.5);
            int gapHours = random.Below(3) * random.Below(20);
            var options = new List<(string, string)> { ("time", "at"), ("gap", gapHours + "h") };
            if (byUser)
            {
                options.Add(("group", "user"));
            }

            RunOutcome run = Run("split/time", table, seed, [.. options]);
            string what = $"seed {seed}, round {round}, gap {gapHours}h, by user {byUser}";
            foreach (IGrouping<string, string?[]> user in run.Rows.GroupBy(r => byUser ? r[2]! : ""))
            {
                string[] names = ["train", "validation", "test"];
                for (int p = 1; p < 3; p++)
                {
                    DateTime[] past = [.. user.Where(r => Array.IndexOf(names, SplitOf(r)) < p).Select(static r => DateTime.Parse(r[1]!, CultureInfo.InvariantCulture))];
                    DateTime[] later = [.. user.Where(r => Array.IndexOf(names, SplitOf(r)) >= p).Select(static r => DateTime.Parse(r[1]!, CultureInfo.InvariantCulture))];
                    Assert.True(past.Length == 0 || later.Length == 0 || later.Min() > past.Max(), what);
                    if (p == 1 && past.Length > 0 && later.Length > 0)
                    {
                        Assert.True((later.Min() - past.Max()).TotalHours > gapHours, what);
                    }
                }
            }

            Assert.True(run.Removed.All(static r => r[3] == "gap") && run.Rows.Count + run.Removed.Count == rows, what);
            Assert.True(gapHours > 0 || run.Removed.Count == 0, what);
        }
    }

    [Theory]
    [InlineData("0", "5")]
    [InlineData("100", "105")]
    [InlineData("-7", "-2")]
    [InlineData("1000000000", "1000000005")]
    public void Time_given_cut_is_the_first_moment_of_the_later_split_and_the_gap_ends_before_its_length(string cut, string end)
    {
        double at = double.Parse(cut, CultureInfo.InvariantCulture);
        MemoryTable table = Times((at - 0.5).ToString(CultureInfo.InvariantCulture), cut, (at + 4.5).ToString(CultureInfo.InvariantCulture), end);
        Assert.Equal("r0=train r1=test r2=test r3=test", Splits(Run("split/time", table, 1, ("time", "at"), ("cuts", cut))));
        RunOutcome gap = Run("split/time", table, 1, ("time", "at"), ("cuts", cut), ("gap", "5"));
        Assert.Equal("r0=train r3=test", Splits(gap));
        Assert.Equal(["r1", "r2"], gap.Removed.Select(static r => r[0]));
    }

    [Fact]
    public void Time_cuts_at_dates_cut_there()
    {
        MemoryTable table = Times("2024-02-01", "2023-12-31T23:59:59.999999Z", "2024-01-01T00:00:00Z", "2024-01-31T23:59:59+00:00", "2024-02-01T01:00:00+02:00");
        Assert.Equal("r0=test r1=train r2=validation r3=validation r4=validation", Splits(Run("split/time", table, 1, ("time", "at"), ("cuts", "2024-01-01,2024-02-01"))));
    }

    [Theory]
    [InlineData("cuts", "9,3", "usage")]
    [InlineData("cuts", "3,3", "usage")]
    [InlineData("cuts", "2024-01-01", "usage")]
    [InlineData("cuts", "soon", "usage")]
    [InlineData("gap", "3d", "usage")]
    [InlineData("gap", "-1", "usage")]
    [InlineData("gap", "x", "usage")]
    [InlineData("fractions", "0.5,0.6", "usage")]
    [InlineData("fractions", "1", "usage")]
    [InlineData("names", "a,b", "usage")]
    [InlineData("names", "a,b,a", "usage")]
    [InlineData("folds", "1", "usage")]
    public void Time_options_that_mean_nothing_are_refused(string option, string value, string code) =>
        Assert.Equal(code, Assert.Throws<CurateException>(() => Run("split/time", Times("1", "2", "3"), 1, ("time", "at"), (option, value))).Code.Id);

    [Theory]
    [InlineData("1", null)]
    [InlineData("1", "soon")]
    [InlineData("1", "2024-01-01")]
    [InlineData("2024-01-01", "1")]
    public void Time_values_that_do_not_fit_are_named_by_row(string first, string? second)
    {
        foreach (int workers in new[] { 1, 2 })
        {
            CurateException refused = Assert.Throws<CurateException>(() => TestRuns.Execute(RowPlanTests.Methods("split/time", ("time", "at")), Times(first, first, second), TestRuns.Context(workers, 1)));
            Assert.Equal(ErrorCodes.BadValue, refused.Code);
            Assert.Contains("row 3, column 'at'", refused.Message, StringComparison.Ordinal);
        }
    }
}
