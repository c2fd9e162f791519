using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>Resamplers over clusters, as processes.</summary>
public sealed class ClusterSamplingTests
{
    // Rows 1 to 6 lie at one place, 7 and 8 at another; row 9 has no vector.
    private const string Vectors = """
        {"id":1,"v":[0,1.5],"label":"a"}
        {"id":2,"v":[0.125,1.5],"label":"a"}
        {"id":3,"v":[0.25,1.5],"label":"a"}
        {"id":4,"v":[0.375,1.5],"label":"b"}
        {"id":5,"v":[0.5,1.5],"label":"a"}
        {"id":6,"v":[0.625,1.5],"label":"a"}
        {"id":7,"v":[9,9],"label":"b"}
        {"id":8,"v":[9.5,9],"label":"b"}
        {"id":9,"v":null,"label":"b"}

        """;

    private static ScratchFolder Folder()
    {
        ScratchFolder folder = new();
        folder.File("in.jsonl", Vectors);
        return folder;
    }

    [Theory]
    [InlineData("in.jsonl")]
    [InlineData("in.csv")]
    [InlineData("in.parquet")]
    public void Hierarchical_takes_equally_many_rows_of_each_cluster_of_an_embedding(string input)
    {
        using ScratchFolder folder = Folder();
        if (input != "in.jsonl")
        {
            Cli.Text(folder, "convert", "in.jsonl", "-o", input);
        }

        string text = Cli.Text(folder, "resample", input, "--method", "hierarchical-kmeans", "--embedding", "v", "--missing", "drop", "--levels", "2", "--rows", "4", "--cluster-column", "cluster",
            "--removed", "out.csv", "--report", "r.json", "--label", "label", "--output-format", "csv");
        string[][] rows = [.. Cli.Lines(text).Skip(1).Select(static l => l.Split(','))];
        Assert.Equal(4, rows.Length);
        Assert.Equal(["7", "8"], rows.Select(static r => r[0]).Where(static id => id is "7" or "8"));
        Assert.Equal(2, rows.GroupBy(static r => r[^1]).Count(static g => g.Count() == 2));
        Assert.Contains("unclustered", Cli.Lines(folder, "out.csv")[^1], StringComparison.Ordinal);
        JsonElement report = Cli.Json(folder, "r.json");
        Assert.Equal([(2L, 2L), (6L, 2L)], report.GetProperty("clusters").EnumerateArray().Select(static c => (c.GetProperty("before").GetInt64(), c.GetProperty("after").GetInt64())).Order());
        Assert.Equal(4, report.GetProperty("sampling")[0].GetProperty("effective_sample_size").GetDouble());
        Assert.Equal(Math.Log(2), report.GetProperty("class_entropy")[0].GetProperty("most").GetDouble(), 1e-12);
        Assert.Equal(1, report.GetProperty("counts").GetProperty("dropped").GetProperty("unclustered").GetInt64());
    }

    [Fact]
    public void Clip_writes_rows_as_drawn_and_weights_with_the_mean_1()
    {
        using ScratchFolder folder = Folder();
        string text = Cli.Text(folder, "resample", "in.jsonl", "--where", "id < 9", "--method", "cluster-clip", "--embedding", "v", "--k", "2", "--rows", "10", "--max-repeat", "2", "--output-format", "csv");
        string[] ids = [.. Cli.Lines(text).Skip(1).Select(static l => l.Split(',')[0])];

        // 4 for the cluster of two rows, which is twice, and all six of the other.
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "7", "8", "8"], ids.Order(StringComparer.Ordinal));
        Assert.NotEqual(ids.Order(StringComparer.Ordinal), ids);
        string weights = Cli.Text(folder, "resample", "in.jsonl", "--where", "id < 9", "--method", "cluster-clip", "--embedding", "v", "--k", "2", "--as", "weights", "--max-repeat", "10", "--output-format", "csv");
        Assert.Equal(["2", "2"], Cli.Lines(weights).Skip(7).Select(static l => l.Split(',')[^1]));
    }

    [Fact]
    public void Subclass_balance_keeps_counts_and_explains_a_row()
    {
        using ScratchFolder folder = Folder();
        string text = Cli.Text(folder, "resample", "in.jsonl", "--method", "subclass-balance", "--label", "label", "--embedding", "v", "--missing", "drop", "--min-size", "1", "--cluster-column", "part", "--output-format", "csv");
        string[] labels = [.. Cli.Lines(text).Skip(1).Select(static l => l.Split(',')[^2])];
        Assert.Equal((3, 4), (labels.Count(static l => l == "a"), labels.Count(static l => l == "b")));
        Assert.Contains("It is in no cluster", Cli.Text(folder, "resample", "in.jsonl", "--method", "subclass-balance", "--label", "label", "--embedding", "v", "--missing", "drop", "--explain", "8"), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_a_budget_are_no_rows_of_advice()
    {
        using ScratchFolder folder = Folder();
        Cli.Fails(folder, 2, ["--rows belongs to --should-i"], "resample", "in.jsonl", "--method", "random-under", "--label", "label", "--rows", "4");
        Cli.Fails(folder, 2, ["How many rows to write is not said", "--fraction"], "resample", "in.jsonl", "--method", "hierarchical-kmeans", "--embedding", "v");
        Cli.Fails(folder, 3, ["'id' that --embedding names holds no vectors"], "resample", "in.jsonl", "--method", "hierarchical-kmeans", "--embedding", "id", "--rows", "2");
    }
}
