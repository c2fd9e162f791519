using System.Globalization;
using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>Methods that make rows up, from file to file: every column of a made-up row survives in every format.</summary>
public sealed class OverSamplingTests
{
    private static readonly string s_lines = string.Concat(Enumerable.Range(0, 40).Select(static i => string.Create(CultureInfo.InvariantCulture,
        $"{{\"n\":{i},\"x\":{i * 0.25},\"label\":\"{(i % 5 == 0 ? "rare" : "often")}\",\"deep\":{{\"tags\":[\"t{i}\",null],\"at\":{i}}},\"note\":\"line {i}\"}}\n")));

    [Fact]
    public void Resample_smote_json_lines_keeps_nested_values_of_the_base_row()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", s_lines);
        string[] lines = Cli.Text(folder, "resample", "in.jsonl", "--method", "smote", "--label", "label", "--features", "n,x", "--parents").Trim().Split('\n');
        Check(lines);
    }

    [Fact]
    public void Resample_smote_csv_keeps_the_bytes_of_its_rows_and_every_column_of_made_up_ones()
    {
        using ScratchFolder folder = new();
        const string Head = "n,x,label,note";
        string[] input = [.. Enumerable.Range(0, 40).Select(static i => string.Create(CultureInfo.InvariantCulture,
            $"{i},{i * 0.25:0.00},{(i % 5 == 0 ? "rare" : "often")},\"line, {i}\""))];
        folder.File("in.csv", Head + "\r\n" + string.Concat(input.Select(static l => l + "\r\n")));
        CurateResult run = Cli.Run(folder, "resample", "in.csv", "--method", "smote", "--label", "label", "--features", "n,x", "--parents", "-o", "out.csv");
        Assert.Equal(0, run.ExitCode);
        string[] lines = folder.Text("out.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Head + ",_parent,_neighbor", lines[0].TrimEnd('\r'));
        Assert.Equal(input.Select(static l => l + ",,"), lines.Skip(1).Take(40).Select(static l => l.TrimEnd('\r')));
        Assert.Equal(65, lines.Length);
        foreach (string line in lines.Skip(41))
        {
            string[] parts = line.TrimEnd('\r').Split(',');
            int first = int.Parse(parts[^2], CultureInfo.InvariantCulture);
            int second = int.Parse(parts[^1], CultureInfo.InvariantCulture);
            Assert.Equal($"rare,\"line, {first}\"", string.Join(',', parts[2..^2]));
            double step = (double.Parse(parts[1], CultureInfo.InvariantCulture) - (first * 0.25)) / ((second - first) * 0.25);
            Assert.InRange(step, 0, 1);
            Assert.Equal(Math.Round(first + (step * (second - first)), MidpointRounding.ToEven), int.Parse(parts[0], CultureInfo.InvariantCulture), 1.0);
        }
    }

    [Fact]
    public void Resample_smogn_removes_common_rows_and_makes_rare_ones_to_equal_counts()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "x,y,value,note\n" + string.Concat(Enumerable.Range(0, 60).Select(static i => string.Create(CultureInfo.InvariantCulture,
            $"{i * 7 % 31},{i * 0.5},{(i % 12 == 0 ? 90 + i : i % 9)},line {i}\n"))));
        Cli.Text(folder, "resample", "in.csv", "--method", "smogn", "--label", "value", "--synthetic-column", "made", "--removed", "gone.csv", "-o", "out.csv");
        string[][] rows = [.. Cli.Lines(folder, "out.csv").Skip(1).Select(static l => l.Split(','))];
        Assert.Equal(60, rows.Length);

        // Of 0 to 8 the median is 4 and 8 the last value inside the fences, so 7 (relevance 0.84) and 8 are rare, as are the five values far off.
        Assert.Equal(13, rows.Count(static r => r[4] == "true"));
        Assert.Equal(17, rows.Count(static r => r[4] == "false" && int.Parse(r[2], CultureInfo.InvariantCulture) >= 7));
        Assert.Equal(30, rows.Count(static r => r[4] == "false" && int.Parse(r[2], CultureInfo.InvariantCulture) < 7));
        Assert.Equal(14, Cli.Lines(folder, "gone.csv").Length);
        CurateResult text = Cli.Run(folder, "resample", "in.csv", "--method", "smogn", "--label", "note", "-o", "none.csv");
        Assert.Equal(3, text.ExitCode);
        Assert.Contains("is no number: row 1 has", text.Error, StringComparison.Ordinal);
        CurateResult even = Cli.Run(folder, "resample", "in.csv", "--method", "smoter", "--label", "y", "-o", "none.csv");
        Assert.Equal(2, even.ExitCode);
        Assert.Contains("is rare", even.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public void Resample_mlsmote_writes_sets_of_labels_in_the_form_of_the_column(string format)
    {
        using ScratchFolder folder = new();
        bool json = format == "jsonl";
        string[][] sets = [.. Enumerable.Range(0, 50).Select(static i => i % 10 == 0 ? i % 20 == 0 ? new[] { "rare", "b" } : ["rare"] : i % 3 == 0 ? ["a", "b"] : ["a"])];
        folder.File("in." + format, json
            ? string.Concat(sets.Select(static (s, i) => $"{{\"x\":{i * 7 % 31},\"y\":{i},\"tags\":{JsonSerializer.Serialize(s)}}}\n"))
            : "x,y,tags\n" + string.Concat(sets.Select(static (s, i) => $"{i * 7 % 31},{i},{string.Join('|', s)}\n")));
        string[] own = json ? [] : ["--label-separator", "|"];
        string[] lines = Cli.Text(folder, ["resample", "in." + format, "--method", "mlsmote", "--label", "tags", "--label-vote", "union", .. own]).Trim().Split('\n');
        string[] made = lines[(json ? 50 : 51)..];
        Assert.Equal(5, made.Length);
        foreach (string line in made)
        {
            string[] tags = json
                ? [.. JsonDocument.Parse(line).RootElement.GetProperty("tags").EnumerateArray().Select(static e => e.GetString()!)]
                : line.Split(',')[2].Split('|');
            Assert.Equal(["b", "rare"], tags.Order());
        }
    }

    [Fact]
    public void Resample_smote_parquet_keeps_nested_values_of_the_base_row()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", s_lines);
        Cli.Text(folder, "convert", "in.jsonl", "-o", "in.parquet");
        Cli.Text(folder, "resample", "in.parquet", "--method", "smote", "--label", "label", "--features", "n,x", "--parents", "-o", "out.parquet");
        Check(Cli.Text(folder, "convert", "out.parquet", "--output-format", "jsonl").Trim().Split('\n'));
    }

    [Fact]
    public void Resample_smote_other_and_order_say_what_made_up_rows_are()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", s_lines);
        string[] lines = Cli.Text(folder, "resample", "in.jsonl", "--method", "smote", "--label", "label", "--features", "n,x", "--other", "null,note=made",
            "--order", "shuffled", "--synthetic-column", "made").Trim().Split('\n');
        Assert.Equal(64, lines.Length);
        int count = 0;
        foreach (string line in lines)
        {
            JsonElement row = JsonDocument.Parse(line).RootElement;
            if (row.GetProperty("made").GetBoolean())
            {
                count++;
                Assert.Equal("made", row.GetProperty("note").GetString());
                Assert.Equal(JsonValueKind.Null, row.GetProperty("deep").ValueKind);
                Assert.Equal("rare", row.GetProperty("label").GetString());
            }
        }

        Assert.Equal(24, count);
    }

    [Fact]
    public void Resample_smote_warns_that_it_seldom_helps_and_refuses_shards()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", s_lines);
        CurateResult run = Cli.Run(folder, "resample", "in.jsonl", "--method", "smote", "--label", "label", "--features", "n,x", "-o", "out.jsonl");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("seldom a strong one", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, Cli.Run(folder, "resample", "in.jsonl", "--label", "label", "--features", "n,x", "--shrinkage", "1", "--shard", "1/2", "-o", "part.state").ExitCode);
        Assert.Equal(2, Cli.Run(folder, "resample", "in.jsonl", "--label", "label", "--features", "n,x", "-o", "plain.jsonl").ExitCode);
    }

    private static void Check(string[] lines)
    {
        Assert.Equal(64, lines.Length);
        JsonElement[] rows = [.. lines.Select(static l => JsonDocument.Parse(l).RootElement)];
        foreach (JsonElement row in rows.Skip(40))
        {
            int first = row.GetProperty("_parent").GetInt32();
            int second = row.GetProperty("_neighbor").GetInt32();
            Assert.Equal("rare", row.GetProperty("label").GetString());
            Assert.Equal(rows[first].GetProperty("deep").GetRawText(), row.GetProperty("deep").GetRawText());
            Assert.Equal($"line {first}", row.GetProperty("note").GetString());
            double step = (row.GetProperty("x").GetDouble() - (first * 0.25)) / ((second - first) * 0.25);
            Assert.InRange(step, 0, 1);
            Assert.Equal(Math.Round(first + (step * (second - first)), MidpointRounding.ToEven), row.GetProperty("n").GetDouble(), 1.0);
            Assert.True(row.GetProperty("n").TryGetInt64(out _));
        }
    }
}
