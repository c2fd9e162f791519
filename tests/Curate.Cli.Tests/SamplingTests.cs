using System.Globalization;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>resample, select and shuffle: counts are exact, rows are rows of the input, order and bytes are fixed by the seed.</summary>
public sealed class SamplingTests
{
    // 60 a, 30 b, 10 c.
    private static readonly string s_classes = "id,label,cost,text\n" + string.Concat(Enumerable.Range(0, 100)
        .Select(i => $"{i},{(i % 10 < 6 ? "a" : i % 10 < 9 ? "b" : "c")},{1 + (i % 4)},{string.Join(' ', Enumerable.Repeat("w", 1 + (i % 3)))}\n"));

    [Theory]
    [InlineData("random-over", "auto", "60,60,60")]
    [InlineData("random-over", "not-majority", "60,60,60")]
    [InlineData("random-over", "minority", "60,30,60")]
    [InlineData("random-over", "all", "60,60,60")]
    [InlineData("random-under", "auto", "10,10,10")]
    [InlineData("random-under", "majority", "10,30,10")]
    [InlineData("random-under", "not-minority", "10,10,10")]
    [InlineData("random-under", "count:a=20,b=5", "20,5,10")]
    [InlineData("random-over", "count:c=25", "60,30,25")]
    [InlineData("random", "equal", "33,33,33")]
    [InlineData("random", "share:a=0.5,b=0.25,c=0.25", "50,25,25")]
    [InlineData("random", "power=0", "33,33,33")]
    [InlineData("random", "power=1", "60,30,10")]
    [InlineData("random", "count:a=30,b=30,c=30", "30,30,30")]
    public void Resample_reaches_the_target(string method, string to, string counts)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        string text = Cli.Text(folder, "resample", "in.csv", "--method", method, "--label", "label", "--to", to);
        Dictionary<string, int> found = Cli.Counts(text, "label");
        int[] expected = [.. counts.Split(',').Select(c => int.Parse(c, CultureInfo.InvariantCulture))];
        int[] actual = [found["a"], found["b"], found["c"]];
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First, pair.First + (expected.Distinct().Count() == 1 && expected[0] == 33 ? 1 : 0)));
        AssertRowsOf(text);
    }

    [Theory]
    [InlineData("random-over", "0.5", 60, 30)]
    [InlineData("random-under", "0.5", 20, 10)]
    public void Resample_to_a_ratio_of_two_classes(string method, string ratio, int major, int minor)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        Dictionary<string, int> found = Cli.Counts(Cli.Text(folder, "resample", "in.csv", "--where", "label <> 'b'", "--method", method, "--label", "label", "--to", "ratio=" + ratio), "label");
        Assert.Equal((major, minor), (found["a"], found["c"]));
    }

    [Fact]
    public void Resample_over_keeps_every_row_and_order()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        int[] ids = Ids(Cli.Text(folder, "resample", "in.csv", "--label", "label"));
        Assert.Equal(Enumerable.Range(0, 100), ids.Distinct());
        Assert.Equal(ids.Order(), ids);
    }

    [Fact]
    public void Resample_with_replacement_repeats_rows_of_shrinking_classes()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        string text = Cli.Text(folder, "resample", "in.csv", "--method", "random-under", "--label", "label", "--to", "count:a=50", "--replacement");
        Assert.Equal(50, Cli.Counts(text, "label")["a"]);
        Assert.True(Ids(text).Distinct().Count() < 90, "no row was drawn twice");
        string without = Cli.Text(folder, "resample", "in.csv", "--method", "random-under", "--label", "label", "--to", "count:a=50");
        Assert.Equal(90, Ids(without).Distinct().Count());
    }

    [Fact]
    public void Resample_as_weights_keeps_rows_and_weighs_classes_alike()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        string[] lines = Cli.Lines(Cli.Text(folder, "resample", "in.csv", "--label", "label", "--as", "weights", "--weight-column", "w"));
        Assert.Equal("id,label,cost,text,w", lines[0]);
        Assert.Equal(101, lines.Length);
        Dictionary<string, double> sums = lines.Skip(1).Select(l => l.Split(',')).GroupBy(f => f[1])
            .ToDictionary(g => g.Key, g => g.Sum(f => double.Parse(f[4], CultureInfo.InvariantCulture)));
        Assert.Equal(sums["a"], sums["c"], 9);
        Assert.Equal(sums["a"], sums["b"], 9);
    }

    [Fact]
    public void Resample_of_an_unknown_class_is_infeasible()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        Cli.Fails(folder, 2, ["infeasible", "'z'"], "resample", "in.csv", "--label", "label", "--to", "count:z=5", "-o", "out.csv");
    }

    [Theory]
    [InlineData("--rows", "17", 17)]
    [InlineData("--rows", "0", 0)]
    [InlineData("--fraction", "0.25", 25)]
    [InlineData("--fraction", "5%", 5)]
    public void Select_takes_an_exact_number(string option, string value, int rows)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        string text = Cli.Text(folder, "select", "in.csv", option, value);
        int[] ids = Ids(text);
        Assert.Equal(rows, ids.Length);
        Assert.Equal(ids.Distinct().Order(), ids);
        AssertRowsOf(text);
        Assert.Equal(text, Cli.Text(folder, "select", "in.csv", option, value));
        if (rows > 0)
        {
            Assert.NotEqual(text, Cli.Text(folder, "select", "in.csv", option, value, "--seed", "43"));
        }
    }

    [Fact]
    public void Select_stays_within_bytes_tokens_and_cost()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        string bytes = Cli.Text(folder, "select", "in.csv", "--bytes", "300");
        int size = bytes.Length - Cli.Lines(bytes)[0].Length - 1;
        Assert.InRange(size, 280, 300);
        string tokens = Cli.Text(folder, "select", "in.csv", "--tokens", "50", "--text", "text");
        Assert.InRange(Cli.Lines(tokens).Skip(1).Sum(l => l.Split(',')[3].Split(' ').Length), 47, 50);
        string cost = Cli.Text(folder, "select", "in.csv", "--cost", "60", "--cost-column", "cost");
        Assert.InRange(Cli.Lines(cost).Skip(1).Sum(l => int.Parse(l.Split(',')[2], CultureInfo.InvariantCulture)), 56, 60);
    }

    [Fact]
    public void Select_per_group_gives_each_the_budget()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        Dictionary<string, int> found = Cli.Counts(Cli.Text(folder, "select", "in.csv", "--rows", "15", "--per", "label"), "label");
        Assert.Equal((15, 15, 10), (found["a"], found["b"], found["c"]));
    }

    [Fact]
    public void Select_must_takes_named_rows_first()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        folder.File("must.csv", "id\n7\n42\n99\n");
        int[] ids = Ids(Cli.Text(folder, "select", "in.csv", "--rows", "5", "--id", "id", "--must", "must.csv"));
        Assert.Equal(5, ids.Length);
        Assert.Subset(ids.ToHashSet(), new HashSet<int> { 7, 42, 99 });
        Cli.Fails(folder, 2, ["--must", "--id"], "select", "in.csv", "--rows", "5", "--must", "must.csv");
    }

    [Fact]
    public void Select_must_that_does_not_fit_is_an_error()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        folder.File("must.csv", "id\n7\n42\n99\n");
        Cli.Fails(folder, 2, ["--must", "3 rows", "is 2"], "select", "in.csv", "--rows", "2", "--id", "id", "--must", "must.csv");
        Cli.Fails(folder, 2, ["--must", "cost"], "select", "in.csv", "--cost", "3", "--cost-column", "cost", "--id", "id", "--must", "must.csv");
        Assert.Equal([7, 42, 99], Ids(Cli.Text(folder, "select", "in.csv", "--rows", "3", "--id", "id", "--must", "must.csv")));
    }

    [Fact]
    public void Select_cost_per_many_groups_takes_as_much_as_fits_in_each()
    {
        using ScratchFolder folder = new();
        string[] rows = [.. Enumerable.Range(0, 6000).Select(static i => $"{i},g{i * 7 % 1009},{1 + (i % 5)}")];
        folder.File("in.csv", "id,label,cost\n" + string.Join('\n', rows) + "\n");
        string text = Cli.Text(folder, "select", "in.csv", "--cost", "7", "--cost-column", "cost", "--per", "label");
        Dictionary<string, int[]> all = rows.Select(static r => r.Split(',')).GroupBy(static r => r[1]).ToDictionary(static g => g.Key, static g => g.Select(static r => int.Parse(r[2], CultureInfo.InvariantCulture)).ToArray());
        Dictionary<string, int[]> taken = Cli.Lines(text).Skip(1).Select(static r => r.Split(',')).GroupBy(static r => r[1]).ToDictionary(static g => g.Key, static g => g.Select(static r => int.Parse(r[2], CultureInfo.InvariantCulture)).ToArray());
        Assert.Equal(1009, taken.Count);
        foreach ((string group, int[] costs) in taken)
        {
            Assert.InRange(costs.Sum(), 1, 7);

            // The next row in order did not fit, so less than the dearest row is left, unless all were taken.
            Assert.True(costs.Length == all[group].Length || costs.Sum() + 5 > 7, group);
        }

        AssertSameUnderLittleMemory(folder, text);
    }

    private static void AssertSameUnderLittleMemory(ScratchFolder folder, string text) =>
        Assert.Equal(text, Cli.Text(folder, "select", "in.csv", "--cost", "7", "--cost-column", "cost", "--per", "label", "--memory", "1MiB"));

    [Fact]
    public void Select_by_id_does_not_depend_on_the_order_of_rows()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        string[] lines = Cli.Lines(s_classes);
        folder.File("back.csv", string.Join('\n', [lines[0], .. lines.Skip(1).Reverse()]) + "\n");
        int[] forward = Ids(Cli.Text(folder, "select", "in.csv", "--rows", "20", "--id", "id"));
        int[] back = Ids(Cli.Text(folder, "select", "back.csv", "--rows", "20", "--id", "id"));
        Assert.Equal(forward, back.Order());
        Assert.NotEqual(forward, Ids(Cli.Text(folder, "select", "in.csv", "--rows", "20")));
    }

    [Theory]
    [InlineData("proportional", "12,6,2")]
    [InlineData("equal", "7,7,6")]
    [InlineData("sqrt", "10,7,4")]
    public void Select_stratified_shares_out_the_rows(string allocation, string near)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        Dictionary<string, int> found = Cli.Counts(Cli.Text(folder, "select", "in.csv", "--method", "stratified", "--by", "label", "--rows", "20", "--allocation", allocation), "label");
        Assert.Equal(20, found.Values.Sum());
        int[] expected = [.. near.Split(',').Select(c => int.Parse(c, CultureInfo.InvariantCulture))];
        Assert.All(expected.Zip([found["a"], found["b"], found["c"]]), pair => Assert.InRange(pair.Second, pair.First - 1, pair.First + 1));
    }

    [Fact]
    public void Select_stratified_gives_each_at_least_so_many()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        Dictionary<string, int> found = Cli.Counts(Cli.Text(folder, "select", "in.csv", "--method", "stratified", "--by", "label", "--rows", "20", "--at-least", "5"), "label");
        Assert.Equal(20, found.Values.Sum());
        Assert.Equal(5, found["c"]);
    }

    [Fact]
    public void Shuffle_moves_all_rows_and_the_seed_fixes_where()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        string text = Cli.Text(folder, "shuffle", "in.csv");
        int[] ids = Ids(text);
        Assert.Equal(Enumerable.Range(0, 100), ids.Order());
        Assert.NotEqual(Enumerable.Range(0, 100), ids);
        Assert.Equal(text, Cli.Text(folder, "shuffle", "in.csv", "--seed", "42"));
        Assert.NotEqual(text, Cli.Text(folder, "shuffle", "in.csv", "--seed", "1"));
        AssertRowsOf(text);
    }

    [Fact]
    public void Shuffle_gives_the_same_bytes_for_any_workers_and_memory()
    {
        const ulong Seed = 5150;
        Seeds.With(Seed, () =>
        {
            using ScratchFolder folder = new();
            folder.File("in.csv", TableGenerator.Table(Seed, new TableShape { Rows = 20_000 }).ToCsv());
            string scratch = folder.Folder("scratch");
            byte[] expected = Run("--workers", "1");
            Assert.Equal(new FileInfo(folder.Path("in.csv")).Length, expected.Length);
            foreach (string[] options in new[] { new[] { "--workers", "2" }, ["--workers", "7"], ["--memory", "1MiB"], ["--memory", "1MiB", "--workers", "7"] })
            {
                Assert.Null(GoldenFile.FirstDifference(expected, Run(options)));
            }

            Assert.Empty(Directory.EnumerateFileSystemEntries(scratch));

            byte[] Run(params string[] options) => Cli.Run(folder, ["shuffle", "in.csv", "-q", "--scratch", scratch, .. options]).Expect(0).Output;
        });
    }

    [Fact]
    public void Scratch_limit_stops_a_shuffle_that_spills()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i},{i}\n")));
        Cli.Fails(folder, 5, ["scratch-limit", "--scratch-limit"], "shuffle", "in.csv", "--memory", "1MiB", "--scratch-limit", "64KiB", "-o", "out.csv");
    }

    [Fact]
    public void Piped_json_lines_are_sniffed_and_sampled()
    {
        using ScratchFolder folder = new();
        string lines = string.Concat(Enumerable.Range(0, 50).Select(i => $"{{\"id\":{i}, \"x\": [1,  2]}}\n"));
        string[] found = Cli.Lines(Cli.Piped(folder, lines, "select", "--rows", "10").Expect(0).Text);
        Assert.Equal(10, found.Length);
        Assert.All(found, line => Assert.Contains(line + "\n", lines, StringComparison.Ordinal));
    }

    private static int[] Ids(string csv) => [.. Cli.Lines(csv).Skip(1).Select(l => int.Parse(l.Split(',')[0], CultureInfo.InvariantCulture))];

    private static void AssertRowsOf(string csv)
    {
        HashSet<string> rows = [.. Cli.Lines(s_classes)];
        Assert.All(Cli.Lines(csv), line => Assert.Contains(line, rows));
    }
}
