using System.Security.Cryptography;
using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>What a run says about itself: the sidecar of its output and its reports.</summary>
public sealed class ProvenanceTests
{
    private const string Table = "id,t\n1,a\n2,b\n3,a\n4,c\n5,a\n";

    [Fact]
    public void Sidecar_holds_hash_options_seed_and_counts()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table);
        Cli.Run(folder, "dedupe", "in.csv", "--key", "t", "--where", "id < 5", "--seed", "9", "-o", "out.csv").Expect(0);
        JsonElement sidecar = Cli.Json(folder, "out.csv.curate.json");
        Assert.Equal("dedupe exact 9", $"{sidecar.GetProperty("command")} {sidecar.GetProperty("method")} {sidecar.GetProperty("seed")}");
        JsonElement input = sidecar.GetProperty("inputs").EnumerateArray().Single();
        Assert.Equal("in.csv", input.GetProperty("name").GetString());
        Assert.Equal(Table.Length, input.GetProperty("bytes").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(folder.Bytes("in.csv"))), input.GetProperty("sha256").GetString());
        JsonElement options = sidecar.GetProperty("options");
        Assert.Equal("t", options.GetProperty("key").GetString());
        Assert.Equal("first", options.GetProperty("keep").GetString());
        Assert.Equal("id < 5", options.GetProperty("where").GetString());
        Assert.Equal("64MiB", options.GetProperty("max-record").GetString());
        Assert.False(options.TryGetProperty("workers", out _));
        JsonElement counts = sidecar.GetProperty("counts");
        long dropped = counts.GetProperty("dropped").EnumerateObject().Sum(r => r.Value.GetInt64());
        Assert.Equal((5, 3, 2), (counts.GetProperty("in").GetInt64(), counts.GetProperty("kept").GetInt64(), dropped));
        Assert.Equal(1, counts.GetProperty("dropped").GetProperty("duplicate").GetInt64());
        Assert.Equal((3, new FileInfo(folder.Path("out.csv")).Length), (sidecar.GetProperty("output").GetProperty("rows").GetInt64(), sidecar.GetProperty("output").GetProperty("bytes").GetInt64()));
        Assert.Equal(HashOf(folder, "out.csv"), sidecar.GetProperty("output").GetProperty("sha256").GetString());
    }

    [Theory]
    [InlineData("--rows-per-file", "2")]
    [InlineData("--partition-by", "t")]
    [InlineData("--preserve-files", null)]
    public void Sidecar_of_a_folder_holds_size_and_hash_of_every_file(string option, string? value)
    {
        using ScratchFolder folder = new();
        folder.File("in/a.csv", Table);
        folder.File("in/b.csv", Table);
        Cli.Run(folder, ["convert", "in", option, .. value is null ? (string[])[] : [value], "-o", "out/"]).Expect(0);
        JsonElement output = Cli.Json(folder, "out.curate.json").GetProperty("output");
        JsonElement[] files = [.. output.GetProperty("files").EnumerateArray()];
        Assert.Equal(folder.Files().Where(f => f.StartsWith("out/", StringComparison.Ordinal)), files.Select(f => "out/" + f.GetProperty("name").GetString()));
        Assert.All(files, f => Assert.Equal(HashOf(folder, "out/" + f.GetProperty("name").GetString()), f.GetProperty("sha256").GetString()));
        Assert.All(files, f => Assert.Equal(folder.Bytes("out/" + f.GetProperty("name").GetString()).Length, f.GetProperty("bytes").GetInt64()));
        Assert.Equal(files.Sum(f => f.GetProperty("bytes").GetInt64()), output.GetProperty("bytes").GetInt64());
    }

    /// <summary>More bytes than one write holds, so that blocks are hashed while they are written.</summary>
    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.csv.gz")]
    [InlineData("out.jsonl")]
    [InlineData("out.parquet")]
    public void Hash_of_a_large_output_is_that_of_its_bytes(string output)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,t\n" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i},{(long)i * 7919 % 1_000_003}\n")));
        Cli.Run(folder, "convert", "in.csv", "-o", output).Expect(0);
        JsonElement told = Cli.Json(folder, output + ".curate.json").GetProperty("output");
        Assert.Equal((HashOf(folder, output), folder.Bytes(output).LongLength), (told.GetProperty("sha256").GetString(), told.GetProperty("bytes").GetInt64()));
    }

    private static string HashOf(ScratchFolder folder, string file) => Convert.ToHexStringLower(SHA256.HashData(folder.Bytes(file)));

    [Fact]
    public void Sidecar_hashes_every_dataset()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table);
        folder.File("two.csv.gz", BrokenInputTests.Gzip("id,t\n9,z\n"));
        folder.File("other.csv", "t\nb\n");
        Cli.Run(folder, "dedupe", "in.csv", "two.csv.gz", "--key", "t", "--across", "other.csv", "-o", "out.csv").Expect(0);
        JsonElement[] inputs = [.. Cli.Json(folder, "out.csv.curate.json").GetProperty("inputs").EnumerateArray()];
        Assert.Equal(["in.csv", "two.csv.gz", "other.csv"], inputs.Select(i => i.GetProperty("name").GetString()));
        Assert.All(inputs, i => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(folder.Bytes(i.GetProperty("name").GetString()!))), i.GetProperty("sha256").GetString()));
    }

    [Theory]
    [InlineData("dedupe", "--key", "t")]
    [InlineData("shuffle", "--seed", "3")]
    [InlineData("select", "--rows", "2")]
    [InlineData("convert", "--columns", "t")]
    public void Sidecar_is_the_same_for_any_workers_and_place(string command, string option, string value)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table);
        folder.File("sub/in.csv", Table);
        Cli.Run(folder, command, "in.csv", option, value, "--workers", "1", "-o", "one.csv").Expect(0);
        Cli.Run(folder, command, "sub/in.csv", option, value, "--workers", "3", "-q", "-o", "sub/three.csv").Expect(0);
        Assert.Equal(AboveRun(folder, "one.csv.curate.json"), AboveRun(folder, "sub/three.csv.curate.json"));
        Assert.Equal(1, Cli.Json(folder, "one.csv.curate.json").GetProperty("run").GetProperty("workers").GetInt32());
        Assert.Equal(3, Cli.Json(folder, "sub/three.csv.curate.json").GetProperty("run").GetProperty("workers").GetInt32());
        Assert.Equal(folder.Bytes("one.csv"), folder.Bytes("sub/three.csv"));
    }

    [Fact]
    public void Sidecar_of_a_pipe_has_no_hash()
    {
        using ScratchFolder folder = new();
        Cli.Piped(folder, Table, "dedupe", "-", "-o", "out.csv").Expect(0);
        JsonElement input = Cli.Json(folder, "out.csv.curate.json").GetProperty("inputs").EnumerateArray().Single();
        Assert.Equal("-", input.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, input.GetProperty("sha256").ValueKind);
    }

    [Fact]
    public void No_provenance_leaves_the_output_alone()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table);
        Cli.Run(folder, "dedupe", "in.csv", "-o", "out.csv", "--no-provenance").Expect(0);
        Assert.Equal(["in.csv", "out.csv"], folder.Files());
        Cli.Text(folder, "dedupe", "in.csv");
        Assert.Equal(["in.csv", "out.csv"], folder.Files());
    }

    [Fact]
    public void Report_as_json_has_stable_keys_and_counts_that_add_up()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table);
        Cli.Run(folder, "dedupe", "in.csv", "--key", "t", "--removed", "gone.csv", "-o", "out.csv", "--report", "report.json").Expect(0);
        JsonElement report = Cli.Json(folder, "report.json");
        Assert.Equal((1, "dedupe", "exact", 42), (report.GetProperty("schema").GetInt32(), report.GetProperty("command").GetString(), report.GetProperty("method").GetString(), report.GetProperty("seed").GetInt32()));
        JsonElement counts = report.GetProperty("counts");
        Assert.Equal(5, counts.GetProperty("in").GetInt64());
        Assert.Equal(3, counts.GetProperty("kept").GetInt64());
        Assert.Equal(2, counts.GetProperty("dropped").GetProperty("duplicate").GetInt64());
        Assert.Equal("in.csv", report.GetProperty("run").GetProperty("inputs")[0].GetString());
        Assert.True(report.GetProperty("run").GetProperty("seconds").GetDouble() >= 0);
    }

    [Theory]
    [InlineData("report.md", "# curate resample random-over", "| b |")]
    [InlineData("report.html", "<h1>curate resample random-over</h1>", "<td>b</td>")]
    [InlineData("report.txt", "resample random-over: 5 rows in, 9 out", " b ")]
    public void Report_in_other_formats_has_title_counts_and_tables(string name, string title, string cell)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table);
        CurateResult result = Cli.Run(folder, "resample", "in.csv", "--label", "t", "-o", "out.csv", "--report", name).Expect(0);
        string report = folder.Text(name);
        Assert.Contains(title, report, StringComparison.Ordinal);
        Assert.Contains(cell, report, StringComparison.Ordinal);
        Assert.Contains("5 rows in, 9 out", report, StringComparison.Ordinal);
        Assert.Contains("Wrote out.csv", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_report_escapes_what_comes_from_data()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,t\n1,<script>&\n2,|x|\n3,|x|\n");
        Cli.Run(folder, "resample", "in.csv", "--label", "t", "-o", "out.csv", "--report", "report.html").Expect(0);
        Cli.Run(folder, "resample", "in.csv", "--label", "t", "-o", "out2.csv", "--report", "report.md").Expect(0);
        Assert.Contains("&lt;script&gt;&amp;", folder.Text("report.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", folder.Text("report.html"), StringComparison.Ordinal);
        Assert.Contains("\\|x\\|", folder.Text("report.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Full_report_shows_rows_that_a_brief_one_leaves_out()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,t\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},class{i % 30:d2}\n")));
        string brief = Cli.Run(folder, "resample", "in.csv", "--label", "t").Expect(0).Error;
        string full = Cli.Run(folder, "resample", "in.csv", "--label", "t", "--report-detail", "full").Expect(0).Error;
        Assert.Contains("more (--report-detail full)", brief, StringComparison.Ordinal);
        Assert.DoesNotContain("class29", brief, StringComparison.Ordinal);
        Assert.Contains("class29", full, StringComparison.Ordinal);
    }

    /// <summary>A sidecar without what differs between equal runs.</summary>
    internal static string AboveRun(ScratchFolder folder, string name)
    {
        JsonElement sidecar = Cli.Json(folder, name);
        Assert.True(sidecar.TryGetProperty("run", out _));
        return string.Join('\n', sidecar.EnumerateObject().Where(p => p.Name != "run").Select(p => p.Name + ": " + p.Value.GetRawText()));
    }
}
