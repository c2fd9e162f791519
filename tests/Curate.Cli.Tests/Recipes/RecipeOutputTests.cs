using Curate.TestKit;

namespace Curate.Cli.Tests.Recipes;

/// <summary>What a recipe writes besides the rows of its outputs, and that all of it appears together.</summary>
public sealed class RecipeOutputTests
{
    [Theory]
    [InlineData("parts/: {partition-by: label}")]
    [InlineData("parts/: {rows-per-file: 7}")]
    [InlineData("first.csv: raw")]
    public void Output_that_cannot_be_written_leaves_none_of_the_others(string first)
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", "version: 1\ninputs: {raw: in.csv}\noutputs:\n  " + first + "\n  no/last.csv: raw\n");
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.Equal(4, exit);
        Assert.Contains("line 5: output 'no/last.csv'", error, StringComparison.Ordinal);
        Assert.Equal(["in.csv", "job.yaml"], folder.Files().Where(static f => !f.StartsWith("job.yaml.checkpoints/", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(folder.Path("parts")));
        folder.Folder("no");
        InProcess.Ok("run", folder.Path("job.yaml"));
        Assert.True(folder.Exists("no/last.csv") && folder.Files().Any(static f => f.StartsWith("parts/part", StringComparison.Ordinal) || f.StartsWith("parts/label=", StringComparison.Ordinal) || f == "first.csv"));
    }

    [Fact]
    public void Folder_of_a_command_appears_with_its_other_outputs()
    {
        using ScratchFolder folder = Made();
        (int exit, _) = InProcess.Run("dedupe", folder.Path("in.csv"), "--key", "label", "-o", folder.Path("parts") + "/", "--rows-per-file", "2", "--removed", folder.Path("no/removed.csv"));
        Assert.Equal(4, exit);
        Assert.False(Directory.Exists(folder.Path("parts")));
    }

    [Theory]
    [InlineData("centres.csv")]
    [InlineData("centres.parquet")]
    [InlineData("centres.csv.gz")]
    public void Centroids_are_those_of_the_command_and_are_kept_with_the_decision(string file)
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", $"version: 1\ninputs: {{raw: in.csv}}\nstages:\n- {{command: cluster, features: 'whole,number', k: 4, centroids: {file}}}\noutputs: {{out.csv: cluster}}\n");
        InProcess.Ok("run", folder.Path("job.yaml"));
        InProcess.Ok("cluster", folder.Path("in.csv"), "--features", "whole,number", "--k", "4", "--centroids", folder.Path("x" + file), "-o", folder.Path("x.csv"));
        Assert.Equal(folder.Bytes("x" + file), folder.Bytes(file));
        Assert.Equal(folder.Text("x.csv"), folder.Text("out.csv"));
        File.Delete(folder.Path(file));
        Assert.Contains("cluster (from its checkpoint)", InProcess.Ok("run", folder.Path("job.yaml"), "--force"), StringComparison.Ordinal);
        Assert.Equal(folder.Bytes("x" + file), folder.Bytes(file));
        Assert.Equal(2, InProcess.Run("run", folder.Path("job.yaml")).Exit);
        Assert.DoesNotContain("centres", folder.Text("out.csv.curate.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Row_is_explained_as_the_command_explains_it()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", "version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: convert, where: whole > 100}\n- {name: unique, command: dedupe, key: label, removed: gone.csv}\noutputs: {out.csv: unique}\n");
        InProcess.Ok("convert", folder.Path("in.csv"), "--where", "whole > 100", "-o", folder.Path("f.csv"));
        string expected = Cli.Text(folder, "dedupe", "f.csv", "--key", "label", "--explain", "9");
        Assert.Equal(expected, Cli.Text(folder, "run", "job.yaml", "--only", "unique", "--explain", "9", "-q"));
        InProcess.Ok("run", folder.Path("job.yaml"));

        // A stored decision is made again to be asked.
        Assert.Equal(expected, Cli.Text(folder, "run", "job.yaml", "--only", "unique", "--explain", "9", "-q"));
    }

    private static ScratchFolder Made()
    {
        ScratchFolder folder = new();
        folder.File("in.csv", TableGenerator.Table(5, new TableShape { Rows = 60, MissingShare = 0 }).ToCsv());
        return folder;
    }
}
