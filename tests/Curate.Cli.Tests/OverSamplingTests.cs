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
