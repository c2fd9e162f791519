using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary><c>--preserve-files</c>: one output file for each input file.</summary>
public sealed class PreserveFilesTests
{
    [Fact]
    public void Dedupe_writes_each_row_to_the_file_it_came_from()
    {
        using ScratchFolder folder = new();
        Three(folder);
        Cli.Run(folder, "dedupe", "in", "--preserve-files", "-o", "out").Expect(0);
        Assert.Equal("a,b\n3,z\n1,x\n", File.ReadAllText(folder.Path("out/deep/two.csv")));
        Assert.Equal("a,b\n2,y\n", File.ReadAllText(folder.Path("out/last/three.csv")));

        // All of its rows are repeats: the file is there, with its header.
        Assert.Equal("a,b\n", File.ReadAllText(folder.Path("out/one.csv")));
        Assert.Equal(3, Directory.GetFiles(folder.Path("out"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Convert_changes_the_extension_and_keeps_the_compression()
    {
        using ScratchFolder folder = new();
        Three(folder);
        Cli.Run(folder, "convert", "in/one.csv", "-o", "in/one.csv.gz").Expect(0);
        File.Delete(folder.Path("in/one.csv"));
        File.Delete(folder.Path("in/one.csv.gz.curate.json"));
        Cli.Run(folder, "convert", "in", "--preserve-files", "--output-format", "jsonl", "-o", "out").Expect(0);
        Assert.Equal("{\"a\":\"3\",\"b\":\"z\"}\n{\"a\":\"1\",\"b\":\"x\"}\n".Replace("\"3\"", "3", StringComparison.Ordinal).Replace("\"1\"", "1", StringComparison.Ordinal),
            Cli.Text(folder, "convert", "out/deep/two.jsonl"));
        Assert.Equal("a,b\n1,x\n2,y\n", Cli.Text(folder, "convert", "out/one.jsonl.gz", "--output-format", "csv"));
    }

    [Fact]
    public void Split_with_columns_and_where_keeps_files_apart()
    {
        using ScratchFolder folder = new();
        Three(folder);
        Cli.Run(folder, "split", "in", "--fractions", "0.5,0.5", "--where", "b <> 'x'", "--columns", "b", "--preserve-files", "-o", "out/").Expect(0);
        string[] two = File.ReadAllLines(folder.Path("out/deep/two.csv"));
        Assert.Equal("b,split", two[0]);
        Assert.StartsWith("z,", Assert.Single(two.Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_does_not_go_together()
    {
        using ScratchFolder folder = new();
        Three(folder);
        folder.File("one.csv", "a,b\n");
        Cli.Fails(folder, 2, ["--preserve-files", "--rows-per-file"], "convert", "in", "--preserve-files", "--rows-per-file", "5", "-o", "out/");
        Cli.Fails(folder, 2, ["--preserve-files", "--partition-by"], "convert", "in", "--preserve-files", "--partition-by", "a", "-o", "out/");
        Cli.Fails(folder, 2, ["standard output"], "convert", "in", "--preserve-files");
        Cli.Fails(folder, 2, ["one.csv", "in/one.csv"], "convert", "in/one.csv", "one.csv", "--preserve-files", "-o", "out/");
        Assert.False(Directory.Exists(folder.Path("out")));
    }

    private static void Three(ScratchFolder folder)
    {
        folder.File("in/one.csv", "a,b\n1,x\n2,y\n");
        folder.File("in/deep/two.csv", "a,b\n3,z\n1,x\n");
        folder.File("in/last/three.csv", "a,b\n2,y\n");
    }
}
