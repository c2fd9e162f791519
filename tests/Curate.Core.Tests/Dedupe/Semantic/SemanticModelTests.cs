using System.Globalization;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe.Semantic;

/// <summary>The method against comparing every pair.</summary>
public sealed class SemanticModelTests
{
    private static string[] Left(List<string?[]> rows, HashSet<int> leaving) => [.. Enumerable.Range(0, rows.Count).Where(r => !leaving.Contains(r)).Select(r => rows[r][0]!)];

    [Theory]
    [InlineData(1, 40, 3, "0.97", "1")]
    [InlineData(2, 300, 5, "0.95", "1")]
    [InlineData(3, 300, 5, "0.8", "7")]
    [InlineData(4, 2600, 4, "0.995", "9")]
    [InlineData(5, 2600, 8, "0.9", "1")]
    [InlineData(6, 900, 6, "1", "3")]
    public void Star_with_all_clusters_probed_equals_brute_force(ulong seed, int rows, int dimensions, string threshold, string clusters) => Seeds.With(seed, () =>
    {
        List<string?[]> table = SemanticRuns.Random(seed, rows, dimensions, 12);
        var model = new SemanticModel(table.Select(static r => r[1]));
        HashSet<int> leaving = model.Star([.. Enumerable.Range(0, rows)], double.Parse(threshold, CultureInfo.InvariantCulture));
        Assert.True(leaving.Count > rows / 10);
        Assert.Equal(Left(table, leaving), SemanticRuns.Kept(SemanticRuns.Table(table), null, ("embedding", "v"), ("threshold", threshold), ("k", clusters), ("probes", clusters)));
    });

    [Theory]
    [InlineData("last")]
    [InlineData("max:rank")]
    [InlineData("min:rank")]
    public void Keep_rule_decides_which_copy_stays(string keep)
    {
        List<string?[]> table = SemanticRuns.Random(8, 400, 4, 10);
        IEnumerable<int> rows = Enumerable.Range(0, table.Count);
        int Rank(int row) => int.Parse(table[row][3]!, CultureInfo.InvariantCulture);
        int[] order = keep switch
        {
            "last" => [.. rows.Reverse()],
            "max:rank" => [.. rows.OrderByDescending(Rank).ThenBy(static r => r)],
            _ => [.. rows.OrderBy(Rank).ThenBy(static r => r)],
        };
        HashSet<int> leaving = new SemanticModel(table.Select(static r => r[1])).Star(order, 0.96);
        Assert.Equal(Left(table, leaving), SemanticRuns.Kept(SemanticRuns.Table(table), null, ("embedding", "v"), ("threshold", "0.96"), ("keep", keep)));
    }

    [Fact]
    public void Within_compares_inside_blocks_only()
    {
        List<string?[]> table = SemanticRuns.Random(9, 400, 4, 10);
        HashSet<int> leaving = new SemanticModel(table.Select(static r => r[1])).Star([.. Enumerable.Range(0, 400)], 0.96, (a, b) => table[a][2] == table[b][2]);
        Assert.Equal(Left(table, leaving), SemanticRuns.Kept(SemanticRuns.Table(table), null, ("embedding", "v"), ("threshold", "0.96"), ("within", "block")));
    }

    [Theory]
    [InlineData(10, 250, "0.97")]
    [InlineData(11, 1500, "0.999")]
    public void Transitive_joins_chains(ulong seed, int rows, string threshold)
    {
        List<string?[]> table = SemanticRuns.Random(seed, rows, 3, 30);
        HashSet<int> leaving = new SemanticModel(table.Select(static r => r[1])).Transitive([.. Enumerable.Range(0, rows)], double.Parse(threshold, CultureInfo.InvariantCulture));
        Assert.Equal(Left(table, leaving), SemanticRuns.Kept(SemanticRuns.Table(table), null, ("embedding", "v"), ("threshold", threshold), ("cluster", "transitive")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Across_names_the_most_similar_row_there(bool only)
    {
        List<string?[]> table = SemanticRuns.Random(12, 300, 4, 30, 0.6);
        List<string?[]> other = [.. SemanticRuns.Random(13, 60, 4, 10, 0.6), .. table.Where(static (_, i) => i % 9 == 0)];
        var model = new SemanticModel(table.Select(static r => r[1]));
        var there = new SemanticModel(other.Select(static r => r[1]));
        (int Row, double Similarity)[] matches = [.. Enumerable.Range(0, 300).Select(r => model.Match(r, there))];
        int[] left = [.. Enumerable.Range(0, 300).Where(r => !(matches[r].Similarity >= 0.95))];
        HashSet<int> gone = only ? [] : model.Star(left, 0.95);
        RunOutcome run = SemanticRuns.Run(SemanticRuns.Table(table), SemanticRuns.Table(other),
            only ? [("embedding", "v"), ("across", "other"), ("only-across", "true")] : [("embedding", "v"), ("across", "other"), ("k", "3")]);
        Assert.Equal(left.Where(r => !gone.Contains(r)).Select(r => table[r][0]), run.Rows.Select(static r => r[0]));
        string?[][] matched = [.. run.Removed.Where(static r => r[4] == "in-other")];
        Assert.True(matched.Length > 20);
        Assert.All(matched, row =>
        {
            (int best, double similarity) = matches[int.Parse(row[0]!, CultureInfo.InvariantCulture)];
            Assert.Equal(best.ToString(CultureInfo.InvariantCulture), row[5]);
            Assert.Equal(similarity, double.Parse(row[6]!, CultureInfo.InvariantCulture), 1e-12);
        });
    }

    [Fact]
    public void Inspect_counts_what_each_threshold_would_meet()
    {
        List<string?[]> table = SemanticRuns.Random(14, 1500, 5, 15, 0.5);
        int[] order = [.. Enumerable.Range(0, 1500)];
        List<double> most = new SemanticModel(table.Select(static r => r[1])).MostBefore(order);
        ReportTable report = SemanticRuns.Tables(SemanticRuns.Table(table), null, ("embedding", "v"), ("inspect", "true"), ("k", "4"), ("probes", "4"))["similarity"];
        Assert.Equal(most.Count, report.Rows.Sum(static r => (long)r[3]!));
        Assert.All(report.Rows.Where(static r => r[0] is not null), row => Assert.Equal(most.Count(m => m >= (double)row[0]!), (long)row[5]!));
        Assert.All(report.Rows.Where(static r => r[0] is not null), static row => Assert.Equal(1.0, (double)row[0]! + (double)row[2]!, 1e-12));
    }

    [Fact]
    public void Three_probes_lose_at_most_two_points_of_a_mixture_and_say_so()
    {
        List<string?[]> table = SemanticRuns.Random(15, 3000, 6, 3000, 0.4);
        MemoryTable source = SemanticRuns.Table(table);
        HashSet<int> all = new SemanticModel(table.Select(static r => r[1])).Star([.. Enumerable.Range(0, 3000)], 0.97);
        double Lost(string probes)
        {
            Dictionary<string, ReportTable> tables = SemanticRuns.Tables(source, null, ("embedding", "v"), ("threshold", "0.97"), ("k", "40"), ("probes", probes));
            return (double)SemanticRuns.Value(tables["boundary_loss"], "share of pairs lost")!;
        }

        double one = Lost("1");
        double three = Lost("3");
        Assert.True(one > 0.02 && three <= 0.02 && three < one, $"one probe loses {one}, three lose {three}");
        int found = 3000 - SemanticRuns.Kept(source, null, ("embedding", "v"), ("threshold", "0.97"), ("k", "40"), ("probes", "3")).Length;
        Assert.True(found >= all.Count * 0.98, $"{found} of {all.Count} leave");
    }
}
