using System.Text;
using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary><c>select --method rules</c> from the command line.</summary>
public sealed class RulesTests
{
    private const string Good = "The harbour office has published the plan for the new quay. It will be open to all boats that have a permit.";

    private static void Write(ScratchFolder folder) => folder.File("in.jsonl",
        $$"""
        {"id":1,"text":"{{Good}}"}
        {"id":2,"text":"Home\n{{Good}}\nPlease enable JavaScript to see the rest."}
        {"id":3,"text":"buy now buy now buy now buy now buy now buy now"}
        {"id":4,"text":"Das Hafenamt hat den Plan für den neuen Kai veröffentlicht, und alle dürfen ihn lesen."}
        {"id":5,"text":null}

        """);

    [Fact]
    public void One_pass_counts_every_reason_and_copies_rows_as_they_are()
    {
        using ScratchFolder folder = new();
        Write(folder);
        CurateResult run = Cli.Run(folder, "select", "in.jsonl", "--method", "rules", "--text", "text", "--min-words", "5", "--max-top-2-gram", "0.5", "-o", "out.jsonl", "--report", "r.json").Expect(0);
        Assert.StartsWith($$"""{"id":1,"text":"{{Good}}"}""" + "\n" + """{"id":2,"text":"Home\n""", Encoding.UTF8.GetString(folder.Bytes("out.jsonl")), StringComparison.Ordinal);
        JsonElement report = Cli.Json(folder, "r.json");
        JsonElement dropped = report.GetProperty("counts").GetProperty("dropped");
        Assert.Equal(1, dropped.GetProperty("too-few-words").GetInt64());
        Assert.Equal(1, dropped.GetProperty("top-2-gram").GetInt64());
        Assert.Equal(3, report.GetProperty("counts").GetProperty("kept").GetInt64());
        Assert.Contains("top-2-gram", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Language_drops_texts_in_others()
    {
        using ScratchFolder folder = new();
        Write(folder);
        string kept = Cli.Text(folder, "select", "in.jsonl", "--method", "rules", "--text", "text", "--min-words", "12", "--language", "en", "-q");
        Assert.Equal(["1", "2"], NaiveTable.ParseJsonLines(Encoding.UTF8.GetBytes(kept)).Column("id"));
    }

    [Theory]
    [InlineData("out.jsonl")]
    [InlineData("out.csv")]
    [InlineData("out.parquet")]
    public void Lines_are_cut_in_every_format_and_removed_rows_say_why(string output)
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Run(folder, "select", "in.jsonl", "--method", "rules", "--text", "text", "--preset", "c4", "--min-sentences", "2", "--removed", "gone.jsonl", "-o", output).Expect(0);
        TableData kept = NaiveTable.ParseJsonLines(Encoding.UTF8.GetBytes(Cli.Text(folder, "convert", output, "--output-format", "jsonl", "-q")));
        Assert.Equal(["1", "2"], kept.Column("id"));
        Assert.Equal([Good, Good], kept.Column("text"));
        TableData gone = NaiveTable.ParseJsonLines(folder.Bytes("gone.jsonl"));
        Assert.Equal(["nothing-left", "too-few-sentences", "too-few-sentences"], gone.Column("_reason"));
        Assert.Equal(["nothing-left,too-few-sentences", "too-few-sentences", "too-few-sentences"], gone.Column("_rules"));
        Assert.Equal(["0", "1", "0"], gone.Column("_value"));
    }

    [Fact]
    public void Mark_keeps_all_and_statistics_are_columns()
    {
        using ScratchFolder folder = new();
        Write(folder);
        string text = Cli.Text(folder, "select", "in.jsonl", "--method", "rules", "--text", "text", "--preset", "c4", "--min-words", "8", "--mark", "--statistics", "words,lines-cut,language", "-q");
        TableData rows = NaiveTable.ParseJsonLines(Encoding.UTF8.GetBytes(text));
        Assert.Equal(["1", "2", "3", "4", "5"], rows.Column("id"));
        Assert.Equal([null, null, "nothing-left,too-few-words", null, "too-few-words"], rows.Column("_rules").Select(static r => r is null ? null : string.Join(',', r.Split(',').Where(static p => p != "too-few-sentences"))).Select(static r => string.IsNullOrEmpty(r) ? null : r));
        Assert.Equal(["22", "22", "0", "15", "0"], rows.Column("_words"));
        Assert.Equal(["0", "2", "1", "0", "0"], rows.Column("_lines_cut"));
        Assert.Equal(["en", "en", "und", "de", "und"], rows.Column("_language"));
    }

    [Fact]
    public void Explain_shows_the_statistics_beside_the_limits()
    {
        using ScratchFolder folder = new();
        Write(folder);
        string told = Cli.Text(folder, "select", "in.jsonl", "--method", "rules", "--text", "text", "--preset", "gopher-repetition", "--explain", "2");
        Assert.Contains("Row 2: dropped, top-2-gram", told, StringComparison.Ordinal);
        Assert.Contains("top-2-gram: 0.8936 (at most 0.2: broken, top-2-gram)", told, StringComparison.Ordinal);
        Assert.Contains("  words: 12\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_workers_give_the_bytes_of_one()
    {
        using ScratchFolder folder = new();
        Write(folder);
        string[] run = ["select", "in.jsonl", "--method", "rules", "--text", "text", "--preset", "fineweb", "--min-words", "3", "--statistics", "all", "-q"];
        Assert.Equal(Cli.Text(folder, [.. run, "--workers", "1"]), Cli.Text(folder, [.. run, "--workers", "2"]));
    }

    [Fact]
    public void Refusals_name_what_is_wrong()
    {
        using ScratchFolder folder = new();
        Write(folder);
        string[] run = ["select", "in.jsonl", "--method", "rules", "--text", "text"];
        Cli.Fails(folder, 2, ["No rule is given", "--preset gopher"], run);
        Cli.Fails(folder, 2, ["--preset does not know 'gophr'", "Did you mean gopher?"], [.. run, "--preset", "gophr"]);
        Cli.Fails(folder, 2, ["--language does not know 'english'"], [.. run, "--language", "english"]);
        Cli.Fails(folder, 2, ["--off does not know"], [.. run, "--preset", "c4", "--off", "few-words"]);
        Cli.Fails(folder, 2, ["--min-words 9 and --max-words 3 leave no text", "--off"], [.. run, "--min-words", "9", "--max-words", "3"]);
        Cli.Fails(folder, 2, ["--max-digits takes a fraction"], [.. run, "--max-digits", "2"]);
        Cli.Fails(folder, 2, ["'texts'", "Did you mean 'text'?"], "select", "in.jsonl", "--method", "rules", "--text", "texts", "--min-words", "1");
        Cli.Fails(folder, 2, ["--text is required"], "select", "in.jsonl", "--method", "rules", "--min-words", "1");
        Cli.Run(folder, [.. run, "--min-words", "5", "--fail-on", "too-few-words", "-o", "o.jsonl"]).Expect(1);
    }
}
