using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary><c>dedupe --method semantic</c> from the command line.</summary>
public sealed class SemanticTests
{
    private static readonly string[] s_vectors = ["[1,0]", "[0,1]", "[0.99,0.1]", "null", "[1,0]", "[0.8,0.6]"];

    private static void Write(ScratchFolder folder) =>
        folder.File("in.jsonl", string.Concat(s_vectors.Select(static (v, i) => $"{{\"id\":{i},\"v\":{v},\"w\":{i}}}\n")));

    [Fact]
    public void Copies_leave_with_pair_and_similarity()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Run(folder, "dedupe", "in.jsonl", "--method", "semantic", "--embedding", "v", "-o", "out.jsonl", "--removed", "gone.jsonl", "--report", "r.json").Expect(0);
        Assert.Equal(["0", "1", "3", "5"], NaiveTable.ParseJsonLines(folder.Bytes("out.jsonl")).Column("id"));
        TableData gone = NaiveTable.ParseJsonLines(folder.Bytes("gone.jsonl"));
        Assert.Equal(["2", "4"], gone.Column("id"));
        Assert.Equal(["0", "0"], gone.Column("_representative"));
        Assert.Equal("1", gone.Column("_similarity")[1]);
        JsonElement report = Cli.Json(folder, "r.json");
        Assert.Equal(1, report.GetProperty("semantic_work").EnumerateArray().Single(static r => r.GetProperty("what").GetString() == "rows without a vector").GetProperty("count").GetInt32());
    }

    [Fact]
    public void Csv_jsonl_and_parquet_give_the_same_rows()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Run(folder, "convert", "in.jsonl", "-o", "in.csv").Expect(0);
        Cli.Run(folder, "convert", "in.jsonl", "-o", "in.parquet").Expect(0);
        foreach (string input in new[] { "in.csv", "in.parquet" })
        {
            string[] semantic = ["dedupe", input, "--method", "semantic", "--embedding", "v", "--keep", "max:w", "--output-format", "csv"];
            Assert.Equal(["1", "3", "4", "5"], NaiveTable.ParseCsv(Cli.Run(folder, semantic).Expect(0).Output).Column("id"));
        }
    }

    [Fact]
    public void Inspect_reports_and_writes_no_data()
    {
        using ScratchFolder folder = new();
        Write(folder);
        string told = Cli.Text(folder, "dedupe", "in.jsonl", "--method", "semantic", "--embedding", "v", "--inspect", "--report", "r.json");
        Assert.StartsWith("Similarity to the most similar row before it\n", told, StringComparison.Ordinal);
        JsonElement report = Cli.Json(folder, "r.json");
        JsonElement[] bins = [.. report.GetProperty("similarity").EnumerateArray()];
        Assert.Equal(1, bins[0].GetProperty("rows").GetInt32());
        Assert.Equal(5, bins[^1].GetProperty("rows_from_here").GetInt32());
        Assert.Equal(6, report.GetProperty("counts").GetProperty("kept").GetInt32());
        Cli.Fails(folder, 2, ["--inspect writes no data, so --output has no effect"], "dedupe", "in.jsonl", "--method", "semantic", "--embedding", "v", "--inspect", "-o", "x.jsonl");
        Cli.Fails(folder, 2, ["--inspect writes no data, so --removed has no effect"], "dedupe", "in.jsonl", "--method", "semantic", "--embedding", "v", "--inspect", "--removed", "x.jsonl");
    }

    [Fact]
    public void Explain_says_how_two_vectors_differ()
    {
        using ScratchFolder folder = new();
        Write(folder);
        string told = Cli.Text(folder, "dedupe", "in.jsonl", "--method", "semantic", "--embedding", "v", "--explain", "2");
        Assert.Contains("Row 2: dropped, duplicate, representative 0", told, StringComparison.Ordinal);
        Assert.Contains("Cosine similarity to row 0: 0.994937", told, StringComparison.Ordinal);
        Assert.Contains("value 1: 0.1005 and 0\n", told, StringComparison.Ordinal);
        folder.File("other.jsonl", "{\"v\":[3,-1]}\n{\"v\":[4,3]}\n");
        told = Cli.Text(folder, "dedupe", "in.jsonl", "--method", "semantic", "--embedding", "v", "--across", "other.jsonl", "--explain", "5");
        Assert.Contains("Cosine similarity to row 1 of the other dataset: 1 (eps 0", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_name_the_column_and_what_helps()
    {
        using ScratchFolder folder = new();
        Write(folder);
        folder.File("mixed.jsonl", "{\"v\":[1,2]}\n{\"v\":[1,2,3]}\n");
        Cli.Fails(folder, 2, ["--embedding"], "dedupe", "in.jsonl", "--method", "semantic");
        Cli.Fails(folder, 3, ["'v' is no vector and no number", "one length"], "dedupe", "mixed.jsonl", "--method", "semantic", "--embedding", "v");
        Cli.Fails(folder, 2, ["--eps is not an option of --method near"], "dedupe", "in.jsonl", "--method", "near", "--text", "id", "--eps", "0.1");
    }
}
