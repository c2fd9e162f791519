using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary><c>--on-bad-row</c>: what is left out is counted once, and quarantined with its own bytes.</summary>
public sealed class BadRowTests
{
    private static readonly byte[] s_csv =
        [.. "a,b\n1,2\n3\n4,5,6\n7,x\"y\n8,\"z\"w\n9,"u8, 0xFF, .. "\n10,11\n"u8];

    private static readonly byte[] s_bad = [.. "3\n4,5,6\n7,x\"y\n8,\"z\"w\n9,"u8, 0xFF, .. "\n"u8];

    [Theory]
    [InlineData("dedupe")]
    [InlineData("shuffle")]
    [InlineData("convert")]
    public void Skip_leaves_bad_records_out_and_counts_them_by_reason(string command)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_csv);
        CurateResult result = Cli.Run(folder, command, "in.csv", "--on-bad-row", "skip", "-o", "out.csv", "--report", "report.json").Expect(0);
        Assert.Equal(["1,2", "10,11", "a,b"], Cli.Lines(folder, "out.csv").Order(StringComparer.Ordinal));
        AssertCounts(Cli.Json(folder, "report.json").GetProperty("counts"));
        AssertCounts(Cli.Json(folder, "out.csv.curate.json").GetProperty("counts"));
        Assert.Contains("2 bad records: ragged-row", result.Error, StringComparison.Ordinal);
        Assert.Contains("The first: in.csv, line 3", result.Error, StringComparison.Ordinal);
        Assert.Equal(["in.csv", "out.csv", "out.csv.curate.json", "report.json"], folder.Files());
    }

    [Theory]
    [InlineData("dedupe")]
    [InlineData("shuffle")]
    [InlineData("convert")]
    public void Quarantine_holds_the_bytes_of_bad_records_once(string command)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_csv);
        Cli.Run(folder, command, "in.csv", "--on-bad-row", "quarantine=bad.txt", "-o", "out.jsonl").Expect(0);
        Assert.Equal(s_bad, folder.Bytes("bad.txt"));
        Assert.Equal(["{\"a\":1,\"b\":2}", "{\"a\":10,\"b\":11}"], Cli.Lines(folder, "out.jsonl").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Quarantine_of_json_lines_holds_the_lines()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", "{\"a\":1}\n[1]\n{\"a\":2\nhello\n{\"a\":3}\n");
        Cli.Run(folder, "dedupe", "in.jsonl", "--on-bad-row", "quarantine=bad.txt", "-o", "out.jsonl").Expect(0);
        Assert.Equal("[1]\n{\"a\":2\nhello\n", folder.Text("bad.txt"));
        Assert.Equal("{\"a\":1}\n{\"a\":3}\n", folder.Text("out.jsonl"));
    }

    [Fact]
    public void Value_of_the_wrong_kind_is_a_bad_row_too()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1,2\n3,x\n");
        Cli.Run(folder, "convert", "in.csv", "--types", "b=whole", "--on-bad-row", "quarantine=bad.txt", "-o", "out.jsonl").Expect(0);
        Assert.Equal("3,x\n", folder.Text("bad.txt"));
        Assert.Equal("{\"a\":1,\"b\":2}\n", folder.Text("out.jsonl"));
    }

    [Fact]
    public void Quarantine_that_exists_stops_the_run()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_csv);
        folder.File("bad.txt", "mine");
        Cli.Fails(folder, 2, ["output-exists", "bad.txt"], "dedupe", "in.csv", "--on-bad-row", "quarantine=bad.txt", "-o", "out.csv");
        Assert.Equal("mine", folder.Text("bad.txt"));
    }

    [Fact]
    public void Failed_run_leaves_no_quarantine()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_csv);
        Cli.Fails(folder, 2, ["unknown-column"], "dedupe", "in.csv", "--key", "nope", "--on-bad-row", "quarantine=bad.txt", "-o", "out.csv");
    }

    [Fact]
    public void Records_too_large_are_never_skipped()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1," + new string('x', 5000) + "\n2,3\n");
        Cli.Fails(folder, 5, ["record-too-large", "line 2"], "dedupe", "in.csv", "--max-record", "1KiB", "--on-bad-row", "skip", "-o", "out.csv");
    }

    private static void AssertCounts(JsonElement counts)
    {
        Assert.Equal(2, counts.GetProperty("in").GetInt64());
        Assert.Equal(2, counts.GetProperty("kept").GetInt64());
        JsonElement bad = counts.GetProperty("bad_rows");
        Assert.Equal("invalid-utf8 1, malformed-csv 2, ragged-row 2", string.Join(", ", bad.EnumerateObject().Select(p => p.Name + " " + p.Value)));
    }
}
