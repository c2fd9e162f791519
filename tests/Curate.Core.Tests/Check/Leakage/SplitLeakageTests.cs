using System.Globalization;
using Curate.Core.Check;
using Curate.Core.Errors;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Check.Leakage;

public sealed class SplitLeakageTests
{
    private const string Name = "split-leakage";

    [Fact]
    public void Planted_copies_groups_and_times_are_found_every_one()
    {
        Seeds.Each(20, static seed =>
        {
            var draws = new SplitMix64(seed);
            List<string?[]> train = Rows(draws, 300, "a", day: 0);
            List<string?[]> test = Rows(draws, 200, "b", day: 40);
            var copies = new SortedSet<int>();
            var groups = new SortedSet<int>();
            var times = new SortedSet<int>();
            for (int k = 0; k < 12; k++)
            {
                int copy = draws.Below(200);
                test[copy] = [.. train[draws.Below(300)]];
                copies.Add(copy);
            }

            for (int row = 0; row < 200; row++)
            {
                if (!copies.Contains(row) && draws.Chance(0.05))
                {
                    test[row][1] = train[draws.Below(300)][1];
                    groups.Add(row);
                }

                if (!copies.Contains(row) && draws.Chance(0.05))
                {
                    test[row][2] = Day(draws.Below(20));
                    times.Add(row);
                }
            }

            // The model: what a set and a comparison say. A copy brings its group and its time along.
            var keys = train.Select(static r => string.Join('|', r)).ToHashSet();
            var people = train.Select(static r => r[1]).ToHashSet();
            string latest = train.Max(static r => r[2])!;
            CheckResult result = Run(test, train, new CheckSettings { Roles = new CheckRoles { Group = ["person"], Time = "day" } });
            Assert.Equal(CheckVerdict.Failed, result.Verdict);
            Assert.Equal(copies.Count, Shared(result, "rows"));
            Assert.Equal(test.Count(r => keys.Contains(string.Join('|', r))), Shared(result, "rows"));
            Assert.Equal(test.Count(r => people.Contains(r[1])), Shared(result, "group"));
            Assert.Equal(copies.Count + groups.Count, Shared(result, "group"));
            Assert.Equal(test.Count(r => string.CompareOrdinal(r[2], latest) <= 0), Shared(result, "time"));
            Assert.Equal([.. copies.Take(5)], Listed(result, "rows"));
        });
    }

    [Fact]
    public void A_clean_split_has_no_finding()
    {
        Seeds.Each(20, static seed =>
        {
            var draws = new SplitMix64(seed);
            CheckResult result = Run(Rows(draws, 200, "b", day: 40), Rows(draws, 300, "a", day: 0),
                new CheckSettings { Roles = new CheckRoles { Group = ["person"], Time = "day", Text = ["note"], Id = "id" } });
            Assert.Empty(result.Findings);
            Assert.Equal(CheckVerdict.Passed, result.Verdict);
            Assert.Equal(4, result.Rows("split_leakage").Count);
        });
    }

    [Fact]
    public void Texts_with_a_tenth_of_their_words_changed_are_found_as_often_as_the_banding_curve_says()
    {
        // 40 words with every tenth of them replaced share about 36 - 4 x 4 of 36 five-word runs: a Jaccard similarity near 0.4.
        var draws = new SplitMix64(7);
        List<string?[]> train = Rows(draws, 400, "a", day: 0);
        List<string?[]> test = Rows(draws, 400, "b", day: 40);
        var planted = new List<(int Test, int Train)>();
        for (int k = 0; k < 100; k++)
        {
            string[] words = train[k][3]!.Split(' ');
            int start = draws.Below(4);
            for (int w = start; w < words.Length; w += 10)
            {
                words[w] = "changed" + Word(draws.Below(1000));
            }

            test[4 * k][3] = string.Join(' ', words);
            planted.Add((4 * k, k));
        }

        const double Threshold = 0.25;
        CheckResult result = Run(test, train, new CheckSettings { Roles = new CheckRoles { Text = ["note"] } }, ("near-threshold", "0.25"));
        var layout = Core.Dedupe.Near.BandLayout.Choose(128, Threshold, 0.9);
        double expected = 0;
        double variance = 0;
        foreach ((int t, int r) in planted)
        {
            double chance = Jaccard(test[t][3]!, train[r][3]!) is var s and >= Threshold ? layout.Probability(s) : 0;
            expected += chance;
            variance += chance * (1 - chance);
        }

        Assert.True(expected > 90, $"expected {expected}");
        Assert.InRange(Shared(result, "near"), expected - (4 * Math.Sqrt(variance)) - 1, 100);
        Assert.Equal(0, Shared(result, "rows"));
    }

    [Fact]
    public void Parts_of_one_file_are_the_same_as_parts_in_files()
    {
        var draws = new SplitMix64(3);
        List<string?[]> train = Rows(draws, 100, "a", day: 0);
        List<string?[]> test = Rows(draws, 60, "b", day: 40);
        test[7] = [.. train[3]];
        test[50] = [.. train[90]];
        CheckResult files = Run(test, train, new CheckSettings { Roles = new CheckRoles { Group = ["person"], Time = "day", Text = ["note"] } });

        List<string?[]> both = [];
        for (int i = 0; i < 100; i++)
        {
            both.Add([.. train[i], "Train"]);
            if (i < 60)
            {
                both.Add([.. test[i], "test"]);
            }
        }

        both.Add(["zz", null, null, null, "5", null]);
        CheckResult parts = MeasuredCheck.Run(Name, new CheckSettings { Roles = new CheckRoles { Group = ["person"], Time = "day", Text = ["note"] } },
            new MemoryTable([.. s_columns, "part"], both), [], ("split-column", "part"));
        Assert.Equal(files.Rows("split_leakage").Select(static r => (r[0], r[3], r[4], r[8])), parts.Rows("split_leakage").Select(static r => (r[0], r[3], r[4], r[8])));

        // Row numbers are those of the file: row i of test stands behind rows 0 to i of train.
        Assert.Equal([15, 101], Listed(parts, "rows"));
        Assert.Equal(15, parts.Findings.First(static f => f.Code == "leaked-rows").Row);
    }

    [Fact]
    public void A_row_made_from_rows_of_the_other_part_is_found()
    {
        string[] columns = ["id", "first", "second", "x"];
        var train = new MemoryTable(columns, [["t1", null, null, "1"], ["t2", null, null, "2"], ["made", "v1", "t2", "1.5"], ["fine", "t1", "t1", "1.7"]]);
        var test = new MemoryTable(columns, [["v1", null, null, "8"], ["v2", null, null, "9"], ["child", "t1", "t1", "7"]]);
        CheckResult result = MeasuredCheck.Run(Name, new CheckSettings { Roles = new CheckRoles { Id = "id" } }, test, [train], ("parent", "first,second"));
        Finding found = Assert.Single(result.Findings);
        Assert.Equal("leaked-parents", found.Code);
        Assert.Equal(2, found.FailingRows);
        Assert.Equal([0, 2], Listed(result, "parent"));
    }

    [Fact]
    public void A_column_that_names_rows_of_both_files_is_reported_and_numbers_that_coincide_are_not()
    {
        var draws = new SplitMix64(11);
        List<string?[]> train = Rows(draws, 400, "a", day: 0);
        List<string?[]> test = Rows(draws, 200, "b", day: 40);
        for (int i = 0; i < 60; i++)
        {
            test[i][0] = train[i][0];
        }

        CheckResult result = Run(test, train, new CheckSettings());
        Finding found = Assert.Single(result.Findings);
        Assert.Equal("shared-key-column", found.Code);
        Assert.Equal("id", found.Column);
        Assert.Equal(0.3, found.Effect!.Value, 12);
        Assert.Equal(CheckVerdict.Warned, result.Verdict);
    }

    [Fact]
    public void A_tolerance_makes_a_note_of_what_stays_within_it()
    {
        var draws = new SplitMix64(5);
        List<string?[]> train = Rows(draws, 100, "a", day: 0);
        List<string?[]> test = Rows(draws, 100, "b", day: 40);
        test[3] = [.. train[3]];
        CheckResult result = Run(test, train, new CheckSettings { Tolerance = 0.01 });
        Finding found = Assert.Single(result.Findings);
        Assert.Equal(Severity.Note, found.Severity);
        Assert.Equal(CheckVerdict.Passed, result.Verdict);
        Assert.Equal(CheckVerdict.Failed, Run(test, train, new CheckSettings { Tolerance = 0.009 }).Verdict);
    }

    [Fact]
    public void Empty_and_missing_rows_share_nothing()
    {
        Assert.Equal(CheckVerdict.Passed, Run([], [], new CheckSettings { Roles = new CheckRoles { Group = ["person"], Time = "day", Text = ["note"] } }).Verdict);
        List<string?[]> empty = [[null, null, null, null, null], [null, null, null, null, null]];
        CheckResult result = Run(empty, empty, new CheckSettings { Roles = new CheckRoles { Group = ["person"], Time = "day", Text = ["note"] } });
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void What_cannot_be_told_apart_is_refused_with_a_reason()
    {
        var table = new MemoryTable(["part", "x"], [["train", "1"], ["train", "2"]]);
        Assert.Contains("one value", Refused(() => MeasuredCheck.Run(Name, new CheckSettings(), table, [], TestRuns.Context(), ("split-column", "part"))), StringComparison.Ordinal);
        var wide = new MemoryTable(["part"], [.. Enumerable.Range(0, 65).Select(static i => new[] { i.ToString(CultureInfo.InvariantCulture) })]);
        Assert.Contains("65 values", Refused(() => MeasuredCheck.Run(Name, new CheckSettings(), wide, [], TestRuns.Context(), ("split-column", "part"))), StringComparison.Ordinal);
        var two = new MemoryTable(["part", "day"], [["train", "2024-01-01"], ["test", "soon"]]);
        string message = Refused(() => MeasuredCheck.Run(Name, new CheckSettings { Roles = new CheckRoles { Time = "day" } }, two, [], TestRuns.Context(), ("split-column", "part")));
        Assert.Contains("row 2, column 'day'", message, StringComparison.Ordinal);
        Assert.Contains("no value 'dev'", Refused(() => MeasuredCheck.Run(Name, new CheckSettings(), two, [], TestRuns.Context(), ("split-column", "part"), ("train", "dev"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_one_file_lacks_are_said_not_to_be_looked_for()
    {
        var test = new MemoryTable(["x", "person"], [["1", "a"]]);
        var train = new MemoryTable(["x"], [["1"]]);
        CheckResult result = MeasuredCheck.Run(Name, new CheckSettings { Roles = new CheckRoles { Group = ["person"] } }, test, [train]);
        Assert.Equal(["group", "other 1", "person"], result.Rows("split_leakage_skipped").Single());
        Assert.Equal(1, Shared(result, "rows"));
    }

    private static readonly string[] s_columns = ["id", "person", "day", "note", "x"];

    private static CheckResult Run(List<string?[]> test, List<string?[]> train, CheckSettings settings, params (string Name, string Value)[] options) =>
        MeasuredCheck.Run(Name, settings, new MemoryTable(s_columns, test), [new MemoryTable(s_columns, train)], options);

    private static long Shared(CheckResult result, string kind) => (long)result.Rows("split_leakage").Single(r => (string)r[0]! == kind)[4]!;

    private static int[] Listed(CheckResult result, string kind) => [.. result.Rows("split_leakage_examples").Where(r => (string)r[0]! == kind).Select(static r => (int)(long)r[2]!)];

    private static string Refused(Func<CheckResult> run) => Assert.Throws<CurateException>(run).Message;

    private static List<string?[]> Rows(SplitMix64 draws, int count, string who, int day)
    {
        var rows = new List<string?[]>();
        for (int i = 0; i < count; i++)
        {
            string[] words = [.. Enumerable.Range(0, 40).Select(_ => Word(draws.Below(5000)))];
            rows.Add([who + i.ToString(CultureInfo.InvariantCulture), who + draws.Below(count / 4).ToString(CultureInfo.InvariantCulture), Day(day + draws.Below(30)), string.Join(' ', words), draws.Below(10_000).ToString(CultureInfo.InvariantCulture)]);
        }

        return rows;
    }

    /// <summary>Letters only, for numbers are folded to one.</summary>
    private static string Word(int number) => string.Concat(Enumerable.Range(0, 4).Select(i => (char)('a' + (number / (int)Math.Pow(10, i) % 10))));

    private static string Day(int day) => new DateOnly(2024, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static double Jaccard(string a, string b)
    {
        HashSet<string> x = Shingles(a);
        HashSet<string> y = Shingles(b);
        int both = x.Intersect(y).Count();
        return (double)both / (x.Count + y.Count - both);

        static HashSet<string> Shingles(string text)
        {
            string[] words = text.Split(' ');
            return [.. Enumerable.Range(0, words.Length - 4).Select(i => string.Join(' ', words[i..(i + 5)]))];
        }
    }
}
