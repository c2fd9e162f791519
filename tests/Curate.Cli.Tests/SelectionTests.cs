using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>Methods that pick rows by features or scores, as processes.</summary>
public sealed class SelectionTests
{
    // Three places far apart; rows 1 and 2 are one place, row 6 has no vector.
    private const string Vectors = """
        {"id":1,"v":[0,1],"label":"a","s":1}
        {"id":2,"v":[0,1],"label":"a","s":2}
        {"id":3,"v":[0.5,1],"label":"a","s":3}
        {"id":4,"v":[9,9],"label":"b","s":4}
        {"id":5,"v":[-9,2],"label":"b","s":5}
        {"id":6,"v":null,"label":"b","s":6}

        """;

    private static ScratchFolder Folder()
    {
        ScratchFolder folder = new();
        folder.File("in.jsonl", Vectors);
        folder.File("must.jsonl", "{\"id\":2}\n");
        folder.File("must-vectors.jsonl", "{\"id\":9,\"v\":[8,8]}\n");
        return folder;
    }

    private static string Ids(string jsonLines) => string.Join(' ', Cli.Lines(jsonLines).Select(static l =>
    {
        using JsonDocument line = JsonDocument.Parse(l);
        return line.RootElement.GetProperty("id").GetInt64();
    }));

    [Theory]
    [InlineData("k-center")]
    [InlineData("facility-location")]
    [InlineData("dpp")]
    public void One_row_of_each_place_of_an_embedding_is_picked(string method)
    {
        using ScratchFolder folder = Folder();
        Assert.Equal("1 4 5", Ids(Cli.Text(folder, "select", "in.jsonl", "--method", method, "--embedding", "v", "--missing", "drop", "--rows", "3")));
        Assert.Equal("2 4 5", Ids(Cli.Text(folder, "select", "in.jsonl", "--method", method, "--embedding", "v", "--missing", "drop", "--rows", "3", "--id", "id", "--must", "must.jsonl")));
        Assert.Equal("4 5", Ids(Cli.Text(folder, "select", "in.jsonl", "--method", method, "--embedding", "v", "--rows", "2", "--where", "label = 'b' and v is not null")));
    }

    [Fact]
    public void The_report_names_the_radius_the_gains_and_the_random_subsets()
    {
        using ScratchFolder folder = Folder();
        Cli.Text(folder, "select", "in.jsonl", "--method", "k-center", "--embedding", "v", "--missing", "drop", "--rows", "3", "--label", "label", "--report", "r.json", "--order", "pick", "-o", "o.jsonl");
        using JsonDocument report = JsonDocument.Parse(folder.Text("r.json"));
        string text = report.RootElement.GetRawText();
        foreach (string key in new[] { "radius", "against_random", "coverage_radius", "vendi_2", "energy_distance", "effective_classes", "gains" })
        {
            Assert.Contains(key, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Chances_and_weights_are_columns_of_the_sample()
    {
        using ScratchFolder folder = Folder();
        string[] rows = Cli.Lines(Cli.Text(folder, "select", "in.jsonl", "--method", "conditional-poisson", "--score", "s", "--rows", "3", "--output-format", "csv"));
        Assert.EndsWith(",inclusion,weight", rows[0], StringComparison.Ordinal);
        Assert.Equal(4, rows.Length);
    }

    [Theory]
    [InlineData("score-prune --score s --rows 2", "5 6")]
    [InlineData("score-prune --score s --keep easy --drop-top 50% --rows 2", "1 2")]
    [InlineData("score-prune --score s --keep middle --rows 2 --id id --must must.jsonl", "2 4")]
    [InlineData("weakest-task-greedy --influence s,id --tasks one,one --rows 2", "5 6")]
    [InlineData("uncertainty --probabilities s --logits --rows 2", "1 2")]
    [InlineData("max-entropy --attributes s --rows 2", "1 2")]
    [InlineData("soft-cap-sampling --score s --beta 1000 --max-repeat 1 --rows 2", "5 6")]
    [InlineData("disagreement-condensation --probabilities s,id --members 2 --logits --rows 1", "1")]
    [InlineData("cluster-bandit --cluster-id label --score s --evaluations 6 --rows 2", "5 6")]
    [InlineData("cluster-bandit --cluster-id label --score s --evaluations 6 --rows 2 --id id --must must.jsonl", "2 6")]
    [InlineData("nearest-to-target --embedding v --like id=1 --missing drop --metric euclidean --rows 2", "2 3")]
    [InlineData("nearest-to-target --embedding v --target must-vectors.jsonl --missing drop --metric euclidean --rows 2 --id id --must must.jsonl", "2 4")]
    [InlineData("optimal-transport-gradient --embedding v --like id=4 --current in.jsonl --missing drop --rows 1", "3")]
    public void Rows_are_taken_by_one_or_several_columns_of_scores(string options, string ids)
    {
        using ScratchFolder folder = Folder();
        Assert.Equal(ids, Ids(Cli.Text(folder, ["select", "in.jsonl", "--method", .. options.Split(' ')])));
    }

    [Theory]
    [InlineData("active-test --score s --rows 3", "chance weight draw")]
    [InlineData("pivotal-leverage --features s,id --rows 3", "inclusion weight")]
    [InlineData("lp-sensitivity --embedding v --missing drop --rows 3", "inclusion weight")]
    public void Drawn_rows_say_their_chances_and_weights(string options, string columns)
    {
        using ScratchFolder folder = Folder();
        string[] lines = [.. Cli.Lines(Cli.Text(folder, ["select", "in.jsonl", "--method", .. options.Split(' ')]))];
        Assert.Equal(3, lines.Length);
        foreach (string line in lines)
        {
            using JsonDocument row = JsonDocument.Parse(line);
            Assert.All(columns.Split(' '), c => Assert.True(row.RootElement.GetProperty(c).GetDouble() > 0));
        }
    }
}
