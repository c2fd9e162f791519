using System.Text.Json;
using Curate.Core.Profile.Alerts;
using Curate.TestKit;

namespace Curate.Cli.Tests.Profile;

/// <summary><c>curate profile</c> as a process: formats, states, comparison, exit codes.</summary>
public sealed class ProfileCommandTests
{
    private static readonly string s_penguins = File.ReadAllText(RepositoryRoot.Combine("examples/penguins/penguins.csv"));

    [Fact]
    public void Report_goes_to_standard_output_and_a_line_to_standard_error()
    {
        using ScratchFolder folder = Penguins();
        CurateResult result = Cli.Run(folder, "profile", "penguins.csv", "--label", "species", "--group", "island").Expect(0);
        Assert.StartsWith("penguins.csv\n", result.Text, StringComparison.Ordinal);
        foreach (string part in new[] { "\nAlerts", "\nColumns\n", "\nLabel species  3 classes\n", "\nGroup island  3 groups\n", "\nspecies by island", "\nAssociations" })
        {
            Assert.Contains(part, result.Text, StringComparison.Ordinal);
        }

        Assert.Matches(@"^profile: 344 rows, 7 columns, \d+ alerts \(\d+\.\d\d s, seed 42\)\n$", result.Error);
        Assert.Equal("", Cli.Run(folder, "profile", "penguins.csv", "-q").Expect(0).Error);
    }

    [Fact]
    public void Small_groups_are_named()
    {
        using ScratchFolder folder = Penguins();
        string[] roles = ["penguins.csv", "--label", "species", "--group", "island"];
        JsonElement Small(params string[] more) => Report(folder, [.. roles, .. more]).GetProperty("crosses")[0].GetProperty("small_groups");
        Assert.Equal(0, Small().GetArrayLength());
        JsonElement small = Assert.Single(Small("--small-group", "60").EnumerateArray());
        Assert.Equal(("Torgersen", 52), (small.GetProperty("group").GetString(), small.GetProperty("rows").GetInt64()));
        Assert.Contains("Torgersen (52)", Cli.Run(folder, ["profile", .. roles, "--small-group", "60"]).Expect(0).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Separability_looks_at_the_values_of_an_embedding()
    {
        using ScratchFolder folder = new();
        var lines = new System.Text.StringBuilder();
        for (int i = 0; i < 60; i++)
        {
            // The second value tells the classes apart, the first does not.
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"y":"{{(i % 2 == 0 ? "a" : "b")}}","v":[{{i / 2 % 7}}.5,{{(i % 2 * 10) + (i % 3)}}.25]}""").Append('\n');
        }

        folder.File("v.jsonl", lines.ToString());
        JsonElement label = Report(folder, "v.jsonl", "--label", "y", "--embedding", "v").GetProperty("balance")[0].GetProperty("separability");
        Assert.Contains("v[1]", label.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Report(folder, "v.jsonl", "--label", "y").GetProperty("balance")[0].GetProperty("separability").ValueKind);
    }

    [Fact]
    public void Figures_are_those_of_the_file()
    {
        using ScratchFolder folder = Penguins();
        JsonElement report = Report(folder, "penguins.csv", "--label", "species");
        Assert.Equal(1, report.GetProperty("schema").GetInt32());
        Assert.Equal(344, report.GetProperty("rows").GetInt64());
        Assert.Equal(s_penguins.Length, report.GetProperty("bytes").GetInt64());
        JsonElement mass = report.GetProperty("columns").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "body_mass_g");
        double[] values = [.. Cli.Lines(s_penguins).Skip(1).Select(l => l.Split(',')[5]).Where(v => v.Length > 0).Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(344 - values.Length, mass.GetProperty("nulls").GetInt64());
        Assert.Equal(values.Distinct().Count(), mass.GetProperty("distinct").GetInt64());
        Assert.Equal(values.Min(), mass.GetProperty("min").GetDouble());
        Assert.Equal(values.Max(), mass.GetProperty("max").GetDouble());
        Assert.Equal(values.Sum() / values.Length, mass.GetProperty("mean").GetDouble(), 1e-9);
        string[] classes = [.. report.GetProperty("balance")[0].GetProperty("classes").EnumerateArray().Select(c => $"{c.GetProperty("name")} {c.GetProperty("count")}")];
        Assert.Equal(["Adelie 152", "Gentoo 124", "Chinstrap 68"], classes);
    }

    [Theory]
    [InlineData("report.json", "{\n  \"schema\": 1,")]
    [InlineData("report.md", "# Profile of penguins.csv\n")]
    [InlineData("report.html", "<!doctype html>\n")]
    [InlineData("report.txt", "penguins.csv\n")]
    [InlineData("report", "penguins.csv\n")]
    public void Format_follows_from_the_name_of_the_output(string name, string begins)
    {
        using ScratchFolder folder = Penguins();
        CurateResult result = Cli.Run(folder, "profile", "penguins.csv", "-o", name).Expect(0);
        Assert.Equal("", result.Text);
        Assert.EndsWith($"; wrote {name}\n", result.Error, StringComparison.Ordinal);
        Assert.StartsWith(begins, folder.Text(name), StringComparison.Ordinal);
        Cli.Fails(folder, 2, ["output-exists", "--force"], "profile", "penguins.csv", "-o", name);
    }

    [Fact]
    public void Format_that_is_named_wins()
    {
        using ScratchFolder folder = Penguins();
        Cli.Run(folder, "profile", "penguins.csv", "-o", "report.txt", "--format", "md").Expect(0);
        Assert.StartsWith("# Profile of", folder.Text("report.txt"), StringComparison.Ordinal);
        Cli.Run(folder, "profile", "penguins.csv", "-o", "report.md.gz").Expect(0);
        Assert.Equal([0x1f, 0x8b], folder.Bytes("report.md.gz")[..2]);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    [InlineData("md")]
    [InlineData("html")]
    public void Report_is_the_same_for_any_workers_and_split_of_the_input(string format)
    {
        using ScratchFolder folder = Penguins();
        string[] lines = Cli.Lines(s_penguins);
        Directory.CreateDirectory(Path.Combine(folder.Root, "parts"));
        folder.File("parts/a.csv", string.Join('\n', lines[..100]) + "\n");
        folder.File("parts/b.csv", lines[0] + "\n" + string.Join('\n', lines[100..]) + "\n");
        string[] roles = ["--label", "species", "--group", "island", "--format", format, "-q"];
        string one = WithoutRun(Cli.Text(folder, ["profile", "penguins.csv", "--workers", "1", .. roles]));
        Assert.Equal(one, WithoutRun(Cli.Text(folder, ["profile", "penguins.csv", "--workers", "7", .. roles])));
        string split = WithoutRun(Cli.Text(folder, ["profile", "parts", "--workers", "3", .. roles]));
        if (format == "json")
        {
            using JsonDocument whole = JsonDocument.Parse(one);
            using JsonDocument parts = JsonDocument.Parse(split);
            foreach (string key in new[] { "columns", "duplicates", "associations", "crosses", "alerts" })
            {
                Assert.Equal(whole.RootElement.GetProperty(key).GetRawText(), parts.RootElement.GetProperty(key).GetRawText());
            }
        }
    }

    [Fact]
    public void Shards_merge_to_the_report_of_one_run()
    {
        using ScratchFolder folder = Penguins();
        string[] roles = ["--label", "species", "--group", "island", "--max-missing", "0.2", "--top", "2"];
        Cli.Run(folder, ["profile", "penguins.csv", .. roles, "-o", "whole.json"]).Expect(0);
        for (int i = 0; i < 3; i++)
        {
            CurateResult shard = Cli.Run(folder, ["profile", "penguins.csv", .. roles, "--shard", $"{i}/3", "-o", $"part{i}.state"]).Expect(0);
            Assert.StartsWith($"profile: shard {i}/3, rows ", shard.Error, StringComparison.Ordinal);
        }

        Cli.Fails(folder, 2, ["shard-mismatch", "1 of 3 shards are missing: 1."], "merge", "part0.state", "part2.state");
        Cli.Run(folder, "merge", "part2.state", "part0.state", "part1.state", "-o", "merged.json", "--save-state", "whole.state").Expect(0);
        Assert.Equal(WithoutRun(folder.Text("whole.json")), WithoutRun(folder.Text("merged.json")));
        Cli.Run(folder, "merge", "whole.state", "-o", "again.json").Expect(0);
        Assert.Equal(WithoutRun(folder.Text("whole.json")), WithoutRun(folder.Text("again.json")));
    }

    [Fact]
    public void State_compares_as_the_dataset_it_was_made_from()
    {
        using ScratchFolder folder = Penguins();
        string[] lines = Cli.Lines(s_penguins);
        folder.File("half.csv", string.Join('\n', lines[..200]) + "\n");
        Cli.Run(folder, "profile", "half.csv", "--label", "species", "-q", "--save-state", "half.state", "-o", "half.json").Expect(0);
        Cli.Run(folder, "profile", "penguins.csv", "--label", "species", "--against", "half.csv", "-o", "a.json").Expect(0);
        Cli.Run(folder, "profile", "penguins.csv", "--label", "species", "--against", "half.state", "-o", "b.json").Expect(0);
        Assert.Equal(WithoutRun(folder.Text("a.json")), WithoutRun(folder.Text("b.json")));
        JsonElement comparison = Cli.Json(folder, "a.json").GetProperty("comparison");
        Assert.Equal("half.csv", comparison.GetProperty("other").GetString());
        Assert.Equal(199, comparison.GetProperty("other_rows").GetInt64());

        // Two saved states compare without any of the datasets.
        Cli.Run(folder, "profile", "penguins.csv", "--label", "species", "--save-state", "whole.state", "-o", "whole.json").Expect(0);
        File.Delete(Path.Combine(folder.Root, "penguins.csv"));
        Cli.Run(folder, "merge", "whole.state", "--against", "half.state", "-o", "c.json").Expect(0);
        Assert.Equal(WithoutRun(folder.Text("a.json")), WithoutRun(folder.Text("c.json")));
    }

    [Fact]
    public void Damaged_state_is_refused()
    {
        using ScratchFolder folder = Penguins();
        Cli.Run(folder, "profile", "penguins.csv", "--save-state", "whole.state", "-o", "whole.json").Expect(0);
        byte[] state = folder.Bytes("whole.state");
        File.WriteAllBytes(Path.Combine(folder.Root, "cut.state"), state[..(state.Length / 2)]);
        Cli.Fails(folder, 3, ["corrupt-file", "cut.state"], "merge", "cut.state");
        Cli.Fails(folder, 3, ["corrupt-file", "cut.state"], "profile", "penguins.csv", "--against", "cut.state");
        folder.File("none.state", "curate-state no");
        Cli.Fails(folder, 2, ["shard-mismatch"], "merge", "none.state");
    }

    [Theory]
    [InlineData(1, "warning")]
    [InlineData(1, "note")]
    [InlineData(1, "missing-values")]
    [InlineData(1, "zeros,missing-values")]
    [InlineData(0, "error")]
    [InlineData(0, "constant-column")]
    public void Fail_on_ends_with_1_after_the_report(int exitCode, string on)
    {
        using ScratchFolder folder = Penguins();
        CurateResult result = Cli.Run(folder, "profile", "penguins.csv", "--fail-on", on, "-o", "report.json").Expect(exitCode);
        Assert.NotEmpty(Cli.Json(folder, "report.json").GetProperty("alerts").EnumerateArray());
        Assert.Equal(exitCode == 1, result.Error.Contains($" --fail-on {on}: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Threshold_moves_an_alert()
    {
        using ScratchFolder folder = Penguins();
        static string[] Codes(JsonElement report) => [.. report.GetProperty("alerts").EnumerateArray().Select(a => a.GetProperty("code").GetString()!)];
        Assert.Contains("missing-values", Codes(Report(folder, "penguins.csv")));
        Assert.DoesNotContain("missing-values", Codes(Report(folder, "penguins.csv", "--max-missing", "5%")));
    }

    [Fact]
    public void Standard_input_and_json_lines_are_read()
    {
        using ScratchFolder folder = Penguins();
        Cli.Run(folder, "convert", "penguins.csv", "-o", "penguins.jsonl").Expect(0);
        string lines = folder.Text("penguins.jsonl");
        foreach ((string input, string[] more) in new[] { (s_penguins, Array.Empty<string>()), (lines, ["--input-format", "jsonl"]), (lines, []) })
        {
            CurateResult result = Cli.Piped(folder, input, ["profile", "--format", "json", "--label", "species", .. more]).Expect(0);
            using JsonDocument report = JsonDocument.Parse(result.Text);
            Assert.Equal(344, report.RootElement.GetProperty("rows").GetInt64());
            Assert.Equal("standard input", report.RootElement.GetProperty("name").GetString());
            Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("bytes").ValueKind);
            Assert.Equal(152, report.RootElement.GetProperty("balance")[0].GetProperty("classes")[0].GetProperty("count").GetInt64());
        }
    }

    [Fact]
    public void Where_limit_and_bad_rows_are_said()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1,x\n2,y\n3\n4,x\n5,x\n");
        JsonElement report = Report(folder, "in.csv", "--where", "b = 'x'", "--on-bad-row", "skip");
        Assert.Equal(3, report.GetProperty("rows").GetInt64());
        Assert.Equal(1, report.GetProperty("counts").GetProperty("where").GetInt64());
        Assert.Equal(1, report.GetProperty("counts").GetProperty("bad_rows").GetProperty("ragged-row").GetInt64());
        string text = Cli.Text(folder, "profile", "in.csv", "--limit", "1");
        Assert.Contains("only the first 1 row were read", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_choose_what_is_described_and_roles_need_not_be_among_them()
    {
        using ScratchFolder folder = Penguins();
        JsonElement report = Report(folder, "penguins.csv", "--columns", "bill_*", "--label", "species");
        Assert.Equal(["bill_length_mm", "bill_depth_mm", "species"], report.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
    }

    [Fact]
    public void Predictions_are_measured()
    {
        using ScratchFolder folder = new();
        folder.File("scored.csv", "label,answer,p\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{(i % 10 == 0 ? "yes" : "no")},{(i % 20 == 0 || i % 33 == 1 ? "yes" : "no")},{(i % 10 == 0 ? 0.9 - i / 1000.0 : i / 200.0).ToString(System.Globalization.CultureInfo.InvariantCulture)}\n")));
        JsonElement metrics = Report(folder, "scored.csv", "--label", "label", "--prediction", "answer", "--probability", "p", "--assume-missed", "10%").GetProperty("metrics");
        JsonElement yes = metrics.GetProperty("classes").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "yes");
        Assert.Equal(10, yes.GetProperty("support").GetInt64());
        Assert.Equal(0.5, yes.GetProperty("recall").GetProperty("value").GetDouble(), 1e-12);
        Assert.Equal(0.1, metrics.GetProperty("assume_missed")[0].GetProperty("missed").GetDouble());
    }

    [Fact]
    public void Empty_table_and_header_alone_are_described()
    {
        using ScratchFolder folder = new();
        folder.File("none.csv", "a,b\n");
        foreach (string format in new[] { "text", "json", "md", "html" })
        {
            Assert.NotEqual("", Cli.Text(folder, "profile", "none.csv", "--format", format, "--label", "a", "--group", "b"));
        }
    }

    [Theory]
    [InlineData("Did you mean 'species'?", "--label", "specis")]
    [InlineData("Did you mean 'species'?", "--prediction", "specie", "--label", "species")]
    [InlineData("--max-missing takes a fraction", "--max-missing", "2")]
    [InlineData("Did you mean missing-values?", "--fail-on", "missing-value")]
    [InlineData("Pass --label COL", "--prediction", "species")]
    [InlineData("Did you mean --max-missing?", "--max-mising", "1%")]
    [InlineData("does not follow from the name", "-o", "report.pdf")]
    [InlineData("--assume-missed takes shares", "--assume-missed", "1.5", "--label", "species", "--prediction", "island")]
    [InlineData("name the same file", "-o", "x.json", "--save-state", "x.json")]
    [InlineData("needs a file", "--shard", "0/2")]
    [InlineData("needs all rows", "--shard", "0/2", "-o", "a.state", "--against", "penguins.csv")]
    public void Wrong_usage_says_what_is_wrong(string says, params string[] arguments)
    {
        using ScratchFolder folder = Penguins();
        Cli.Fails(folder, 2, [says], ["profile", "penguins.csv", .. arguments]);
    }

    [Fact]
    public void Failed_run_leaves_no_report()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1,2\n3\n");
        Cli.Fails(folder, 3, ["ragged-row"], "profile", "in.csv", "-o", "report.html", "--save-state", "in.state");
    }

    [Fact]
    public void Dry_run_reads_nothing_and_writes_nothing()
    {
        using ScratchFolder folder = Penguins();
        string text = Cli.Text(folder, "profile", "penguins.csv", "--label", "species", "-o", "report.html", "--dry-run");
        foreach (string says in new[] { "penguins.csv", "label = species", "max-missing = 0.01", "Passes   1;", "Output   report.html" })
        {
            Assert.Contains(says, text, StringComparison.Ordinal);
        }

        Assert.Equal(["penguins.csv"], folder.Files());
    }

    [Fact]
    public void Explain_knows_every_alert_and_the_option_that_moves_it()
    {
        using ScratchFolder folder = new();
        string text = Cli.Text(folder, ["explain", .. AlertCodes.All.Select(c => c.Code)]);
        foreach (AlertCode code in AlertCodes.All)
        {
            Assert.Contains($"{code.Code} (", text, StringComparison.Ordinal);
            Assert.Contains(code.Formula, text, StringComparison.Ordinal);
            if (code.Threshold is not null)
            {
                Assert.NotNull(Commands.ExplainCommand.ThresholdOf(code));
            }
        }

        Assert.Contains("Option  --max-missing P", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Colour_and_ascii_follow_the_option()
    {
        using ScratchFolder folder = Penguins();
        string always = Cli.Text(folder, "profile", "penguins.csv", "--color", "always");
        Assert.Contains("\x1b[", always, StringComparison.Ordinal);
        string never = Cli.Text(folder, "profile", "penguins.csv", "--color", "never");
        Assert.All(never, c => Assert.InRange((int)c, 10, 126));
        Assert.DoesNotContain("\x1b", Cli.Text(folder, "profile", "penguins.csv"), StringComparison.Ordinal);
    }

    private static ScratchFolder Penguins()
    {
        var folder = new ScratchFolder();
        folder.File("penguins.csv", s_penguins);
        return folder;
    }

    private static JsonElement Report(ScratchFolder folder, params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Cli.Text(folder, ["profile", .. arguments, "--format", "json", "-q"]));
        return document.RootElement.Clone();
    }

    /// <summary>A report without what differs between equal runs.</summary>
    private static string WithoutRun(string report)
    {
        int run = report.IndexOf("\n  \"run\": {", StringComparison.Ordinal);
        return run < 0 ? report : report[..run] + "\n  \"run\": null\n}";
    }
}
