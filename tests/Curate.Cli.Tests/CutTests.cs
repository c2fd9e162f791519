using System.Text;
using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary><c>dedupe --method line</c> and <c>substring</c> from the command line.</summary>
public sealed class CutTests
{
    private static void Write(ScratchFolder folder) => folder.File("in.csv", "id,text,n\r\n1,\"menu\nfirst text\",07\r\n2,\"menu\r\nsecond, \"\"text\"\"\nfoot\",8\r\n3,menu,9\r\n4,,10\r\n");

    [Fact]
    public void Line_cuts_texts_and_copies_other_rows_as_they_are()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Run(folder, "dedupe", "in.csv", "--method", "line", "--text", "text", "-o", "out.csv", "--removed", "gone.jsonl", "--report", "r.json").Expect(0);
        Assert.Equal("id,text,n\r\n1,\"menu\nfirst text\",07\r\n2,\"second, \"\"text\"\"\nfoot\",8\r\n4,,10\r\n", Encoding.UTF8.GetString(folder.Bytes("out.csv")));
        TableData gone = NaiveTable.ParseJsonLines(folder.Bytes("gone.jsonl"));
        Assert.Equal(["3"], gone.Column("id"));
        Assert.Equal(["too-short"], gone.Column("_reason"));
        Assert.Equal(["menu"], gone.Column("text"));
        Assert.Equal(["4"], gone.Column("_cut_bytes"));
        JsonElement report = Cli.Json(folder, "r.json");
        Assert.Equal(1, report.GetProperty("counts").GetProperty("dropped").GetProperty("too-short").GetInt64());
        Assert.Contains("lines cut", report.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out.jsonl")]
    [InlineData("out.parquet")]
    public void Cuts_cross_formats(string output)
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Run(folder, "dedupe", "in.csv", "--method", "line", "--text", "text", "--cut-counts", "-o", output).Expect(0);
        string lines = Cli.Text(folder, "convert", output, "--output-format", "jsonl", "-q");
        Assert.Equal(["menu\nfirst text", "second, \"text\"\nfoot", null], NaiveTable.ParseJsonLines(Encoding.UTF8.GetBytes(lines)).Column("text").Select(static t => string.IsNullOrEmpty(t) ? null : t));
        Assert.Equal(["0", "1", "0"], NaiveTable.ParseJsonLines(Encoding.UTF8.GetBytes(lines)).Column("_cut_units"));
        Cli.Run(folder, "dedupe", output, "--method", "substring", "--text", "text", "--min-tokens", "2", "-o", "again.jsonl").Expect(0);
        Assert.Equal(3, NaiveTable.ParseJsonLines(folder.Bytes("again.jsonl")).Rows.Count);
    }

    [Fact]
    public void Substring_explains_and_marks()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", "{\"t\":\"we accept cookies of all kinds here\"}\n{\"t\":\"Hello: we accept cookies of all sorts\"}\n");
        string[] run = ["dedupe", "in.jsonl", "--method", "substring", "--text", "t", "--min-tokens", "4"];
        Assert.Equal("{\"t\":\"we accept cookies of all kinds here\"}\n{\"t\":\"Hello: sorts\"}\n", Cli.Text(folder, [.. run, "-q"]));
        string told = Cli.Text(folder, [.. run, "--explain", "1"]);
        Assert.Contains("Cut: 5 of 7 units, 25 of 37 bytes.", told, StringComparison.Ordinal);
        Assert.Contains("Bytes 7 to 32: 'we accept cookies of all '\n  the copy that stays: row 0", told, StringComparison.Ordinal);
        Assert.Contains("\"_cut_spans\":\"[[7,32]]\"", Cli.Text(folder, [.. run, "--mark", "-q"]), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Tier", "slow")]
    public void One_huge_text_takes_memory_in_proportion_to_itself()
    {
        // 100 MB of numbers of five places, every fifth paragraph a copy of the first.
        const int Bytes = 100_000_000;
        using ScratchFolder folder = new();
        var text = new StringBuilder("{\"t\":\"", Bytes + 1000);
        var random = new SplitMix64(1);
        for (int paragraph = 0; text.Length < Bytes; paragraph++)
        {
            for (int word = 0; word < 100; word++)
            {
                text.Append(paragraph % 5 == 4 ? word : random.Below(100_000)).Append(' ');
            }
        }

        folder.File("in.jsonl", text.Append("end\"}\n").ToString());
        text.Clear();
        CurateCall call = Cli.Call(folder, "dedupe", "in.jsonl", "--method", "substring", "--text", "t", "--max-record", "200MB", "--memory", "1GB", "-o", "out.jsonl");
        CurateResult result = CurateProcess.Run(call with { Timeout = TimeSpan.FromMinutes(5) }).Expect(0);
        Assert.InRange(folder.Bytes("out.jsonl").Length, Bytes / 2, Bytes * 0.98);
        Cli.AssertBounded(result, 8L * Bytes);
    }

    [Fact]
    public void Refusals_name_what_is_wrong()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Fails(folder, 2, ["--text"], "dedupe", "in.csv", "--method", "line");
        Cli.Fails(folder, 2, ["cannot be sharded with these options"], "dedupe", "in.csv", "--method", "line", "--text", "text", "--bloom", "0.1", "--shard", "0/2", "-o", "s");
        Cli.Fails(folder, 2, ["--text names 2: id, text"], "dedupe", "in.csv", "--method", "substring", "--text", "id,text");
        Cli.Run(folder, "dedupe", "in.csv", "--method", "line", "--text", "text", "--fail-on", "too-short", "-o", "o.csv").Expect(1);
    }
}
