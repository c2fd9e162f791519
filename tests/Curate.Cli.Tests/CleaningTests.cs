using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>Resamplers by features, as processes: what is written, told and refused.</summary>
public sealed class CleaningTests
{
    // Class a from 0 on, class b from 10 on, a b among the a's (row 4), a pair that links (rows 9 and 10), and a row without a label.
    private const string Table = """
        id,x,note,label
        1,0,"p, q",a
        2,0.25,,a
        3,0.5,n3,a
        4,0.375,n4,b
        5,0.75,n5,a
        6,10,n6,b
        7,10.5,n7,b
        8,11,n8,b
        9,6,n9,b
        10,5.5,n10,a
        11,12,n11,b
        12,0.5,n12,

        """;

    private static ScratchFolder Folder()
    {
        ScratchFolder folder = new();
        folder.File("in.csv", Table);
        return folder;
    }

    private static string[] Ids(string csv) => [.. Cli.Lines(csv).Skip(1).Select(static l => l.Split(',')[0])];

    [Fact]
    public void Several_cleaners_remove_the_union_with_a_reason_each()
    {
        using ScratchFolder folder = Folder();
        string text = Cli.Text(folder, "resample", "in.csv", "--method", "tomek-links, edited-nn", "--label", "label", "--id", "id", "--removed", "out.csv", "--report", "r.json");

        // By x: row 4 is the nearest of row 3 (lower than 2 of the same distance), which is not its; 9 and 10 are linked; b's in the minority of their three nearest are 4 and 9.
        Assert.Equal(["1", "2", "3", "5", "6", "7", "8", "10", "11", "12"], Ids(text));
        Assert.Contains("1,0,\"p, q\",a\n", text, StringComparison.Ordinal);
        string[] removed = Cli.Lines(folder, "out.csv");
        Assert.Equal("id,x,note,label,_reason", removed[0]);
        Assert.Equal(["4,0.375,n4,b", "9,6,n9,b"], removed.Skip(1).Select(static l => l[..l.LastIndexOf(',')]));
        Assert.EndsWith(",tomek-link", removed[2], StringComparison.Ordinal);
        JsonElement report = Cli.Json(folder, "r.json");
        Assert.Equal("tomek-links,edited-nn", report.GetProperty("method").GetString());
        Assert.Equal([(5L, 5L, 1.2), (6L, 4L, 1.0)], report.GetProperty("classes").EnumerateArray().Take(2)
            .Select(static c => (c.GetProperty("before").GetInt64(), c.GetProperty("after").GetInt64(), c.GetProperty("before_imbalance").GetDouble())));
        Assert.Equal("(missing, kept as it is)", report.GetProperty("classes")[2].GetProperty("class").GetString());
        Assert.Equal(2, report.GetProperty("counts").GetProperty("dropped").EnumerateObject().Sum(static r => r.Value.GetInt64()));
    }

    [Fact]
    public void Explain_says_why_a_row_leaves()
    {
        using ScratchFolder folder = Folder();
        string text = Cli.Text(folder, "resample", "in.csv", "--method", "tomek-links", "--label", "label", "--id", "id", "--explain", "8");
        Assert.Contains("tomek-link", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Dry_run_tells_passes_memory_and_options_and_writes_nothing()
    {
        using ScratchFolder folder = Folder();
        string text = Cli.Text(folder, "resample", "in.csv", "--method", "near-miss", "--version", "2", "--label", "label", "-o", "out.csv", "--dry-run");
        Assert.Contains("version = 2", text, StringComparison.Ordinal);
        Assert.Contains("bytes a row", text, StringComparison.Ordinal);
        Assert.Equal(["in.csv"], folder.Files());
    }

    [Fact]
    public void Fail_on_a_reason_ends_with_one_and_writes_nothing()
    {
        using ScratchFolder folder = Folder();
        Cli.Fails(folder, 1, ["--fail-on tomek-link"], "resample", "in.csv", "--method", "tomek-links", "--label", "label", "--id", "id", "-o", "out.csv", "--fail-on", "tomek-link");
    }

    [Theory]
    [InlineData("edited-nn,random-over", "random-over cannot run together")]
    [InlineData("near-miss,edited-nn", "near-miss cannot run together")]
    [InlineData("edited-nn,edited-nn", "names a method twice")]
    [InlineData("edited-nn,edited-n", "Did you mean --method edited-nn?")]
    [InlineData("tomek-links --n-neighbors 3", "--n-neighbors is not an option of --method tomek-links")]
    [InlineData("edited-nn --to ratio=0.5", "--to ratio=0.5 means nothing")]
    [InlineData("edited-nn --features x,label", "'label' is named as a feature")]
    [InlineData("cluster-centroids --categorical note", "--categorical is not an option of --method cluster-centroids")]
    public void What_cannot_be_asked_for_is_a_usage_error(string arguments, string says)
    {
        using ScratchFolder folder = Folder();
        Cli.Fails(folder, 2, [says], ["resample", "in.csv", "--label", "label", "--method", .. arguments.Split(' ')]);
    }

    [Fact]
    public void A_text_feature_is_bad_data_and_the_message_names_the_option()
    {
        using ScratchFolder folder = Folder();
        Cli.Fails(folder, 3, ["'note' is no number: row 1 has 'p, q'", "--categorical note"], "resample", "in.csv", "--label", "label", "--method", "edited-nn", "--features", "x,note");
    }

    [Theory]
    [InlineData("near-miss", "")]
    [InlineData("instance-hardness-threshold", "--cv 2")]
    [InlineData("cluster-centroids", "")]
    [InlineData("condensed-nn", "")]
    [InlineData("repeated-edited-nn,one-sided-selection,all-knn,neighbourhood-cleaning", "")]
    public void Workers_do_not_show(string method, string more)
    {
        using ScratchFolder folder = Folder();
        string[] call = ["resample", "in.csv", "--method", method, "--label", "label", "--id", "id", .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(Cli.Text(folder, [.. call, "--workers", "1"]), Cli.Text(folder, [.. call, "--workers", "5"]));
    }

    [Fact]
    public void Centroids_keep_the_kinds_of_a_parquet_file()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "n,x,ok,label\n1,0.5,true,b\n2,1.5,false,b\n4,1.6,true,b\n9,9,true,a\n");
        Cli.Text(folder, "convert", "in.csv", "-o", "in.parquet", "-q");
        Cli.Text(folder, "resample", "in.parquet", "--method", "cluster-centroids", "--label", "label", "-o", "out.parquet", "-q");
        Assert.Equal("n,x,ok,label\n2,1.2,true,b\n9,9,true,a\n", Cli.Text(folder, "convert", "out.parquet", "--output-format", "csv", "-q"));
        Assert.Equal("n,x,ok,label\n2,1.2,true,b\n9,9,true,a\n", Cli.Text(folder, "resample", "in.csv", "--method", "cluster-centroids", "--label", "label", "-q"));
    }

    [Fact]
    public void A_vector_column_is_compared_and_keeps_its_rows()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", string.Concat(Enumerable.Range(0, 12).Select(static i =>
            $"{{\"v\":[{(i < 4 ? i : i + 20)}.5,1],\"label\":\"{(i is < 4 or 9 ? "a" : "b")}\",\"other\":{{\"deep\":[{i}]}}}}\n")));
        string text = Cli.Text(folder, "resample", "in.jsonl", "--method", "edited-nn", "--to", "all", "--label", "label", "--features", "v", "-q");
        Assert.DoesNotContain("\"deep\":[9]", text, StringComparison.Ordinal);
        Assert.Contains("{\"v\":[0.5,1],\"label\":\"a\",\"other\":{\"deep\":[0]}}", text, StringComparison.Ordinal);
        Cli.Fails(folder, 2, ["--voting soft", "--voting hard"], "resample", "in.jsonl", "--method", "cluster-centroids", "--label", "label", "--features", "v");
        Assert.Equal(10, Cli.Lines(Cli.Text(folder, "resample", "in.jsonl", "--method", "cluster-centroids", "--voting", "hard", "--label", "label", "--features", "v", "-q")).Length);
    }

    [Fact]
    public void A_budget_that_the_neighbours_do_not_fit_is_a_limit()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "x,label\n" + string.Concat(Enumerable.Range(0, 4000).Select(static i => $"{i},{i % 2}\n")));
        Cli.Fails(folder, 5, ["memory-budget", "--memory"], "resample", "in.csv", "--method", "edited-nn", "--label", "label", "--n-neighbors", "3000", "--memory", "64MiB", "-o", "out.csv");
    }
}
