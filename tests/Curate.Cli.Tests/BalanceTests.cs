using System.Globalization;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>resample by counts: combinations of columns, epochs, imbalances, buffers, copies by cluster size, matching.</summary>
public sealed class BalanceTests
{
    // 60 a, 30 b, 10 c; half of each in x and half in y; 1 loss for the first of a pair and 9 for the second.
    private static readonly string s_classes = "id,label,site,loss\n" + string.Concat(Enumerable.Range(0, 100)
        .Select(i => $"{i},{(i % 10 < 6 ? "a" : i % 10 < 9 ? "b" : "c")},{(i / 10 % 2 == 0 ? "x" : "y")},{(i % 2 == 0 ? 1 : 9)}\n"));

    [Fact]
    public void Combinations_of_columns_reach_their_shares()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        string text = Cli.Text(folder, "resample", "in.csv", "--method", "random", "--label", "label", "--by", "site", "--to", "share:c/x=0.3,c/y=0.2", "--spread", "even");
        Dictionary<string, int> found = Cells(text);
        Assert.Equal((30, 20), (found["c/x"], found["c/y"]));
        Assert.Equal(100, found.Values.Sum());
        Cli.Fails(folder, 2, ["infeasible", "'c/z'", "'c/x'"], "resample", "in.csv", "--method", "random", "--by", "label,site", "--to", "count:c/z=3", "-o", "out.csv");
    }

    [Fact]
    public void Epochs_follow_each_other_and_report_their_counts()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        Cli.Run(folder, "resample", "in.csv", "--method", "random", "--label", "label", "--to", "equal", "--epochs", "3", "--schedule", "progressive", "-o", "out.csv", "--report", "report.json").Expect(0);
        string[][] rows = [.. Cli.Lines(folder.Text("out.csv")).Skip(1).Select(l => l.Split(','))];
        Assert.Equal(["1", "2", "3"], rows.Select(r => r[^1]).Distinct());
        Assert.Equal("a60 b30 c10, a47 b32 c21, a34 b33 c33", string.Join(", ", rows.GroupBy(r => r[^1]).Select(e => string.Join(' ', e.GroupBy(r => r[1]).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key + g.Count().ToString(CultureInfo.InvariantCulture))))));
        Assert.Contains("\"effective_rows\"", folder.Text("report.json"), StringComparison.Ordinal);
        Cli.Fails(folder, 2, ["--schedule", "--epochs"], "resample", "in.csv", "--label", "label", "--schedule", "progressive", "-o", "no.csv");
    }

    [Fact]
    public void Shards_of_epochs_merge_to_the_whole()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        string[] run = ["resample", "in.csv", "--method", "random", "--label", "label", "--to", "count:a=7,c=33", "--id", "id", "--epochs", "2"];
        Cli.Run(folder, [.. run, "--shard", "0/2", "-o", "s0.state"]).Expect(0);
        Cli.Run(folder, [.. run, "--shard", "1/2", "-o", "s1.state"]).Expect(0);
        Assert.Equal(Cli.Text(folder, run), Cli.Text(folder, "merge", "s0.state", "s1.state"));
    }

    [Fact]
    public void Made_imbalance_is_undone_by_balancing()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        Cli.Run(folder, "resample", "in.csv", "--method", "make-imbalance", "--label", "label", "--class-order", "a,b,c", "--imbalance-factor", "20", "-o", "tail.csv").Expect(0);
        Dictionary<string, int> tail = Cli.Counts(folder.Text("tail.csv"), "label");
        Assert.Equal((60, 13, 3), (tail["a"], tail["b"], tail["c"]));
        Dictionary<string, int> even = Cli.Counts(Cli.Text(folder, "resample", "tail.csv", "--label", "label"), "label");
        Assert.Equal((60, 60, 60), (even["a"], even["b"], even["c"]));
        Cli.Fails(folder, 2, ["infeasible", "'c'", "--imbalance-factor"], "resample", "in.csv", "--method", "make-imbalance", "--label", "label", "--imbalance-factor", "100", "-o", "out.csv");
    }

    [Fact]
    public void A_buffer_holds_the_rows_with_the_smallest_losses_of_every_class()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_classes);
        string text = Cli.Text(folder, "resample", "in.csv", "--method", "stream-balance", "--label", "label", "--buffer", "25", "--score", "loss");
        Dictionary<string, int> found = Cli.Counts(text, "label");
        Assert.Equal(25, found.Values.Sum());
        Assert.All(found.Values, n => Assert.InRange(n, 8, 9));
        Assert.All(Cli.Lines(text).Skip(1).Select(l => l.Split(',')).Where(r => r[1] != "c"), r => Assert.Equal("1", r[3]));
    }

    [Fact]
    public void Deduplicated_rows_come_back_by_their_clusters()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "text,ok\n" + string.Concat(Enumerable.Repeat("often,true\n", 6)) + "twice,true\ntwice,true\nonce,false\n");
        Cli.Run(folder, "dedupe", "in.csv", "--cluster-size", "-o", "unique.csv").Expect(0);
        Assert.Equal(["text,ok,_cluster_size", .. Enumerable.Repeat("often,true,6", 5), "twice,true,2", "twice,true,2", "once,false,1"], Cli.Lines(Cli.Text(folder, "resample", "unique.csv", "--method", "rehydrate")));
        string learned = Cli.Text(folder, "resample", "unique.csv", "--method", "rehydrate", "--kept", "ok", "--min-rows", "1", "--max-repeat", "2");
        Assert.Equal(["text,ok,_cluster_size", "often,true,6", "often,true,6", "twice,true,2", "twice,true,2"], Cli.Lines(learned));
        Cli.Fails(folder, 2, ["unknown-column", "_cluster_size"], "resample", "in.csv", "--method", "rehydrate", "-o", "out.csv");
    }

    [Fact]
    public void Matched_rows_stand_in_pairs()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "group,age,site\nt,30,x\nc,31,y\nc,35,x\nt,50,y\nc,49,y\nc,80,x\n");
        string[] run = ["resample", "in.csv", "--method", "matching", "--label", "group", "--treated", "t", "--features", "age", "--exact", "site", "--distance", "mahalanobis"];
        string[] lines = Cli.Lines(Cli.Text(folder, run));
        Assert.Equal("group,age,site,_pair,_distance", lines[0]);
        Assert.Equal(["t,30,x,1,", "c,35,x,1,", "t,50,y,2,", "c,49,y,2,"], lines.Skip(1).Select(l => l[..(l.LastIndexOf(',') + 1)]));
        Cli.Run(folder, [.. run, "-o", "out.csv", "--removed", "gone.csv", "--report", "report.json"]).Expect(0);
        Assert.Equal(["unmatched", "unmatched"], Cli.Lines(folder.Text("gone.csv")).Skip(1).Select(l => l.Split(',')[3]));
        Assert.Contains("\"difference_after\"", folder.Text("report.json"), StringComparison.Ordinal);
    }

    private static Dictionary<string, int> Cells(string csv) =>
        Cli.Lines(csv).Skip(1).Select(l => l.Split(',')).GroupBy(r => r[1] + "/" + r[2]).ToDictionary(g => g.Key, g => g.Count());
}
