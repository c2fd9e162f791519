using System.Globalization;
using System.Text;
using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>Budgets and sizes in tokens of a vocabulary file.</summary>
public sealed class TokenizerTests
{
    private static ScratchFolder Folder()
    {
        ScratchFolder folder = new();
        var vocabulary = new StringBuilder();
        for (int b = 0; b < 256; b++)
        {
            vocabulary.Append(CultureInfo.InvariantCulture, $"{Convert.ToBase64String([(byte)b])} {b}\n");
        }

        vocabulary.Append(CultureInfo.InvariantCulture, $"{Convert.ToBase64String("ab"u8)} 256\n");
        folder.File("gpt2.tiktoken", vocabulary.ToString());
        folder.File("vocab.txt", "[UNK]\n[CLS]\n[SEP]\nab\n##ab\n");

        // Rows of 1 to 5 words "ab": that many tokens, and a byte more for each space.
        folder.File("a.csv", "id,kind,text\n" + string.Concat(Enumerable.Range(0, 200).Select(static i => $"{i},{(i % 3 == 0 ? "x" : "y")},{string.Join(' ', Enumerable.Repeat("ab", 1 + (i % 5)))}\n")));
        return folder;
    }

    private static long Tokens(ScratchFolder folder, params string[] options)
    {
        Cli.Text(folder, ["mix", "a.csv", "--source", "kind", "--stop", "all-exhausted", "--max-repeat", "1", "--unit", "rows", "--text", "text", "-o", "m.csv", "--force", "--report", "m.json", "-q", .. options]);
        return Cli.Json(folder, "m.json").GetProperty("sources").EnumerateArray().Sum(static s => s.GetProperty("tokens").GetInt64());
    }

    [Fact]
    public void Mix_counts_by_words_by_a_vocabulary_and_with_special_tokens()
    {
        using ScratchFolder folder = Folder();
        Assert.Equal(40 * 15, Tokens(folder));

        // Behind a space "ab" is cut with it: a byte and a merge.
        Assert.Equal(40 * (15 + 10), Tokens(folder, "--tokenizer", "gpt2.tiktoken"));
        Assert.Equal(40 * 15, Tokens(folder, "--tokenizer", "vocab.txt"));
        Assert.Equal(40 * (15 + 10), Tokens(folder, "--tokenizer", "vocab.txt", "--count-special"));
        JsonElement told = Cli.Json(folder, "m.json").GetProperty("tokenizer")[0];
        Assert.Equal("vocab.txt", told.GetProperty("file").GetString());
        Assert.Contains("lower-cased", told.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Select_keeps_a_budget_of_tokens_and_of_lengths()
    {
        using ScratchFolder folder = Folder();
        int Taken(params string[] options) => Cli.Lines(Cli.Text(folder, ["select", "a.csv", "--tokens", "300", .. options])).Skip(1).Sum(static l => l.Split(',')[2].Split(' ').Length);

        int words = Taken("--text", "text");
        int tokens = Taken("--text", "text", "--tokenizer", "gpt2.tiktoken");
        Assert.InRange(words, 296, 300);
        Assert.InRange(tokens, 150, 230);

        folder.File("lengths.csv", "id,n\n1,100\n2,150\n3,60.9\n4,\n");

        // 100 + 150 + 60 + 0: fractions are cut off, and a missing length is none.
        Assert.Equal(5, Cli.Lines(Cli.Text(folder, "select", "lengths.csv", "--tokens", "310", "--length-column", "n")).Length);
        Assert.InRange(Cli.Lines(Cli.Text(folder, "select", "lengths.csv", "--tokens", "309", "--length-column", "n")).Length, 1, 4);
        Cli.Fails(folder, 2, ["--text and --length-column"], "select", "lengths.csv", "--tokens", "9", "--length-column", "n", "--text", "id");
    }

    [Fact]
    public void Workers_and_shards_give_the_same_bytes_and_provenance_names_the_vocabulary()
    {
        using ScratchFolder folder = Folder();
        string[] run = ["select", "a.csv", "--tokens", "300", "--text", "text", "--tokenizer", "gpt2.tiktoken"];
        string one = Cli.Text(folder, [.. run, "--workers", "1"]);
        Assert.Equal(one, Cli.Text(folder, [.. run, "--workers", "7"]));
        for (int i = 0; i < 2; i++)
        {
            Cli.Text(folder, [.. run, "--shard", $"{i}/2", "-o", $"s{i}.state", "-q"]);
        }

        Assert.Equal(one, Cli.Text(folder, "merge", "s0.state", "s1.state"));
        Cli.Text(folder, [.. run, "-o", "out.csv"]);
        JsonElement inputs = Cli.Json(folder, "out.csv.curate.json").GetProperty("inputs");
        Assert.Equal(["a.csv", "gpt2.tiktoken"], inputs.EnumerateArray().Select(static i => i.GetProperty("name").GetString()));
        Assert.Equal(64, inputs[1].GetProperty("sha256").GetString()!.Length);

        // Another vocabulary is another run.
        folder.File("gpt2.tiktoken", folder.Text("gpt2.tiktoken") + Convert.ToBase64String(" ab"u8) + " 257\n");
        Cli.Fails(folder, 3, ["inputs are not the ones"], "merge", "s0.state", "s1.state");
    }

    [Fact]
    public void What_cannot_be_counted_is_told()
    {
        using ScratchFolder folder = Folder();
        folder.File("my.tiktoken", folder.Text("gpt2.tiktoken"));
        folder.File("bad.json", "{\"model\":\n{]}");
        folder.File("no-unknown.json", """{"model":{"type":"Unigram","unk_id":null,"vocab":[["a",-1]]}}""");
        string[] run = ["select", "a.csv", "--tokens", "9", "--text", "text"];
        Cli.Fails(folder, 2, ["my.tiktoken", "--tokenizer-pattern"], [.. run, "--tokenizer", "my.tiktoken"]);
        Cli.Fails(folder, 3, ["bad-vocabulary", "bad.json", "line 2"], [.. run, "--tokenizer", "bad.json"]);
        Cli.Fails(folder, 3, ["bad-value", "row ", "'text'", "no-unknown.json"], [.. run, "--tokenizer", "no-unknown.json"]);
        Cli.Fails(folder, 4, ["missing.json"], [.. run, "--tokenizer", "missing.json"]);
        Cli.Fails(folder, 2, ["--tokenizer FILE"], [.. run, "--tokenizer-pattern", "gpt2"]);
        Cli.Fails(folder, 2, ["--tokenizer FILE"], [.. run, "--count-special"]);
        Cli.Fails(folder, 2, ["--count-special"], [.. run, "--count-special", "--tokenizer", "gpt2.tiktoken"]);
        Cli.Fails(folder, 2, ["--text COL"], "select", "a.csv", "--rows", "9", "--tokenizer", "gpt2.tiktoken");
        Cli.Fails(folder, 5, ["vocabulary of --tokenizer", "--memory"], [.. run, "--tokenizer", "gpt2.tiktoken", "--memory", "8MiB"]);
    }
}
