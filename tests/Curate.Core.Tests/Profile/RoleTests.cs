using System.Globalization;
using Curate.Core.Profile;
using Curate.Core.Profile.Report;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile;

public sealed class RoleTests
{
    [Fact]
    public void Classes_and_cells_equal_a_count_by_hand()
    {
        Seeds.Each(5, seed =>
        {
            List<string?[]> rows = ProfileTables.Mixed(3000, seed);
            ProfileReport report = ProfileTables.Run(new MemoryTable(ProfileTables.MixedColumns, rows), ProfileTables.MixedOptions(), 2).Finish(ProfileTables.MixedOptions(), "t");
            BalanceReport label = report.Balance[0];
            Assert.Equal(
                rows.Where(static r => r[8] != "").GroupBy(static r => r[8]!).Select(static g => (g.Key, (long)g.Count())).OrderBy(static g => g.Key, StringComparer.Ordinal),
                label.Classes.Select(static c => (c.Name, c.Count)).OrderBy(static c => c.Name, StringComparer.Ordinal));
            BalanceReport tags = report.Balance[1];
            Assert.Equal(
                rows.SelectMany(static r => r[10]!.Split('|').Distinct()).Where(static t => t != "").GroupBy(static t => t).Select(static g => (g.Key, (long)g.Count())).Order(),
                tags.Classes.Select(static c => (c.Name, c.Count)).Order());
            Assert.Equal(rows.Count(static r => r[10] == ""), tags.MultiLabel!.Unlabelled);
            CrossReport cross = report.Crosses[0];
            for (int g = 0; g < cross.Groups.Count; g++)
            {
                for (int l = 0; l < cross.Labels.Count; l++)
                {
                    Assert.Equal(rows.Count(r => r[8] == cross.Labels[l] && r[9] == cross.Groups[g]), cross.Counts[g][l]);
                }
            }
        });
    }

    [Fact]
    public void Labels_in_json_arrays_are_counted_one_by_one()
    {
        ProfileOptions options = new() { Labels = ["tags"] };
        BalanceReport tags = ProfileTables.Run("tags", ["[\"a\", \"b\"]", "[\"a\"]", "[]", "plain", "[broken", null], options).Finish(options, "t").Balance[0];
        Assert.Equal([("[broken", 1L), ("a", 2L), ("b", 1L), ("plain", 1L)], tags.Classes.Select(static c => (c.Name, c.Count)).OrderBy(static c => c.Name, StringComparer.Ordinal));
        Assert.Equal((4L, 1L, 1L), (tags.Rows, tags.Missing, tags.MultiLabel!.Unlabelled));
    }

    [Fact]
    public void Label_of_many_numbers_is_a_numeric_target()
    {
        ProfileOptions options = new() { Labels = ["y"] };
        string?[] values = [.. Enumerable.Range(0, 500).Select(static i => (i * i / 10.0).ToString(CultureInfo.InvariantCulture))];
        BalanceReport target = ProfileTables.Run("y", values, options).Finish(options, "t").Balance[0];
        Assert.NotNull(target.NumericTarget);
        Assert.Empty(target.Classes);
        Assert.Equal(500, target.NumericTarget.Bins.Sum(static b => b.Count));
        BalanceReport classes = ProfileTables.Run("y", [.. Enumerable.Range(0, 500).Select(static i => (i % 7).ToString(CultureInfo.InvariantCulture))], options).Finish(options, "t").Balance[0];
        Assert.Equal(7, classes.Classes.Count);
        Assert.Null(classes.NumericTarget);
    }

    [Fact]
    public void Duplicates_and_keys_of_a_small_table_are_exact()
    {
        ProfileReport report = ProfileTables.Run(new MemoryTable(["a", "b"], [["1", "x"], ["1", "y"], ["2", "x"], ["2", "y"]])).Finish(new ProfileOptions(), "t");
        Assert.Equal(["a + b"], report.Duplicates!.Keys);
        Assert.True(report.Duplicates.KeysAreExact);
        report = ProfileTables.Run(new MemoryTable(["a", "b"], [["1", "x"], ["2", "x"], ["1", "x"], ["3", null], ["3", ""]])).Finish(new ProfileOptions(), "t");
        Assert.Equal((1.0, 4.0, true), (report.Duplicates!.DuplicateRows.Value, report.Duplicates.DistinctRows.Value, report.Duplicates.DistinctRows.IsExact));
        Assert.Empty(report.Duplicates.Keys);
    }

    [Fact]
    public void Duplicates_beyond_the_capacity_are_estimated_within_their_bounds()
    {
        var random = new SplitMix64(2);
        List<string?[]> rows = [.. Enumerable.Range(0, 150_000).Select(i => new string?[] { random.Chance(0.2) ? "r" + random.Below(i + 1) : "r" + i })];
        long distinct = rows.Select(static r => r[0]).Distinct().LongCount();
        DuplicateReport duplicates = ProfileTables.Run(new MemoryTable(["a"], rows), workers: 2, batchRows: 8192).Finish(new ProfileOptions(), "t").Duplicates!;
        Assert.False(duplicates.DistinctRows.IsExact);
        Assert.InRange(distinct, duplicates.DistinctRows.Low, duplicates.DistinctRows.High);
        Assert.True(duplicates.DistinctRows.High - duplicates.DistinctRows.Low < 0.03 * distinct);
    }

    [Fact]
    public void Associations_of_planted_pairs()
    {
        var random = new SplitMix64(6);
        List<string?[]> rows = [.. Enumerable.Range(0, 2000).Select(_ =>
        {
            int x = random.Below(1000);
            string c = x < 500 ? "low" : "high";
            return new string?[] { Text(x), Text((2 * x) + 1), c, c == "low" ? "l" : "h", Text(random.Below(1000)) };
        })];
        ProfileReport report = ProfileTables.Run(new MemoryTable(["x", "y", "c", "d", "noise"], rows)).Finish(new ProfileOptions(), "t");
        AssociationReport Of(string a, string b) => report.Associations.Single(p => p.First == a && p.Second == b);
        Assert.Equal(("pearson", 1.0), (Of("x", "y").Measure, Math.Round(Of("x", "y").Value, 12)));
        Assert.Equal(("cramers-v", 1.0), (Of("c", "d").Measure, Math.Round(Of("c", "d").Value, 2)));
        Assert.Equal("correlation-ratio", Of("x", "c").Measure);
        Assert.InRange(Of("x", "c").Value, 0.8, 0.95);
        Assert.InRange(Math.Abs(Of("x", "noise").Value), 0, 0.1);
        Assert.Equal((2000L, false, 10), (Of("x", "y").Rows, Of("x", "y").Sampled, report.Associations.Count));
    }

    [Fact]
    public void Report_of_no_rows_one_row_and_nulls_works()
    {
        foreach (List<string?[]> rows in (List<string?[]>[])[[], [["1", "a"]], [[null, null], [null, null]]])
        {
            ProfileOptions options = new() { Labels = ["b"], Groups = ["a"] };
            ProfileReport report = ProfileTables.Run(new MemoryTable(["a", "b"], rows), options).Finish(options, "t", "t.csv");
            Assert.Equal(rows.Count, report.Rows);
            Assert.Equal(2, report.Balance.Count);
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
