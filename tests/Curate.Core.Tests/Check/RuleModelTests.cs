using System.Globalization;
using Curate.Core.Check;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Check;

/// <summary>Rules count what naive code counts, on random tables.</summary>
public sealed class RuleModelTests
{
    private static readonly string[] s_columns = ["key", "word", "number", "group"];

    public static TheoryData<ulong> Random => Seeds.Theory(20);

    [Theory]
    [MemberData(nameof(Random))]
    public void Rules_agree_with_naive_counts(ulong seed)
    {
        var random = new SplitMix64(seed);
        string[] words = ["", "a", "bb", "é", "a b", "ccc", "12"];
        List<string?[]> rows = [.. Enumerable.Range(0, random.Below(120)).Select(i => new string?[]
        {
            random.Chance(0.1) ? null : random.Below(60).ToString(CultureInfo.InvariantCulture),
            random.Chance(0.2) ? null : random.Pick(words),
            random.Chance(0.1) ? null : random.Chance(0.05) ? "x" : (random.Below(400) / 8.0).ToString(CultureInfo.InvariantCulture),
            "g" + random.Below(4).ToString(CultureInfo.InvariantCulture),
        })];
        var table = new MemoryTable(s_columns, rows);
        string?[] keys = [.. rows.Select(static r => r[0])];
        string[] there = [.. rows.Select(static r => r[1]).OfType<string>()];
        double[] numbers = [.. rows.Select(static r => r[2]).OfType<string>().Where(static v => v != "x").Select(static v => double.Parse(v, CultureInfo.InvariantCulture))];
        int broken = rows.Count(static r => r[2] == "x");

        Assert.Equal(keys.Count(static k => k is null), Failing(table, "not-null", "columns=key"));
        Assert.Equal(broken, Failing(table, "type", "columns=number", "type=number"));
        Assert.Equal(broken + numbers.Count(static v => v < 10 || v > 30), Failing(table, "range", "columns=number", "min=10", "max=30"));
        Assert.Equal(there.Count(static v => v is not ("a" or "bb")), Failing(table, "values", "columns=word", "in=a|bb"));
        Assert.Equal(there.Count(static v => v is "a" or "bb"), Failing(table, "values", "columns=word", "not-in=a|bb"));
        Assert.Equal(there.Count(static v => v.Length is 0 or > 2), Failing(table, "length", "columns=word", "min=1", "max=2"));
        Assert.Equal(there.Count(static v => !v.Contains('a', StringComparison.Ordinal)), Failing(table, "pattern", "columns=word", "matches=a"));
        Assert.Equal(keys.Count(static k => k is not null) - keys.Where(static k => k is not null).Distinct().Count(), Failing(table, "unique", "columns=key"));
        Assert.Equal(keys.Length - keys.Distinct().Count(), Failing(table, "unique", "columns=key", "nulls=count"));
        Assert.Equal(rows.Count - rows.Select(static r => TestRuns.Line(r)).Distinct().Count(), Failing(table, "duplicates", "max=100%"));
        Assert.Equal(Backwards(rows, byGroup: false), Failing(table, "monotone", "column=number"));
        Assert.Equal(Backwards(rows, byGroup: true), Failing(table, "monotone", "column=number", "by=group"));
        Assert.Equal(rows.GroupBy(static r => r[3]).Sum(static g => g.Count() - g.GroupBy(static r => r[1] ?? "\0").Max(static v => v.Count())), Failing(table, "functional-dependency", "from=group", "to=word"));
        Assert.Equal(rows.Count(static r => r[3] == "g1" && r[1] is null), Failing(table, "not-null", "columns=word", "where=group = 'g1'"));
        Assert.Equal(keys.Where(static k => k is not null).Distinct().Count(), Value(table, "distinct", "columns=key", "min=0"));
        if (numbers.Length > 0)
        {
            Assert.Equal(numbers.Sum() / numbers.Length, Value(table, "mean", "columns=number", "min=0")!.Value, 12);
            double[] sorted = [.. numbers.Order()];
            double median = sorted[(int)Math.Ceiling(sorted.Length * 0.5) - 1];
            Assert.True(Holds(table, "quantile", "columns=number", "q=50%", "min=" + Text(median), "max=" + Text(median)));
            Assert.False(Holds(table, "quantile", "columns=number", "q=50%", "max=" + Text(median - 0.01)));
            Assert.False(Holds(table, "quantile", "columns=number", "q=50%", "min=" + Text(median + 0.01)));
        }

        if (rows.Count > 0)
        {
            Assert.Equal((double)there.Length / rows.Count, Value(table, "completeness", "columns=word", "min=0.5")!.Value, 12);
        }
    }

    private static int Backwards(List<string?[]> rows, bool byGroup)
    {
        int count = 0;
        var last = new Dictionary<string, double>();
        foreach (string?[] row in rows.Where(static r => r[2] is not null))
        {
            if (row[2] == "x")
            {
                count++;
                continue;
            }

            string group = byGroup ? row[3]! : "";
            double value = double.Parse(row[2]!, CultureInfo.InvariantCulture);
            count += last.TryGetValue(group, out double before) && value < before ? 1 : 0;
            last[group] = value;
        }

        return count;
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static object?[] Row(MemoryTable table, string kind, params string[] keys) => RuleBench.Run(table, RuleBench.Rule(kind, keys)).Tables[0].Rows.Single();

    private static long? Failing(MemoryTable table, string kind, params string[] keys) => (long?)Row(table, kind, keys)[8];

    private static double? Value(MemoryTable table, string kind, params string[] keys) => (double?)Row(table, kind, keys)[5];

    private static bool Holds(MemoryTable table, string kind, params string[] keys) => RuleBench.Run(table, RuleBench.Rule(kind, keys)) is { Verdict: CheckVerdict.Passed };
}
