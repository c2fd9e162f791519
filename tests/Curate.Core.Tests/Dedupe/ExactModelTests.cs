using System.Globalization;
using Curate.Core.Methods;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe;

/// <summary>Exact deduplication against dictionaries of keys.</summary>
public sealed class ExactModelTests
{
    private static readonly string[] s_names = ["k", "l", "block", "score", "text"];

    private static MemoryTable Table(SplitMix64 random, int rows) => new(s_names, [.. Enumerable.Range(0, rows).Select(_ => new string?[]
    {
        random.Chance(0.15) ? null : random.Pick(new[] { "a", "A", " a", "a  b", "A b", "b", "É", "é", "" }),
        random.Chance(0.1) ? null : random.Pick(new[] { "1", "2" }),
        random.Chance(0.1) ? null : random.Pick(new[] { "x", "y", "z" }),
        random.Chance(0.1) ? null : random.Pick(new[] { "1", "2", "10", "-3", "2.5", "word", "2024-01-01", "1e3" }),
        random.Chance(0.1) ? null : new string(random.Pick("qé".ToCharArray()), random.Below(4)),
    })]);

    private static string Normalized(string value, string how)
    {
        value = how.Contains("lower", StringComparison.Ordinal) ? value.ToLowerInvariant() : value;
        return how.Contains("space", StringComparison.Ordinal) ? string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : value;
    }

    private static double Value(string? text) => text is not null && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double v) ? v
        : text == "2024-01-01" ? new DateTime(2024, 1, 1).Subtract(DateTime.UnixEpoch).TotalMicroseconds : double.NaN;

    /// <summary>Of equal rows the one that stays: the best by the rule, the first of several.</summary>
    private static int Best(List<int> members, IReadOnlyList<string?[]> rows, string keep, bool wholeRow)
    {
        double Rank(int row) => keep switch
        {
            "first" => row,
            "last" => -row,
            "longest" => -System.Text.Encoding.UTF8.GetByteCount(string.Concat(rows[row].Select(static v => v ?? "\0"))),
            "shortest" => System.Text.Encoding.UTF8.GetByteCount(string.Concat(rows[row].Select(static v => v ?? "\0"))),
            "longest:text" => -(rows[row][4]?.Length ?? -1),
            "shortest:text" => rows[row][4]?.Length ?? int.MaxValue,
            "max:score" => double.IsNaN(Value(rows[row][3])) ? double.PositiveInfinity : -Value(rows[row][3]),
            "min:score" => double.IsNaN(Value(rows[row][3])) ? double.PositiveInfinity : Value(rows[row][3]),
            _ => rows[row][2] is { } block && Array.IndexOf(["z", "x"], block) is >= 0 and var place ? place : rows[row][2] is null ? 9 : 5,
        };
        return members.OrderBy(Rank).ThenBy(static row => row).First();
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    [InlineData(4UL)]
    public void Run_random_tables_and_options_equals_the_model(ulong seed)
    {
        var random = new SplitMix64(seed);
        string[] keeps = ["first", "last", "longest", "shortest", "longest:text", "shortest:text", "max:score", "min:score", "prefer:block=z,x"];
        for (int round = 0; round < 150; round++)
        {
            MemoryTable table = Table(random, random.Below(60));
            MemoryTable other = Table(random, random.Below(12));
            string key = random.Pick(new[] { "", "k", "k,l" });
            string how = random.Pick(new[] { "none", "lower", "space", "lower,space" });
            string keep = random.Pick(keeps);
            bool within = key != "" && random.Chance(0.4);
            bool across = random.Chance(0.4);
            bool onlyAcross = across && random.Chance(0.4);
            bool matchNulls = random.Chance(0.5);
            string form = random.Pick(new[] { "plain", "mark", "size", "removed" });
            var options = new List<(string, string)> { ("normalize", how), ("keep", keep), ("match-nulls", matchNulls ? "true" : "false"), ("only-across", onlyAcross ? "true" : "false") };
            if (key != "")
            {
                options.Add(("key", key));
            }

            if (within)
            {
                options.Add(("within", "block"));
            }

            if (across)
            {
                options.Add(("across", "other"));
            }

            if (form is "mark" or "size")
            {
                options.Add((form == "mark" ? "mark" : "cluster-size", "true"));
            }

            string what = $"seed {seed}, round {round}: {string.Join(' ', options)} {form}";

            string? KeyOf(string?[] row)
            {
                int[] columns = key == "" ? [0, 1, 2, 3, 4] : key == "k" ? [0] : [0, 1];
                if (key == "")
                {
                    // The record as a whole: separators and marks of missing values are part of it, and spaces at its ends only.
                    return Normalized(string.Join('\u001f', row.Select(static v => v ?? "\0")), how);
                }

                if (!matchNulls && columns.Any(c => row[c] is null))
                {
                    return null;
                }

                return string.Join('|', columns.Select(c => row[c] is { } v ? "v" + Normalized(v, how) : "n")) + (within ? "|" + (row[2] ?? "<n>") : "");
            }

            Dictionary<string, List<int>> Groups(IReadOnlyList<string?[]> rows) => Enumerable.Range(0, rows.Count).Where(i => KeyOf(rows[i]) is not null)
                .GroupBy(i => KeyOf(rows[i])!).ToDictionary(static g => g.Key, static g => g.ToList());

            Dictionary<string, List<int>> own = Groups(table.Rows);
            Dictionary<string, List<int>> others = across ? Groups(other.Rows) : [];
            var expected = new List<string>();
            var removed = new List<string>();
            for (int row = 0; row < table.Rows.Count; row++)
            {
                string line = TestRuns.Line(table.Rows[row]);
                List<int> members = KeyOf(table.Rows[row]) is { } k ? own[k] : [row];
                bool inOther = KeyOf(table.Rows[row]) is { } key2 && others.ContainsKey(key2);
                int best = onlyAcross ? row : Best(members, table.Rows, keep, key == "");
                bool leaves = inOther || best != row;
                int size = onlyAcross && !inOther ? 1 : members.Count;
                int first = inOther || onlyAcross ? row : members[0];
                string kept = inOther ? "<other>" : best.ToString();
                if (form == "mark")
                {
                    expected.Add($"{line}|{first}|{size}|{(inOther ? "<null>" : kept)}|1");
                }
                else if (leaves)
                {
                    removed.Add($"{line}|{(inOther ? "in-other" : "duplicate")}|{(inOther ? others[KeyOf(table.Rows[row])!][0] : best)}|1|{first}|{size}");
                }
                else
                {
                    expected.Add(form == "size" ? $"{line}|{size}" : line);
                }
            }

            int workers = random.Between(1, 3);
            long memory = random.Chance(0.3) ? 1 : TestRuns.EnoughMemory;
            RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("dedupe/exact", [.. options]), new PlanInputs(table, across ? [other] : []),
                TestRuns.Context(workers, random.Between(1, 20), memory), wantRemoved: form == "removed");
            Assert.True(expected.SequenceEqual(TestRuns.Lines(run.Rows)), $"{what}\n{string.Join('\n', expected)}\n--\n{string.Join('\n', TestRuns.Lines(run.Rows))}");
            if (form == "removed")
            {
                Assert.True(removed.SequenceEqual(TestRuns.Lines(run.Removed)), $"{what}\n{string.Join('\n', removed)}\n--\n{string.Join('\n', TestRuns.Lines(run.Removed))}");
            }
        }
    }

    [Fact]
    public void Run_key_columns_without_a_payload_equal_whole_rows()
    {
        var random = new SplitMix64(12);
        MemoryTable table = Table(random, 300);
        var columns = new MemoryTable(table.Names, table.Rows) { HasLayout = false };
        Assert.Equal(TestRuns.Lines(TestRuns.Execute(RowPlanTests.Methods("dedupe/exact"), table, TestRuns.Context()).Rows),
            TestRuns.Lines(TestRuns.Execute(RowPlanTests.Methods("dedupe/exact"), columns, TestRuns.Context()).Rows));
    }

    [Fact]
    public void Run_filter_needs_one_pass_and_falls_back_only_where_it_can_read_again()
    {
        var random = new SplitMix64(13);
        var once = new MemoryTable(s_names, Table(random, 500).Rows) { CanReopen = false };
        Assert.Equal(500, TestRuns.Execute(RowPlanTests.Methods("dedupe/exact"), once, TestRuns.Context()).Result.InputRows);
        Assert.Equal(1, once.Opened);
        var again = new MemoryTable(s_names, once.Rows) { CanReopen = false };
        Assert.Throws<OutOfBudgetException>(() => TestRuns.Execute(RowPlanTests.Methods("dedupe/exact"), again, TestRuns.Context(memoryBytes: 1)));
    }
}
