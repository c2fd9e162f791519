using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary><c>curate cluster</c> as a process.</summary>
public sealed class ClusterTests
{
    private const string Vectors = """
        {"id":1,"v":[0,1.5],"t":"red apple pie","label":"a"}
        {"id":2,"v":[0.125,1.5],"t":"red apple tart","label":"a"}
        {"id":3,"v":[0.25,1.5],"t":"apple pie","label":"a"}
        {"id":4,"v":[9,9],"t":"steel beam","label":"b"}
        {"id":5,"v":[9.5,9],"t":"steel girder beam","label":"b"}
        {"id":6,"v":null,"t":null,"label":"b"}

        """;

    private static ScratchFolder Folder()
    {
        ScratchFolder folder = new();
        folder.File("in.jsonl", Vectors);
        return folder;
    }

    [Theory]
    [InlineData("in.jsonl", "c.jsonl")]
    [InlineData("in.csv", "c.csv")]
    [InlineData("in.parquet", "c.parquet")]
    public void Kmeans_adds_columns_saves_centroids_and_assign_applies_them(string input, string centroids)
    {
        using ScratchFolder folder = Folder();
        if (input != "in.jsonl")
        {
            Cli.Text(folder, "convert", "in.jsonl", "-o", input);
        }

        string[] options = ["--embedding", "v", "--missing", "drop", "--label", "label", "--k", "2", "--output-format", "csv"];
        string text = Cli.Text(folder, ["cluster", input, .. options, "--centroids", centroids, "--report", "r.json"]);
        string[][] rows = [.. Cli.Lines(text).Select(static l => l.Split(','))];
        Assert.Equal(["cluster", "cluster_distance"], rows[0][^2..]);
        Assert.Equal(["0", "0", "0", "1", "1", ""], rows.Skip(1).Select(static r => r[^2]));
        Assert.Equal(["0.125", "0", "0.125", "0.25", "0.25", ""], rows.Skip(1).Select(static r => r[^1]));
        JsonElement report = Cli.Json(folder, "r.json");
        Assert.Equal(1, report.GetProperty("agreement")[0].GetProperty("ari").GetDouble());
        Assert.Equal(1, report.GetProperty("clustering")[0].GetProperty("unclustered").GetInt64());
        Assert.Equal(text, Cli.Text(folder, "cluster", input, "--method", "assign", "--centroids", centroids, "--output-format", "csv"));

        // Another file keeps the numbers of the centroids.
        folder.File("more.jsonl", "{\"v\":[8,8]}\n{\"v\":[1,1]}\n");
        Assert.Equal(["1", "0"], Cli.Lines(Cli.Text(folder, "cluster", "more.jsonl", "--method", "assign", "--centroids", centroids, "--output-format", "csv")).Skip(1).Select(static l => l.Split(',')[^2]));
    }

    [Fact]
    public void Texts_are_clustered_and_described_by_their_words()
    {
        using ScratchFolder folder = Folder();
        string report = Cli.Text(folder, "cluster", "in.jsonl", "--text", "t", "--missing", "drop", "--k", "2", "--metric", "cosine", "--fit-only", "--centroids", "c.csv", "--words", "2");
        Assert.Contains("apple, pie", report, StringComparison.Ordinal);
        Assert.Contains("beam, steel", report, StringComparison.Ordinal);
        Assert.Contains("red apple", report, StringComparison.Ordinal);
        Assert.Equal(["c.csv", "in.jsonl"], folder.Files().Order(StringComparer.Ordinal));
        Assert.StartsWith("role,name,kind,", folder.Text("c.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_and_shards_give_the_same_rows()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "x\n" + string.Concat(Enumerable.Range(0, 60).Select(static i => $"{(i * 37 % 60) + (i % 2 * 200)}\n")));
        Cli.Run(folder, "cluster", "in.csv", "--k", "3", "--centroids", "c.csv", "--fit-only", "-q").Expect(0);
        string whole = Cli.Text(folder, "cluster", "in.csv", "--method", "assign", "--centroids", "c.csv");
        Assert.Equal(whole, Cli.Piped(folder, folder.Text("in.csv"), "cluster", "-", "--method", "assign", "--centroids", "c.csv").Expect(0).Text);
        Assert.Equal(whole, Cli.Piped(folder, folder.Text("in.csv"), "cluster", "--k", "3", "--workers", "3").Expect(0).Text);
        Assert.Contains("It is in cluster 0, at the distance", Cli.Text(folder, "cluster", "in.csv", "--k", "3", "--explain", "0"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_told()
    {
        using ScratchFolder folder = Folder();
        Cli.Fails(folder, 2, ["--k 'x' is neither", "--k auto"], "cluster", "in.jsonl", "--k", "x");
        Cli.Fails(folder, 2, ["cannot be sharded"], "cluster", "in.jsonl", "--embedding", "v", "--shard", "0/2", "-o", "s.state");
        Cli.Fails(folder, 3, ["Row 6 has no value in column 'v'", "missing"], "cluster", "in.jsonl", "--embedding", "v", "-o", "out.csv");
        Cli.Fails(folder, 2, ["--output and --centroids name the same file"], "cluster", "in.jsonl", "--embedding", "v", "-o", "x.csv", "--centroids", "x.csv");
        Cli.Fails(folder, 3, ["no table of centroids"], "cluster", "in.jsonl", "--method", "assign", "--centroids", "in.jsonl", "-o", "out.csv");
        Cli.Fails(folder, 2, ["--fit-only writes no data"], "cluster", "in.jsonl", "--embedding", "v", "--fit-only", "-o", "out.csv");
        folder.File("c.csv", "kept");
        Cli.Fails(folder, 2, ["c.csv", "--force"], "cluster", "in.jsonl", "--embedding", "v", "--missing", "drop", "--k", "2", "--centroids", "c.csv", "-o", "out.csv");
    }
}
