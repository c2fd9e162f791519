using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

public sealed class MixTests
{
    private static string Source(string name, int rows) => "id,text\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{name}{i},{string.Join(' ', Enumerable.Repeat("w", 1 + (i % 5)))}\n"));

    private static ScratchFolder Sources()
    {
        ScratchFolder folder = new();
        folder.File("a.csv", Source("a", 60));
        folder.File("b.csv", Source("b", 30));
        folder.File("c1.csv", Source("c", 4));
        folder.File("c2.csv", Source("d", 6));
        return folder;
    }

    [Fact]
    public void Named_files_are_blended_in_every_prefix()
    {
        using ScratchFolder folder = Sources();
        string[] lines = Cli.Lines(Cli.Text(folder, "mix", "a=a.csv", "b=b.csv", "c=c1.csv", "c=c2.csv", "--share", "a=3,b=2,c=1"));
        Assert.Equal("id,text", lines[0]);
        Assert.Equal(61, lines.Length);
        for (int t = 1; t < lines.Length; t++)
        {
            Assert.InRange(lines.Skip(1).Take(t).Count(static l => l[0] == 'a') - (t / 2.0), -1, 1);
            Assert.InRange(lines.Skip(1).Take(t).Count(static l => l[0] is 'c' or 'd') - (t / 6.0), -1, 1);
        }

        Assert.Equal(["c0", "c1", "c2", "c3", "d0", "d1", "d2", "d3", "d4", "d5"], lines.Where(static l => l[0] is 'c' or 'd').Select(static l => l.Split(',')[0]));
    }

    [Fact]
    public void Files_without_names_are_called_like_themselves_and_columns_are_brought_together()
    {
        using ScratchFolder folder = Sources();
        folder.File("extra.csv", "text,lang,id\nhello,en,x1\n");
        string text = Cli.Text(folder, "mix", "b.csv", "extra.csv", "--share", "b=1,extra=1");
        Assert.Equal(["id,text,lang", "b", "x1,hello,en"], Cli.Lines(text).Select(static l => l[0] == 'b' ? "b" : l));
        folder.File("sub/b.csv", "id,text\n1,x\n");
        Cli.Fails(folder, 2, ["Two sources", "NAME=PATH"], "mix", "b.csv", "sub/b.csv");
    }

    [Fact]
    public void A_column_names_the_sources_of_one_file_and_formats_agree()
    {
        using ScratchFolder folder = Sources();
        folder.File("all.csv", "id,kind\n" + string.Concat(Enumerable.Range(0, 50).Select(static i => $"{i},{(i % 5 == 0 ? "x" : "y")}\n")));
        string[] arguments = ["mix", "all.csv", "--source", "kind", "--share", "x=1,y=1", "--rows", "30", "--order", "shuffled"];
        string csv = Cli.Text(folder, arguments);
        Assert.Equal(15, Cli.Counts(csv, "kind")["x"]);
        Cli.Run(folder, "convert", "all.csv", "-o", "all.parquet").Expect(0);
        Cli.Run(folder, "convert", "all.csv", "-o", "all.jsonl").Expect(0);
        foreach (string input in new[] { "all.parquet", "all.jsonl" })
        {
            Assert.Equal(csv, Cli.Text(folder, [.. arguments.Select(a => a == "all.csv" ? input : a), "--output-format", "csv"]));
        }
    }

    [Fact]
    public void Sources_of_several_formats_mix_into_one_file()
    {
        using ScratchFolder folder = Sources();
        Cli.Run(folder, "convert", "b.csv", "-o", "b.jsonl").Expect(0);
        Cli.Run(folder, "convert", "a.csv", "-o", "a.parquet").Expect(0);
        string mixed = Cli.Text(folder, "mix", "a=a.parquet", "b=b.jsonl", "--share", "a=1,b=1", "--output-format", "csv");
        Assert.Equal(Cli.Text(folder, "mix", "a=a.csv", "b=b.csv", "--share", "a=1,b=1"), mixed);
        Cli.Run(folder, "mix", "a=a.parquet", "b=b.jsonl", "--share", "a=1,b=1", "-o", "mixed.parquet").Expect(0);
        Assert.Equal(mixed, Cli.Text(folder, "convert", "mixed.parquet", "--output-format", "csv"));
    }

    [Theory]
    [InlineData("input")]
    [InlineData("shuffled")]
    public void Shards_workers_and_memory_do_not_change_the_rows(string order)
    {
        using ScratchFolder folder = Sources();
        string[] arguments = ["mix", "a=a.csv", "b=b.csv", "--share", "a=1,b=2", "--epochs", "2", "--order", order, "-q"];
        string whole = Cli.Text(folder, arguments);
        Assert.Equal(whole, Cli.Text(folder, [.. arguments, "--workers", "1", "--memory", "1MiB"]));
        Cli.Run(folder, [.. arguments, "--rows-per-file", "25", "-o", "parts/"]).Expect(0);
        Assert.Equal(whole, "id,text\n" + string.Concat(Directory.GetFiles(Path.Combine(folder.Root, "parts"), "part-*.csv").Order(StringComparer.Ordinal)
            .Select(static f => File.ReadAllText(f)["id,text\n".Length..])));
    }

    [Fact]
    public void A_manifest_says_which_rows_the_mixture_has()
    {
        using ScratchFolder folder = Sources();
        string[] arguments = ["mix", "a=a.csv", "b=b.csv", "--share", "a=1,b=2", "--rows", "120", "--order", "shuffled", "-q"];
        string[] rows = Cli.Lines(Cli.Text(folder, arguments));
        string[] manifest = Cli.Lines(Cli.Text(folder, [.. arguments, "--manifest"]));
        Assert.Equal("source,row,epoch", manifest[0]);
        Assert.Equal(rows.Skip(1).Select(static r => r.Split(',')[0]), manifest.Skip(1).Select(static m => m.Split(',')[0] + m.Split(',')[1]));
        Cli.Run(folder, [.. arguments, "--manifest", "-o", "manifest.parquet"]).Expect(0);
        Assert.Equal(manifest, Cli.Lines(Cli.Text(folder, "convert", "manifest.parquet", "--output-format", "csv")));
    }

    [Fact]
    public void A_dry_run_says_what_happens_when_a_source_runs_dry_and_writes_nothing()
    {
        using ScratchFolder folder = Sources();
        string told = Cli.Text(folder, "mix", "a=a.csv", "b=b.csv", "--share", "a=1,b=9", "--rows", "80", "--max-repeat", "2", "--text", "text", "--dry-run", "-o", "out.csv");
        Assert.Contains("runs dry: the others take its place", told, StringComparison.Ordinal);
        Assert.Contains("tokens out", told, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Root, "out.csv")));
        CurateResult run = Cli.Run(folder, "mix", "a=a.csv", "b=b.csv", "--share", "a=1,b=9", "--rows", "80", "--max-repeat", "2", "-o", "out.csv", "--report", "out.json").Expect(0);
        Assert.Contains("runs dry", run.Error, StringComparison.Ordinal);
        JsonElement sources = Cli.Json(folder, "out.json").GetProperty("sources");
        Assert.Equal([20L, 60L], sources.EnumerateArray().Select(static s => s.GetProperty("rows_out").GetInt64()));
        Assert.Equal(81, Cli.Lines(folder, "out.csv").Length);
    }

    [Fact]
    public void Conditions_limits_and_removed_rows_hold_for_each_source()
    {
        using ScratchFolder folder = Sources();
        string text = Cli.Text(folder, "mix", "a=a.csv", "b=b.csv", "--where", "text = 'w'", "--share", "a=1,b=1", "--removed", "removed.csv");
        Assert.Equal(12, Cli.Lines(text).Length - 1);
        Assert.All(Cli.Lines(text).Skip(1), static l => Assert.EndsWith(",w", l, StringComparison.Ordinal));
        Assert.Equal(90 - 12, Cli.Lines(folder, "removed.csv").Length - 1);
        Assert.Equal(21, Cli.Lines(Cli.Text(folder, "mix", "a=a.csv", "b=b.csv", "--limit", "10")).Length);
    }

    [Fact]
    public void Faults_name_the_option_that_helps()
    {
        using ScratchFolder folder = Sources();
        Cli.Fails(folder, 2, ["'q'", "not there"], "mix", "a=a.csv", "b=b.csv", "--share", "a=1,q=1");
        Cli.Fails(folder, 2, ["b=0"], "mix", "a=a.csv", "b=b.csv", "--share", "a=1");
        Cli.Fails(folder, 2, ["--rows", "--epochs"], "mix", "a=a.csv", "b=b.csv", "--rows", "5", "--epochs", "2");
        Cli.Fails(folder, 2, ["--text COL"], "mix", "a=a.csv", "b=b.csv", "--tokens", "50");
        Cli.Fails(folder, 2, ["NAME=NUMBER"], "mix", "a=a.csv", "--share", "a");
        Cli.Fails(folder, 2, ["cannot be sharded"], "mix", "a=a.csv", "b=b.csv", "--method", "quality-domain", "--quality", "text", "--shard", "0/2", "-o", "x.state");
    }

    [Fact]
    public void Each_input_file_keeps_a_file_of_its_own_rows_in_the_order_of_the_mixture()
    {
        using ScratchFolder folder = Sources();
        string[] arguments = ["mix", "a=a.csv", "b=b.csv", "--share", "a=1,b=1", "--rows", "40", "-q"];
        string[] whole = Cli.Lines(Cli.Text(folder, arguments));
        Cli.Run(folder, [.. arguments, "--preserve-files", "-o", "apart/"]).Expect(0);
        foreach (string name in new[] { "a", "b" })
        {
            Assert.Equal(["id,text", .. whole.Where(l => l.StartsWith(name, StringComparison.Ordinal))], Cli.Lines(folder, $"apart/{name}.csv"));
        }
    }

    [Fact]
    public void A_mixing_law_is_told_by_a_dry_run_and_mixed_without_one()
    {
        using ScratchFolder folder = Sources();
        folder.File("runs.csv", "a,b,loss\n" + string.Concat(Enumerable.Range(0, 20).Select(static i => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{i / 19.0:F4},{1 - (i / 19.0):F4},{2 + Math.Exp(-2 * i / 19.0):F6}\n"))));
        string[] arguments = ["mix", "a=a.csv", "b=b.csv", "--method", "mixing-law", "--runs", "runs.csv", "--max", "a=0.75", "--rows", "40"];
        string told = Cli.Text(folder, [.. arguments, "--dry-run", "-o", "out.csv"]);
        Assert.Contains("better than their mean", told, StringComparison.Ordinal);
        Assert.Contains("exponential", told, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Root, "out.csv")));
        Cli.Run(folder, [.. arguments, "-o", "out.csv", "--report", "out.json", "-q"]).Expect(0);
        Assert.Equal(30, Cli.Lines(folder, "out.csv").Count(static l => l[0] == 'a'));
        Assert.Equal(0.75, Cli.Json(folder, "out.json").GetProperty("mixture")[0].GetProperty("share").GetDouble(), 6);
        Cli.Fails(folder, 2, ["--runs"], "mix", "a=a.csv", "b=b.csv", "--method", "mixing-law", "--rows", "40");
        folder.File("bad.csv", "a,b,loss\n0.5,0.1,2\n");
        Cli.Fails(folder, 3, ["row 1", "sum to 0.6"], "mix", "a=a.csv", "b=b.csv", "--method", "mixing-law", "--runs", "bad.csv");
    }

    [Fact]
    public void Methods_that_look_into_rows_run_and_say_what_they_lack()
    {
        using ScratchFolder folder = new();
        folder.File("new.csv", "id,topic,q,x\n" + string.Concat(Enumerable.Range(0, 40).Select(static i => $"n{i},,{i},{i % 7}\n")));
        folder.File("old.csv", "id,topic,q,x,before,after\n" + string.Concat(Enumerable.Range(0, 40).Select(static i => $"o{i},{(i < 20 ? "maths" : "law")},{i},{i % 5},1,{(i < 20 ? 0 : 1)}\n")));
        string[] inputs = ["mix", "new=new.csv", "old=old.csv", "-q", "--method"];
        string[] rehearsed = Cli.Lines(Cli.Text(folder, [.. inputs, "rehearsal", "--rehearse", "old", "--bins", "topic", "--old-correct", "before", "--new-correct", "after", "--ratio", "0.2"]));
        Assert.Equal(51, rehearsed.Length);
        Assert.Equal(10, rehearsed.Count(static l => l[0] == 'o'));
        Assert.InRange(rehearsed.Count(static l => l.Contains("maths", StringComparison.Ordinal)), 8, 10);
        Cli.Fails(folder, 2, ["--new-correct"], [.. inputs, "rehearsal", "--rehearse", "old", "--bins", "topic", "--old-correct", "before"]);
        string[] collected = Cli.Lines(Cli.Text(folder, [.. inputs, "adaptive-allocation", "--attributes", "topic", "--target-share", "maths=1,law=1", "--rows", "30", "--step", "5"]));
        Assert.Equal(31, collected.Length);
        Assert.InRange(collected.Count(static l => l[0] == 'o'), 20, 30);
        Cli.Fails(folder, 2, ["--rows"], [.. inputs, "adaptive-allocation", "--attributes", "topic", "--target-share", "maths=1"]);
        Assert.Equal(31, Cli.Lines(Cli.Text(folder, [.. inputs, "sample-quality-diversity", "--quality-column", "q", "--features", "x", "--k", "3", "--rows", "30"])).Length, 1.0);
        Cli.Fails(folder, 2, ["--embedding"], [.. inputs, "sample-quality-diversity", "--quality-column", "q"]);
    }
}
