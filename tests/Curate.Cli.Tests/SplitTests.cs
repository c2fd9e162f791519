using Curate.TestKit;

namespace Curate.Cli.Tests;

public sealed class SplitTests
{
    private static readonly string s_rows = "id,label,user,at\n" + string.Concat(Enumerable.Range(0, 100)
        .Select(i => $"{i},{(i % 10 < 7 ? "a" : "b")},u{i % 12},2024-01-{1 + (i / 4):d2}\n"));

    [Fact]
    public void Stratified_splits_have_exact_sizes_and_equal_shares()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        string text = Cli.Text(folder, "split", "in.csv", "--label", "label");
        Assert.StartsWith("id,label,user,at,split\n", text, StringComparison.Ordinal);
        Dictionary<string, int> found = Cli.Counts(text, "split");
        Assert.Equal((80, 10, 10), (found["train"], found["validation"], found["test"]));
        Assert.Equal(7, Cli.Lines(text).Count(l => l.Contains(",a,", StringComparison.Ordinal) && l.EndsWith(",test", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), Cli.Lines(text).Skip(1).Select(l => l.Split(',')[0]));
    }

    [Fact]
    public void Fractions_names_and_column_are_taken()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        Dictionary<string, int> found = Cli.Counts(Cli.Text(folder, "split", "in.csv", "--fractions", "70%,0.3", "--names", "fit,hold", "--column", "part"), "part");
        Assert.Equal((70, 30), (found["fit"], found["hold"]));
    }

    [Fact]
    public void By_hash_keeps_a_row_where_it_was_when_rows_are_added()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        folder.File("more.csv", s_rows.Replace("\n0,", "\n900,a,u1,2024-01-01\n0,", StringComparison.Ordinal) + "901,b,u2,2024-01-01\n");
        string[] before = Cli.Lines(Cli.Text(folder, "split", "in.csv", "--by-hash", "id", "--fractions", "0.5,0.5"));
        HashSet<string> after = [.. Cli.Lines(Cli.Text(folder, "split", "more.csv", "--by-hash", "id", "--fractions", "0.5,0.5"))];
        Assert.All(before, line => Assert.Contains(line, after));
        Assert.Equal(103, after.Count);
        Assert.InRange(before.Count(l => l.EndsWith(",train", StringComparison.Ordinal)), 30, 70);
        Cli.Fails(folder, 2, ["--by-hash"], "split", "in.csv", "--by-hash", "id", "--label", "label");
    }

    [Fact]
    public void Group_never_separates_its_rows()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        string text = Cli.Text(folder, "split", "in.csv", "--method", "group", "--group", "user", "--fractions", "0.6,0.4");
        ILookup<string, string> parts = Cli.Lines(text).Skip(1).Select(l => l.Split(',')).ToLookup(f => f[2], f => f[4]);
        Assert.Equal(12, parts.Count);
        Assert.All(parts, group => Assert.Single(group.Distinct()));
        Assert.InRange(Cli.Counts(text, "split")["train"], 50, 70);
    }

    [Fact]
    public void Time_puts_the_past_in_training_and_leaves_the_gap_out()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        CurateResult result = Cli.Run(folder, "split", "in.csv", "--method", "time", "--time", "at", "--cuts", "2024-01-11,2024-01-21", "--gap", "2d", "--names", "train,validation,test", "--removed", "gap.csv").Expect(0);
        foreach (string[] row in Cli.Lines(result.Text).Skip(1).Select(l => l.Split(',')))
        {
            int day = int.Parse(row[3][^2..], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(day < 11 ? "train" : day < 21 ? "validation" : "test", row[4]);
            Assert.False(day is 11 or 12 or 21 or 22, $"a row of day {day} lies in the gap");
        }

        Assert.Equal(100 - 16, Cli.Lines(result.Text).Length - 1);
        Assert.Equal(16, Cli.Lines(folder, "gap.csv").Length - 1);
    }

    [Fact]
    public void Time_that_is_no_time_is_bad_data()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        CurateResult result = Cli.Run(folder, "split", "in.csv", "--method", "time", "--time", "user", "-o", "out.csv");
        Assert.InRange(result.ExitCode, 2, 3);
        Cli.AssertTold(result, "user");
        Assert.False(folder.Exists("out.csv"));
    }

    [Fact]
    public void Folds_are_equal_and_numbered()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        Dictionary<string, int> found = Cli.Counts(Cli.Text(folder, "split", "in.csv", "--folds", "5", "--label", "label", "--column", "fold"), "fold");
        Assert.Equal(["0", "1", "2", "3", "4"], found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found.Values, rows => Assert.Equal(20, rows));
    }

    [Fact]
    public void Split_files_are_folders_that_read_back_as_the_table()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        Cli.Run(folder, "split", "in.csv", "--split-files", "-o", "parts/", "--no-provenance").Expect(0);
        Assert.Equal(["in.csv", "parts/split=test/part-00000.csv", "parts/split=train/part-00000.csv", "parts/split=validation/part-00000.csv"], folder.Files());
        Assert.Equal(81, Cli.Lines(folder, "parts/split=train/part-00000.csv").Length);
        Assert.Equal(101, Cli.Lines(Cli.Text(folder, "convert", "parts")).Length);
        Cli.Fails(folder, 2, ["-o FOLDER/"], "split", "in.csv", "--split-files");
    }

    [Fact]
    public void Column_that_exists_needs_replace_columns()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "split,id\nx,1\ny,2\nz,3\n");
        Cli.Fails(folder, 2, ["column-exists", "'split'"], "split", "in.csv", "-o", "out.csv");
        Assert.StartsWith("id,split\n1,", Cli.Text(folder, "split", "in.csv", "--replace-columns"), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_rows_get_the_column_behind_their_own_bytes()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", "{\"id\": 1, \"x\":[ 1]}\n{\"id\": 2}\n");
        string[] lines = Cli.Lines(Cli.Text(folder, "split", "in.jsonl", "--fractions", "0.5,0.5"));
        Assert.Matches("^\\{\"id\": 1, \"x\":\\[ 1\\],\\s?\"split\":\\s?\"(train|test)\"\\}$", lines[0]);
        Assert.Equal(2, lines.Length);
    }
}
