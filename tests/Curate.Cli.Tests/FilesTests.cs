using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary><c>dedupe --method files</c> from the command line.</summary>
public sealed class FilesTests
{
    private static void Write(ScratchFolder folder)
    {
        folder.File("lake/all.csv", "id,name,city\n1,ann,Rome\n2,bob,Oslo\n3,cyd,Rome\n4,dan,Lima\n");
        folder.File("lake/names.csv", "name,id\nann,1\nbob,2\ncyd,3\ndan,4\n");
        folder.File("lake/middle.jsonl", "{\"id\":2,\"city\":\"Oslo\"}\n{\"id\":3,\"city\":\"Rome\"}\n");
        folder.File("lake/other.csv", "id,name\n1,ann\n2,eve\n");
    }

    [Fact]
    public void Report_says_what_can_go_and_the_rule_gives_it_back_byte_for_byte()
    {
        using ScratchFolder folder = new();
        Write(folder);
        string told = Cli.Text(folder, "dedupe", "lake", "--method", "files", "--report", "r.json");
        Assert.Contains("Tables that can go, and what gives them back\n", told, StringComparison.Ordinal);
        JsonElement report = Cli.Json(folder, "r.json");
        JsonElement[] drop = [.. report.GetProperty("droppable").EnumerateArray()];
        Assert.Equal(["lake/middle.jsonl", "lake/names.csv"], drop.Select(static d => d.GetProperty("file").GetString()));
        Assert.Equal(["rows 1 to 2; columns id, city", "columns name, id"], drop.Select(static d => d.GetProperty("rule").GetString()));
        Assert.Equal(12, report.GetProperty("files_pairs")[0].GetProperty("pairs").GetInt32());
        Assert.Equal("files", report.GetProperty("method").GetString());
        Assert.Equal(folder.Text("lake/names.csv"), Cli.Text(folder, "convert", "lake/all.csv", "--columns", "name,id"));
    }

    [Fact]
    public void Parquet_and_gzip_files_are_compared_by_their_values()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Run(folder, "convert", "lake/names.csv", "-o", "lake/names.parquet").Expect(0);
        Cli.Run(folder, "convert", "lake/names.csv", "-o", "lake/names2.csv.gz").Expect(0);
        Cli.Text(folder, "dedupe", "lake", "--method", "files", "--report", "r.json", "--workers", "2");
        Assert.Equal(["lake/middle.jsonl", "lake/names.csv", "lake/names.parquet", "lake/names2.csv.gz"],
            Cli.Json(folder, "r.json").GetProperty("droppable").EnumerateArray().Select(static d => d.GetProperty("file").GetString()));
    }

    [Fact]
    public void What_has_no_meaning_is_refused()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Fails(folder, 2, ["--method files writes no data, so --output has no effect"], "dedupe", "lake", "--method", "files", "-o", "x.csv");
        Cli.Fails(folder, 2, ["--method files compares whole files, so --where has no effect"], "dedupe", "lake", "--method", "files", "--where", "id > 1");
        Cli.Fails(folder, 2, ["--key is not an option of --method files", "--sample, --drop, --max-source"], "dedupe", "lake", "--method", "files", "--key", "id");
        Cli.Fails(folder, 2, ["--sample belongs to --method files"], "dedupe", "lake/all.csv", "--sample", "3");
        Cli.Fails(folder, 2, ["Standard input is no file"], "dedupe", "-", "--method", "files");
    }
}
