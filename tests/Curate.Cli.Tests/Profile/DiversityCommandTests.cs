using System.Globalization;
using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests.Profile;

/// <summary><c>curate profile --diversity</c> as a process.</summary>
public sealed class DiversityCommandTests
{
    private const string Rows = "x,y,text,who,score\n1,0,one two,a,0.9\n0,1,three four,a,0.1\n1,0,one two,b,0.5\n-1,0,five,b,0.7\n";

    [Fact]
    public void Report_has_the_three_blocks_and_the_price_of_a_threshold()
    {
        using ScratchFolder folder = new();
        folder.File("rows.csv", Rows);
        string text = Cli.Run(folder, "profile", "rows.csv", "--diversity", "--features", "x,y", "--text", "text", "--score", "score", "--source", "who", "-q").Expect(0).Text;
        Assert.Contains("\nQuality, diversity, complexity  2 columns\n", text, StringComparison.Ordinal);
        Assert.Contains("Vendi inf", text, StringComparison.Ordinal);
        Assert.Contains("distinct-2", text, StringComparison.Ordinal);
        Assert.Contains("least score", text, StringComparison.Ordinal);
        JsonElement found = Json(folder, "rows.csv", "--diversity", "--features", "x,y", "--source", "who", "--vendi-orders", "1,inf");
        Assert.Equal(["all", "a", "b"], found.GetProperty("sets").EnumerateArray().Select(static s => s.GetProperty("name").GetString()!));

        // Three rows of one line and one across it: shares of 3/4 and 1/4.
        double[] scores = [.. found.GetProperty("sets")[0].GetProperty("vendi").EnumerateArray().Select(static v => v.GetProperty("vendi_score").GetDouble())];
        Assert.Equal(Math.Exp(-(0.75 * Math.Log(0.75)) - (0.25 * Math.Log(0.25))), scores[0], 1e-9);
        Assert.Equal(4.0 / 3, scores[1], 1e-9);
        Assert.Equal("Infinity", found.GetProperty("sets")[0].GetProperty("vendi")[1].GetProperty("order").GetString());
    }

    [Fact]
    public void Embeddings_of_any_format_and_split_give_the_same_report()
    {
        using ScratchFolder folder = new();
        var random = new SplitMix64(6);
        string[] lines = [.. Enumerable.Range(0, 2500).Select(_ => string.Create(CultureInfo.InvariantCulture, $"{{\"v\":[{random.Below(100)},{random.Below(100)},{random.Below(7)}],\"s\":{random.Below(50)}}}"))];
        folder.File("rows.jsonl", string.Join('\n', lines) + "\n");
        folder.File("parts/a.jsonl", string.Join('\n', lines[..999]) + "\n");
        folder.File("parts/b.jsonl", string.Join('\n', lines[999..]) + "\n");
        Cli.Run(folder, "convert", "rows.jsonl", "-o", "rows.parquet").Expect(0);
        string one = Json(folder, "rows.jsonl", "--diversity", "--embedding", "v", "--score", "s").GetRawText();
        Assert.Contains("\"vendi_rows\": 2500", one, StringComparison.Ordinal);
        Assert.Equal(one, Json(folder, "rows.parquet", "--diversity", "--embedding", "v", "--score", "s", "--workers", "5").GetRawText());
        Assert.Equal(one, Json(folder, "parts", "--diversity", "--embedding", "v", "--score", "s").GetRawText());
        Assert.Equal(one, Cli.Piped(folder, string.Join('\n', lines) + "\n", "profile", "-", "--diversity", "--embedding", "v", "--score", "s", "--format", "json").Expect(0).Text is var piped ? JsonDocument.Parse(piped).RootElement.GetProperty("diversity").GetRawText() : "");
    }

    [Theory]
    [InlineData("Pass --diversity", "--vendi-orders", "1")]
    [InlineData("Pass --embedding COL, --features COLS or --text COL", "--diversity")]
    [InlineData("Pass --similarity rbf", "--diversity", "--features", "x", "--bandwidth", "2")]
    [InlineData("is no order of a Vendi score", "--diversity", "--features", "x", "--vendi-orders", "0")]
    [InlineData("--diversity needs all rows", "--diversity", "--features", "x", "--shard", "0/2", "-o", "a.state")]
    [InlineData("no column 'loser'", "--diversity", "--features", "x", "--loss", "loser")]
    public void What_does_not_go_together_is_refused(string said, params string[] arguments)
    {
        using ScratchFolder folder = new();
        folder.File("rows.csv", Rows);
        Assert.Contains(said, Cli.Run(folder, ["profile", "rows.csv", .. arguments]).Expect(2).Error, StringComparison.Ordinal);
    }

    private static JsonElement Json(ScratchFolder folder, params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Cli.Run(folder, ["profile", .. arguments, "--format", "json", "-q"]).Expect(0).Text);
        return document.RootElement.GetProperty("diversity").Clone();
    }
}
