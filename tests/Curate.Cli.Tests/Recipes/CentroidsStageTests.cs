using Curate.TestKit;

namespace Curate.Cli.Tests.Recipes;

/// <summary>A table that a stage makes beside its rows is there for later stages of the same run, before any file appears.</summary>
public sealed class CentroidsStageTests
{
    private const string Yaml = """
        version: 1
        inputs: {raw: in.csv, more: more.csv}
        stages:
        - {name: fit, command: cluster, from: raw, where: "x >= 0", features: x, k: 3, centroids: centres.csv}
        - {name: placed, command: cluster, from: more, method: assign, centroids: centres.csv}
        outputs: {placed.csv: placed}
        """;

    [Theory]
    [InlineData("centres.csv")]
    [InlineData("centres.parquet")]
    [InlineData("sub/../centres.jsonl")]
    public void Centroids_of_an_earlier_stage_are_read_as_the_commands_read_their_file(string file)
    {
        using ScratchFolder folder = Made();
        folder.Folder("sub");
        folder.File("job.yaml", Yaml.Replace("method: assign, centroids: centres.csv", "method: assign, centroids: " + file, StringComparison.Ordinal).Replace("k: 3, centroids: centres.csv", "k: 3, centroids: " + Path.GetFileName(file), StringComparison.Ordinal));
        InProcess.Ok("run", folder.Path("job.yaml"));
        Commands(folder, "3", "by-hand-" + Path.GetFileName(file));
        Assert.Equal(folder.Text("f2.csv"), folder.Text("placed.csv"));
        Assert.Equal(folder.Bytes("by-hand-" + Path.GetFileName(file)), folder.Bytes(Path.GetFileName(file)));
    }

    [Fact]
    public void What_stands_under_the_name_is_not_read()
    {
        using ScratchFolder folder = Made();
        InProcess.Ok("cluster", folder.Path("in.csv"), "--features", "x", "--k", "2", "--centroids", folder.Path("centres.csv"), "-o", folder.Path("old.csv"));
        InProcess.Ok("run", folder.Path("job.yaml"), "--force");
        Commands(folder, "3", "new.csv");
        Assert.Equal(folder.Text("f2.csv"), folder.Text("placed.csv"));
    }

    [Theory]
    [InlineData("fit placed")]
    [InlineData("fit", "--set", "placed.cluster-column=topic")]
    [InlineData("", "--set", "fit.k=2")]
    [InlineData("", "--from", "fit")]
    [InlineData("fit", "--from", "placed")]
    public void Checkpoints_follow_the_stage_that_makes_the_table(string stored, params string[] arguments)
    {
        using ScratchFolder folder = Made();
        Assert.Equal("", Stored(folder));

        // The file of the first run is a result and nothing more.
        File.Delete(folder.Path("centres.csv"));
        Assert.Equal(stored, Stored(folder, arguments));
        if (arguments is [_, "fit.k=2"])
        {
            Commands(folder, "2", "two.csv");
            Assert.Equal(folder.Text("f2.csv"), folder.Text("placed.csv"));
        }
    }

    [Fact]
    public void Changed_input_of_the_fit_is_followed_by_the_stage_that_assigns()
    {
        using ScratchFolder folder = Made();
        Stored(folder);
        folder.File("in.csv", folder.Text("in.csv") + "500\n501\n502\n");
        Assert.Equal("", Stored(folder));
        Commands(folder, "3", "new.csv");
        Assert.Equal(folder.Text("f2.csv"), folder.Text("placed.csv"));
    }

    [Fact]
    public void Dry_run_names_the_table_and_counts_no_rows_of_its_stage()
    {
        using ScratchFolder folder = Made();
        string forecast = Cli.Text(folder, "run", "job.yaml", "--dry-run");
        Assert.Contains("placed: cluster assign, from more, with centres.csv of fit\n", forecast, StringComparison.Ordinal);
        Assert.Contains("Scratch  none for rows", forecast, StringComparison.Ordinal);
        InProcess.Ok("run", folder.Path("job.yaml"));
        Assert.Equal(2, Cli.Text(folder, "run", "job.yaml", "--dry-run").Split("decided in an earlier run").Length - 1);
    }

    [Fact]
    public void Stage_that_assigns_brings_the_fit_with_it()
    {
        using ScratchFolder folder = Made();
        string said = InProcess.Ok("run", folder.Path("job.yaml"), "--only", "placed");
        Assert.Contains("fit: cluster kmeans", said, StringComparison.Ordinal);
        Assert.False(folder.Exists("centres.csv"));
    }

    [Fact]
    public void Table_of_a_stage_that_is_left_out_is_an_error()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Yaml.Replace("from: raw, where", "from: raw, when: raw.rows > 1k, where", StringComparison.Ordinal));
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.Equal(2, exit);
        Assert.Contains("line 5", error, StringComparison.Ordinal);
        Assert.Contains("stage 'fit', which makes '", error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("is left out", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_that_only_a_later_stage_makes_is_a_file()
    {
        using ScratchFolder folder = Made();
        string[] lines = Yaml.Split('\n');
        (lines[3], lines[4]) = (lines[4], lines[3]);
        folder.File("job.yaml", string.Join('\n', lines));
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.Equal(4, exit);
        Assert.Contains("centres.csv", error, StringComparison.Ordinal);
    }

    private static void Commands(ScratchFolder folder, string k, string centres)
    {
        InProcess.Ok("cluster", folder.Path("in.csv"), "--where", "x >= 0", "--features", "x", "--k", k, "--centroids", folder.Path(centres), "-o", folder.Path("f1.csv"), "--force");
        InProcess.Ok("cluster", folder.Path("more.csv"), "--method", "assign", "--centroids", folder.Path(centres), "-o", folder.Path("f2.csv"), "--force");
    }

    private static ScratchFolder Made()
    {
        ScratchFolder folder = new();
        folder.File("in.csv", "x\n" + string.Concat(Enumerable.Range(-5, 65).Select(static i => $"{(i % 3 * 100) + (i % 7)}\n")));
        folder.File("more.csv", "x,t\n" + string.Concat(Enumerable.Range(0, 30).Select(static i => $"{i * 9},t{i}\n")));
        folder.File("job.yaml", Yaml);
        return folder;
    }

    /// <summary>Runs the recipe; the stages whose decisions were found.</summary>
    private static string Stored(ScratchFolder folder, params string[] arguments) => CheckpointTests.Stored(folder, arguments);
}
