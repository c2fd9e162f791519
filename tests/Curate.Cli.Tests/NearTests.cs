using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary><c>dedupe --method near</c> and <c>simhash</c> from the command line.</summary>
public sealed class NearTests
{
    private const string Words = "the harbour audit found that two of the five northern cranes need new cables before winter comes and that the lights on the eastern quay are weak";

    private static void Write(ScratchFolder folder) => folder.File("in.csv",
        $"id,text\n1,{Words}\n2,something else entirely stands here\n3,{Words.Replace("weak", "dim", StringComparison.Ordinal)}\n4,\"{Words.ToUpperInvariant()}!\"\n5,\n");

    [Fact]
    public void Near_copies_leave_with_pair_and_similarity()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Run(folder, "dedupe", "in.csv", "--method", "near", "--text", "text", "-o", "out.csv", "--removed", "gone.jsonl", "--report", "r.json").Expect(0);
        Assert.Equal(["1", "2", "5"], NaiveTable.ParseCsv(folder.Bytes("out.csv")).Column("id"));
        TableData gone = NaiveTable.ParseJsonLines(folder.Bytes("gone.jsonl"));
        Assert.Equal(["3", "4"], gone.Column("id"));
        Assert.Equal(["0", "0"], gone.Column("_representative"));
        Assert.Equal(["0.9166666666666666", "1"], gone.Column("_similarity"));
        string report = Cli.Json(folder, "r.json").GetRawText();
        Assert.Contains("near_work", report, StringComparison.Ordinal);
        Assert.Contains("s_curve", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Simhash_equal_texts_leave()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Assert.Equal(["1", "2", "3", "5"], NaiveTable.ParseCsv(System.Text.Encoding.UTF8.GetBytes(Cli.Text(folder, "dedupe", "in.csv", "--method", "simhash", "--text", "text"))).Column("id"));
    }

    [Fact]
    public void Explain_shows_the_match_and_what_differs()
    {
        using ScratchFolder folder = new();
        Write(folder);
        string told = Cli.Text(folder, "dedupe", "in.csv", "--method", "near", "--text", "text", "--explain", "2");
        Assert.Contains("Row 2: dropped, duplicate, representative 0", told, StringComparison.Ordinal);
        Assert.Contains("Shingles of 5 words: 22 of 24 in both (Jaccard 0.9167)", told, StringComparison.Ordinal);
        Assert.Contains("Only in row 2 (1):\n  'the eastern quay are dim'", told, StringComparison.Ordinal);
        Assert.Contains("Only in row 0 (1):\n  'the eastern quay are weak'", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Shingles", Cli.Text(folder, "dedupe", "in.csv", "--method", "near", "--text", "text", "--explain", "0"), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_across_shows_the_row_of_the_other_dataset()
    {
        using ScratchFolder folder = new();
        Write(folder);
        folder.File("test.csv", $"text\nnothing\n{Words.Replace("two", "three", StringComparison.Ordinal)}\n");
        Assert.Equal(["2", "5"], NaiveTable.ParseCsv(System.Text.Encoding.UTF8.GetBytes(
            Cli.Text(folder, "dedupe", "in.csv", "--method", "near", "--text", "text", "--across", "test.csv", "--threshold", "0.55"))).Column("id"));
        string told = Cli.Text(folder, "dedupe", "in.csv", "--method", "near", "--text", "text", "--across", "test.csv", "--threshold", "0.55", "--explain", "0");
        Assert.Contains("dropped, in-other, representative 1", told, StringComparison.Ordinal);
        Assert.Contains("Row 1 of the other dataset: 'the harbour audit found that three", told, StringComparison.Ordinal);
        Assert.Contains("Only in row 1 of the other dataset (5):", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_merge_to_the_bytes_of_one_run()
    {
        using ScratchFolder folder = new();
        List<PlantedText> texts = PlantedCorpus.Pairs(3, 150);
        folder.File("in.jsonl", string.Concat(texts.Select(static t => JsonSerializer.Serialize(new { text = t.Text }) + "\n")));
        string[] near = ["--method", "near", "--text", "text", "--keep", "longest"];
        Cli.Run(folder, ["dedupe", "in.jsonl", .. near, "-o", "whole.jsonl", "--removed", "gone.jsonl"]).Expect(0);
        for (int shard = 0; shard < 3; shard++)
        {
            Cli.Run(folder, ["dedupe", "in.jsonl", .. near, "--shard", $"{shard}/3", "-o", $"{shard}.state"]).Expect(0);
        }

        Cli.Run(folder, "merge", "0.state", "1.state", "2.state", "-o", "merged.jsonl", "--removed", "merged-gone.jsonl").Expect(0);
        Assert.True(folder.Bytes("gone.jsonl").Length > 1000);
        Assert.Equal(folder.Text("whole.jsonl"), folder.Text("merged.jsonl"));
        Assert.Equal(folder.Text("gone.jsonl"), folder.Text("merged-gone.jsonl"));
    }

    [Fact]
    public void Usage_faults_say_what_helps()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Fails(folder, 2, ["--text"], "dedupe", "in.csv", "--method", "near");
        Cli.Fails(folder, 2, ["--normalize", "Did you mean accents?"], "dedupe", "in.csv", "--method", "near", "--text", "text", "--normalize", "accent");
        Cli.Fails(folder, 2, ["--bands and --band-rows"], "dedupe", "in.csv", "--method", "near", "--text", "text", "--bands", "4");
        Cli.Fails(folder, 2, ["must be more than --distance 3"], "dedupe", "in.csv", "--method", "simhash", "--text", "text", "--blocks", "3");
        Cli.Fails(folder, 2, ["--key is not an option of --method near"], "dedupe", "in.csv", "--method", "near", "--text", "text", "--key", "id");
        Cli.Fails(folder, 2, ["no column 'txt'"], "dedupe", "in.csv", "--method", "near", "--text", "txt");
    }
}
