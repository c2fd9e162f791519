using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests.Recipes;

/// <summary>A stage that describes rows: the report of <c>curate profile</c>, rows handed on as they are, a gate that stops the run.</summary>
public sealed class ProfileStageTests
{
    private const string Head = "version: 1\ninputs: {raw: in.csv, other: other.csv}\nstages:\n";

    [Theory]
    [InlineData("{command: convert, from: raw, where: whole > 100}", "")]
    [InlineData("{command: dedupe, from: raw, key: label}", "label: label, sample: 40, top: 3")]
    [InlineData("{command: split, from: raw, label: label}", "label: split, where: whole > 100, columns: 'split,whole,label', no-duplicates: true")]
    [InlineData("{command: resample, from: raw, label: flag, method: smote, features: whole}", "features: 'number,whole', limit: 70, max-missing: 0.01")]
    public void Report_is_that_of_the_command_on_a_file_of_the_rows(string stage, string options)
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + $"- {stage.Replace("{", "{name: rows, ", StringComparison.Ordinal)}\n- {{name: seen, command: profile, report: seen.json{(options.Length > 0 ? ", " + options : "")}}}\noutputs: {{rows.csv: rows}}\n");
        InProcess.Ok("run", folder.Path("job.yaml"), "-q");
        string[] words = [.. options.Length == 0 ? [] : options.Split(", ").SelectMany(static o => o.Split(": ")).Select(static (w, i) => i % 2 == 0 ? "--" + w : w.Trim('\'')).Where(static w => w != "true")];
        InProcess.Ok(["profile", folder.Path("rows.csv"), .. words, "-o", folder.Path("expected.json"), "-q"]);
        Assert.Equal(Without(folder, "expected.json"), Without(folder, "seen.json"));
    }

    [Fact]
    public void Rows_are_handed_on_as_they_are()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + "- {name: unique, command: dedupe, from: raw, key: 'label,group'}\n- {command: profile, columns: label, limit: 3, fail-on: error}\n- {name: some, command: select, fraction: 0.5}\noutputs: {all.csv: profile, some.csv: some}\n");
        string said = InProcess.Ok("run", folder.Path("job.yaml"));
        Assert.Contains("profile: profile: 3 rows, 1 column", said, StringComparison.Ordinal);
        InProcess.Ok("dedupe", folder.Path("in.csv"), "--key", "label,group", "-o", folder.Path("f1.csv"));
        InProcess.Ok("select", folder.Path("f1.csv"), "--fraction", "0.5", "-o", folder.Path("f2.csv"));
        Assert.Equal(folder.Text("f1.csv"), folder.Text("all.csv"));
        Assert.Equal(folder.Text("f2.csv"), folder.Text("some.csv"));
        Assert.DoesNotContain("profile.", folder.Text("all.csv.curate.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_datasets_are_described_and_handed_on_as_one()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + "- {name: both, command: profile, from: [raw, other], report: both.json}\noutputs: {all.csv: both}\n");
        string forecast = Cli.Text(folder, "run", "job.yaml", "--dry-run");
        Assert.Contains("both: profile, from raw, other, whose rows it hands on", forecast, StringComparison.Ordinal);
        InProcess.Ok("run", folder.Path("job.yaml"));
        InProcess.Ok("convert", folder.Path("in.csv"), folder.Path("other.csv"), "-o", folder.Path("f.csv"));
        InProcess.Ok("profile", folder.Path("f.csv"), "-o", folder.Path("expected.json"));
        Assert.Equal(folder.Text("f.csv"), folder.Text("all.csv"));
        Assert.Equal(Without(folder, "expected.json"), Without(folder, "both.json"));
    }

    [Fact]
    public void Gate_stops_the_run_and_the_report_says_why()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + "- {command: dedupe, from: raw}\n- {name: gate, command: profile, report: why.md, fail-on: [missing-values, error], max-missing: 0.0001}\noutputs: {all.csv: gate}\n");
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.Equal(1, exit);
        Assert.Contains("stage 'gate': ", error, StringComparison.Ordinal);
        Assert.Contains("fail-on missing-values,error: ", error, StringComparison.Ordinal);
        Assert.Contains("no data was written", error, StringComparison.Ordinal);
        Assert.Contains("Profile of dedupe", folder.Text("why.md"), StringComparison.Ordinal);
        Assert.False(folder.Exists("all.csv"));

        // The report of a gate that closed is in nobody's way, and what was found is known.
        (exit, error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.Equal(1, exit);
        Assert.Contains("gate (from its checkpoint): profile: ", error, StringComparison.Ordinal);
        InProcess.Ok("run", folder.Path("job.yaml"), "--set", "gate.max-missing=1");
        Assert.True(folder.Exists("all.csv"));
        Assert.Equal(2, InProcess.Run("run", folder.Path("job.yaml"), "--set", "gate.max-missing=1").Exit);
    }

    [Fact]
    public void Checkpoint_keeps_what_was_found_until_something_changes()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + "- {name: unique, command: dedupe, from: raw}\n- {name: seen, command: profile, report: seen.json, against: other, save-state: seen.state}\n");
        Assert.DoesNotContain("checkpoint", InProcess.Ok("run", folder.Path("job.yaml")), StringComparison.Ordinal);
        byte[] report = folder.Bytes("seen.json");
        byte[] state = folder.Bytes("seen.state");
        Assert.Contains("described in an earlier run", Cli.Text(folder, "run", "job.yaml", "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("seen (from its checkpoint)", InProcess.Ok("run", folder.Path("job.yaml"), "--force"), StringComparison.Ordinal);
        Assert.Equal(report, folder.Bytes("seen.json"));
        Assert.Equal(state, folder.Bytes("seen.state"));
        Assert.DoesNotContain("seen (from", InProcess.Ok("run", folder.Path("job.yaml"), "--force", "--set", "seen.top=2"), StringComparison.Ordinal);
        Assert.DoesNotContain("seen (from", InProcess.Ok("run", folder.Path("job.yaml"), "--force", "--set", "unique.key=label", "--set", "seen.top=2"), StringComparison.Ordinal);
        folder.File("other.csv", folder.Text("other.csv") + folder.Text("other.csv").Split('\n')[1] + "\n");
        Assert.DoesNotContain("seen (from", InProcess.Ok("run", folder.Path("job.yaml"), "--force", "--set", "unique.key=label", "--set", "seen.top=2"), StringComparison.Ordinal);

        folder.File("job.yaml.checkpoints/seen.found", folder.Bytes("job.yaml.checkpoints/seen.found").AsSpan(0, 200));
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"), "--force", "--set", "unique.key=label", "--set", "seen.top=2");
        Assert.Equal(3, exit);
        Assert.Contains("seen.found' is damaged", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_is_that_of_the_command_with_an_input_a_stage_a_file_and_a_state()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + """
            - {name: half, command: convert, from: other, where: whole > 0}
            - {name: a, command: profile, from: raw, report: a.json, against: other}
            - {name: b, command: profile, from: raw, report: b.json, against: half}
            - {name: c, command: profile, from: raw, report: c.json, against: other.csv}
            - {name: d, command: profile, from: raw, report: d.json, against: other.state}
            outputs: {half.csv: half}
            """);
        InProcess.Ok("profile", folder.Path("other.csv"), "--save-state", folder.Path("other.state"), "-o", folder.Path("ignored.json"));
        InProcess.Ok("run", folder.Path("job.yaml"), "-q");
        InProcess.Ok("profile", folder.Path("in.csv"), "--against", folder.Path("other.csv"), "-o", folder.Path("e1.json"));
        InProcess.Ok("profile", folder.Path("in.csv"), "--against", folder.Path("half.csv"), "-o", folder.Path("e2.json"));
        Assert.Equal(Without(folder, "e1.json"), Without(folder, "a.json"));
        Assert.Equal(Without(folder, "e2.json"), Without(folder, "b.json"));
        Assert.Equal(Without(folder, "e1.json"), Without(folder, "c.json"));
        Assert.Equal(Without(folder, "e1.json"), Without(folder, "d.json"));
        Assert.NotEqual(Without(folder, "e1.json"), Without(folder, "e2.json"));
    }

    [Fact]
    public void Only_prints_the_report_and_writes_none()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + "- {name: seen, command: profile, from: raw, report: seen.json, label: label}\n");
        string text = Cli.Text(folder, "run", "job.yaml", "--only", "seen");
        Assert.Contains("label", text, StringComparison.Ordinal);
        Assert.Equal(Cli.Text(folder, "profile", "in.csv", "--label", "label", "-q").Split('\n')[1..], text.Split('\n')[1..]);
        Assert.False(folder.Exists("seen.json"));
    }

    [Fact]
    public void Structs_of_a_parquet_file_are_described_by_their_fields()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", string.Concat(Enumerable.Range(0, 40).Select(static i => $$$"""{"id": {{{i}}}, "meta": {"source": "{{{"ab"[i % 2]}}}", "score": {{{i}}}}}""" + "\n")));
        InProcess.Ok("convert", folder.Path("in.jsonl"), "-o", folder.Path("in.parquet"));
        folder.File("job.yaml", "version: 1\ninputs: {raw: in.parquet}\nstages:\n- {name: some, command: select, rows: 20}\n- {command: profile, report: seen.json}\noutputs: {some.parquet: some}\n");
        InProcess.Ok("run", folder.Path("job.yaml"));
        InProcess.Ok("profile", folder.Path("some.parquet"), "-o", folder.Path("expected.json"));
        string[] columns = [.. Cli.Json(folder, "seen.json").GetProperty("columns").EnumerateArray().Select(static c => c.GetProperty("name").GetString()!)];
        Assert.Equal(Cli.Json(folder, "expected.json").GetProperty("columns").EnumerateArray().Select(static c => c.GetProperty("name").GetString()!), columns);
    }

    [Theory]
    [InlineData("{command: profile, from: raw}", "line 4: stage 'profile' describes rows and tells nobody")]
    [InlineData("{command: profile, from: raw, output: o.json}", "The report goes to report: FILE")]
    [InlineData("{command: profile, from: raw, report: o.pdf}", "The format of the report does not follow from the name")]
    [InlineData("{command: profile, from: raw, fail-on: missing-value}", "--fail-on takes note, warning, error or codes of alerts, not 'missing-value'")]
    [InlineData("{command: profile, from: raw, report: o.json, lable: label}", "'lable' is not an option of profile. Did you mean label?")]
    [InlineData("{command: profile, from: raw, report: o.json, label: lable}", "line 4: stage 'profile': ", "Did you mean 'label'?")]
    [InlineData("{command: profile, from: raw, report: o.json, removed: r.csv}", "removed is not an option of a stage", "drops none")]
    [InlineData("{command: profile, from: raw, report: o.json, save-state: ./o.json}", "name the same file")]
    [InlineData("{command: profile, from: raw, report: o.json, where: whole > 1000000000}", "where leaves no row of input 'raw'")]
    [InlineData("{command: profile, from: raw, report: o.json, against: [other, in.csv]}", "against takes one input or stage of the recipe, or paths")]
    public void Mistake_is_told(string stage, params string[] says)
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + "- " + stage + "\n");
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.All(says, word => Assert.Contains(word, error, StringComparison.Ordinal));
        Assert.Equal(2, exit);
        Assert.False(folder.Exists("o.json"));
    }

    private static ScratchFolder Made()
    {
        ScratchFolder folder = new();
        folder.File("in.csv", TableGenerator.Table(31, new TableShape { Rows = 150, DuplicateShare = 0.1 }).ToCsv());
        folder.File("other.csv", TableGenerator.Table(32, new TableShape { Rows = 90 }).ToCsv());
        return folder;
    }

    /// <summary>
    /// A JSON report without what names the datasets and without what belongs to the run: commands that suggestions paste name a file, and the rows
    /// of a stage are none.
    /// </summary>
    private static string Without(ScratchFolder folder, string file)
    {
        var kept = Cli.Json(folder, file).EnumerateObject().Where(static p => p.Name is not ("run" or "dataset" or "name" or "bytes" or "path" or "inputs"));
        return string.Join('\n', kept.Select(static p => p.Name + ": " + Cleaned(p.Value)));
    }

    private static string Cleaned(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", value.EnumerateObject().Where(static p => p.Name is not ("suggestions" or "other")).Select(static p => p.Name + ":" + Cleaned(p.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(",", value.EnumerateArray().Select(Cleaned)) + "]",
        _ => value.GetRawText(),
    };
}
