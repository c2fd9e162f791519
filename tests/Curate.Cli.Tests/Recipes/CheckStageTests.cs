using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests.Recipes;

/// <summary>A stage of <c>check</c>: what the command says about a file of the rows, its files byte for byte, a gate that stops the run.</summary>
public sealed class CheckStageTests
{
    private const string Head = "version: 1\ninputs: {raw: in.csv, other: other.csv}\nstages:\n";

    private const string Rules = """
        version: 1
        rules:
        - {rule: unique, columns: whole}
        - {rule: not-null, columns: label, at-least: 99%}
        - {rule: reference, columns: label, file: other.csv, severity: warning}
        """;

    [Theory]
    [InlineData("{command: convert, from: raw, where: whole > 100}", "rules: rules.yaml, failures: broken.csv")]
    [InlineData("{command: dedupe, from: raw, key: label}", "rules: rules.yaml, failures: broken.parquet, where: whole > 0, tolerance: 5%")]
    [InlineData("{command: split, from: raw, label: label}", "with: 'split-leakage,calibration', split-column: split, train: train, failures: broken.csv")]
    [InlineData("{command: resample, from: raw, label: flag, method: smote, features: whole}", "with: knn-non-iid, features: 'number,whole', seed: 3, limit: 70, permutations: 19")]
    [InlineData("{command: shuffle, from: raw}", "with: 'column-drift,label-shift', label: label, against: old=other.csv")]
    public void Report_and_failing_rows_are_those_of_the_command_on_a_file_of_the_rows(string stage, string options)
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + $"- {stage.Replace("{", "{name: rows, ", StringComparison.Ordinal)}\n- {{name: seen, command: check, report: seen.json, exit-zero: true, {options}}}\noutputs: {{rows.csv: rows}}\n");
        InProcess.Ok("run", folder.Path("job.yaml"), "-q");
        (string Name, string Value)[] given = [.. options.Split(", ").Select(static o => o.Split(": ")).Select(static o => (o[0], o[1].Trim('\'')))];
        string[] words = [.. given.SelectMany(o => new[] { "--" + o.Name, o.Name switch
        {
            "failures" => folder.Path("expected-" + o.Value),
            "rules" => folder.Path(o.Value),
            "against" => "old=" + folder.Path("other.csv"),
            _ => o.Value,
        } })];
        InProcess.Ok(["check", folder.Path("rows.csv"), .. words, "-o", folder.Path("expected.json"), "--exit-zero", "-q"]);
        Assert.Equal(Without(folder, "expected.json"), Without(folder, "seen.json"));
        if (given.FirstOrDefault(static o => o.Name == "failures").Value is { } failures)
        {
            Assert.True(folder.Bytes("expected-" + failures).AsSpan().SequenceEqual(folder.Bytes(failures)), failures);
        }
    }

    [Fact]
    public void Every_format_is_that_of_the_command_and_rows_of_an_input_have_lines()
    {
        using ScratchFolder folder = Made();
        string[] formats = ["text", "md", "html", "junit", "sarif", "github", "gitlab"];
        folder.File("job.yaml", Head + $"- {{name: seen, command: check, from: raw, exit-zero: true, rules: rules.yaml, report: [{string.Join(", ", formats.Select(static f => $"{f}=a.{f}"))}]}}\n");
        InProcess.Ok("run", folder.Path("job.yaml"), "-q");
        string[] words = [.. formats.SelectMany(f => new[] { "--report", $"{f}={folder.Path("b." + f)}" })];
        InProcess.Ok(["check", folder.Path("in.csv"), "--rules", folder.Path("rules.yaml"), "--exit-zero", "-q", "-o", folder.Path("ignored"), .. words]);
        foreach (string format in formats)
        {
            // The recipe calls the rows by the name of the input; files have their paths.
            string Named(string side) => folder.Text(side + "." + format).Replace(folder.Path("in.csv"), "raw", StringComparison.Ordinal);
            Assert.Equal(Named("b"), Named("a"));
        }

        Assert.Contains("line=", folder.Text("a.github"), StringComparison.Ordinal);
    }

    [Fact]
    public void Failing_rule_stops_the_run_and_names_stage_and_line()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + "- {command: dedupe, from: raw}\n- {name: gate, command: check, rules: rules.yaml, report: [why.md, junit=why.xml], failures: broken.csv}\noutputs: {all.csv: gate}\n");
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.Equal(1, exit);
        Assert.Contains("job.yaml, line 5: stage 'gate': ", error, StringComparison.Ordinal);
        Assert.Contains("fail-on error: ", error, StringComparison.Ordinal);
        Assert.Contains("repeated-key", error, StringComparison.Ordinal);
        Assert.Contains("no data was written", error, StringComparison.Ordinal);
        Assert.Contains("<failure", folder.Text("why.xml"), StringComparison.Ordinal);
        Assert.Contains("_rules", folder.Text("broken.csv"), StringComparison.Ordinal);
        Assert.False(folder.Exists("all.csv"));

        // Nothing is read again, and the files of a gate that closed are in nobody's way.
        string[] first = [folder.Text("why.md"), folder.Text("broken.csv")];
        (exit, error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.Equal(1, exit);
        Assert.Contains("gate (from its checkpoint): check: failed", error, StringComparison.Ordinal);
        Assert.Equal(first[0], folder.Text("why.md"));
        Assert.Equal(first[1], folder.Text("broken.csv"));

        // What a warning says is told, and closes nothing unless it is asked to.
        folder.File("rules.yaml", Rules.Replace("columns: whole}", "columns: whole, severity: warning}", StringComparison.Ordinal));
        Assert.Contains("gate: check: warned", InProcess.Ok("run", folder.Path("job.yaml")), StringComparison.Ordinal);
        Assert.True(folder.Exists("all.csv"));
        Assert.Equal(1, InProcess.Run("run", folder.Path("job.yaml"), "--force", "--set", "gate.fail-on=warning").Exit);
        Assert.Contains("exit-zero lets it pass", InProcess.Ok("run", folder.Path("job.yaml"), "--force", "--set", "gate.fail-on=warning", "--set", "gate.exit-zero=true"), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_that_is_not_measurable_closes_a_gate_that_asks_for_it()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + "- {name: gate, command: check, from: raw, with: label-shift, fail-on: not-measurable}\n");
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.Equal(1, exit);
        Assert.Contains("line 4: stage 'gate': 1 finding matches fail-on not-measurable: label-shift not measurable", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoint_holds_until_rules_a_file_that_they_name_or_its_own_files_change()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + "- {name: seen, command: check, from: raw, rules: rules.yaml, exit-zero: true, failures: broken.csv}\n");
        string Again() => InProcess.Ok("run", folder.Path("job.yaml"), "--force");
        Assert.DoesNotContain("checkpoint", Again(), StringComparison.Ordinal);
        byte[] broken = folder.Bytes("broken.csv");
        Assert.Contains("seen (from its checkpoint)", Again(), StringComparison.Ordinal);
        Assert.Equal(broken, folder.Bytes("broken.csv"));
        File.Delete(Assert.Single(Directory.GetFiles(folder.Path("job.yaml.checkpoints"), "seen.table-*")));
        Assert.DoesNotContain("checkpoint", Again(), StringComparison.Ordinal);
        Assert.Equal(broken, folder.Bytes("broken.csv"));
        folder.File("other.csv", folder.Text("other.csv") + folder.Text("other.csv").Split('\n')[1] + "\n");
        Assert.DoesNotContain("checkpoint", Again(), StringComparison.Ordinal);
        Assert.Contains("checkpoint", Again(), StringComparison.Ordinal);
        folder.File("rules.yaml", Rules + "\n- {rule: row-count, min: 2}\n");
        Assert.DoesNotContain("checkpoint", Again(), StringComparison.Ordinal);

        // What asks for the time is asked again, unless the time is said.
        folder.File("rules.yaml", "version: 1\nrules:\n- {rule: freshness, column: label, max-age: 1d}\n");
        Again();
        Assert.DoesNotContain("checkpoint", Again(), StringComparison.Ordinal);
        InProcess.Ok("run", folder.Path("job.yaml"), "--force", "--set", "seen.now=2024-05-01");
        Assert.Contains("checkpoint", InProcess.Ok("run", folder.Path("job.yaml"), "--force", "--set", "seen.now=2024-05-01"), StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_takes_inputs_stages_and_files_with_names()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Head + """
            - {name: half, command: convert, from: other, where: whole > 0}
            - {name: a, command: check, from: raw, with: column-drift, exit-zero: true, report: a.json, against: {before: half}}
            - {name: b, command: check, from: raw, with: split-leakage, exit-zero: true, report: b.json, against: [half, old=other.csv, other]}
            outputs: {half.csv: half}
            """);
        InProcess.Ok("run", folder.Path("job.yaml"), "-q");
        InProcess.Ok("check", folder.Path("in.csv"), "--with", "column-drift", "--exit-zero", "-q", "--against", "before=" + folder.Path("half.csv"), "-o", folder.Path("c.json"));
        InProcess.Ok("check", folder.Path("in.csv"), "--with", "split-leakage", "--exit-zero", "-q", "--against", "half=" + folder.Path("half.csv"), "--against", "old=" + folder.Path("other.csv"), "--against", "other=" + folder.Path("other.csv"), "-o", folder.Path("d.json"));
        Assert.Contains("before", folder.Text("a.json"), StringComparison.Ordinal);
        Assert.Equal(Without(folder, "c.json"), Without(folder, "a.json"));
        Assert.Equal(Without(folder, "d.json"), Without(folder, "b.json"));
    }

    [Theory]
    [InlineData("{command: check, from: raw, exit-zero: true}", "line 4: stage 'check' describes rows and tells nobody")]
    [InlineData("{command: check, from: raw, output: o.json}", "The report goes to report: FILE")]
    [InlineData("{command: check, from: raw, format: junit}", "Write report: FORMAT=FILE")]
    [InlineData("{command: check, from: raw, infer: true}", "run curate check DATA --infer")]
    [InlineData("{command: check, from: raw, report: o.pdf}", "The format of the report does not follow from the name")]
    [InlineData("{command: check, from: raw, with: ruls}", "--with takes names of checks, not 'ruls'", "Did you mean rules?")]
    [InlineData("{command: check, from: raw, fail-on: eror}", "--fail-on takes note, warning, error", "Did you mean error?")]
    [InlineData("{command: check, from: raw, lable: label}", "'lable' is not an option of check. Did you mean label?")]
    [InlineData("{command: check, from: raw, label: lable}", "line 4: stage 'check': ", "Did you mean 'label'?")]
    [InlineData("{command: check, from: raw, removed: r.csv}", "removed is not an option of a stage", "drops none")]
    [InlineData("{command: check, from: raw, with: rules, max-auc: 0.7}", "--max-auc belongs to classifier-two-sample, and that is not run")]
    [InlineData("{command: check, from: raw, rules: rules.yaml, report: ./o.csv, failures: o.csv}", "The format of the report does not follow")]
    [InlineData("{command: check, from: raw, rules: rules.yaml, report: text=o.csv, failures: o.csv}", "name the same file")]
    [InlineData("{command: check, from: raw, rules: bad.yaml}", "line 4: stage 'check': ", "bad.yaml, line 3: 'colums' is not a key of rule unique")]
    public void Mistake_is_told(string stage, params string[] says)
    {
        using ScratchFolder folder = Made();
        folder.File("bad.yaml", "version: 1\nrules:\n- {rule: unique, colums: whole}\n");
        folder.File("job.yaml", Head + "- " + stage + "\n");
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.All(says, word => Assert.Contains(word, error, StringComparison.Ordinal));
        Assert.Equal(2, exit);
        Assert.False(folder.Exists("o.json"));
    }

    [Theory]
    [InlineData("check in.csv --rules rules.yaml --exit-zero -o report.json --report junit=report.xml --failures broken.csv --where whole>0 --seed 5", "report.json")]
    [InlineData("check in.csv --with column-drift --against old=other.csv --label label --exit-zero --format gitlab -o report", "report")]
    [InlineData("profile in.csv --label label --where whole>0 -o report.html --save-state seen.state", "report.html")]
    public void Recipe_of_a_command_line_does_the_same(string line, string report)
    {
        using ScratchFolder folder = Made();
        Cli.Run(folder, [.. line.Split(' '), "-q"]).Expect(0);
        string yaml = Cli.Text(folder, [.. line.Split(' '), "--emit-recipe"]);
        using ScratchFolder again = Made();
        again.File("job.yaml", yaml);
        InProcess.Ok("run", again.Path("job.yaml"), "-q");
        Assert.Equal(folder.Files().Order(), again.Files().Where(static f => !f.StartsWith("job.yaml", StringComparison.Ordinal)).Order());
        if (report.EndsWith(".json", StringComparison.Ordinal))
        {
            Assert.Equal(Without(folder, report), Without(again, report));
            Assert.Equal(folder.Text("broken.csv"), again.Text("broken.csv"));
        }
    }

    [Theory]
    [InlineData("profile in.csv", "needs something that the stage writes or can fail on")]
    [InlineData("check in.csv --infer", "--infer has no place in a recipe")]
    [InlineData("check in.csv --exit-zero", "needs something that the stage writes or can fail on")]
    [InlineData("check --rules rules.yaml", "--emit-recipe needs input files")]
    public void Command_line_that_no_recipe_does_is_refused(string line, string says)
    {
        using ScratchFolder folder = Made();
        string[] words = [.. line.Split(' ').Select(w => w.Contains('.', StringComparison.Ordinal) ? folder.Path(w) : w), "--emit-recipe"];
        (int exit, string error) = InProcess.Run(words);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Equal(2, exit);
    }

    private static ScratchFolder Made()
    {
        ScratchFolder folder = new();
        folder.File("in.csv", TableGenerator.Table(31, new TableShape { Rows = 150, DuplicateShare = 0.1 }).ToCsv());
        folder.File("other.csv", TableGenerator.Table(32, new TableShape { Rows = 90 }).ToCsv());
        folder.File("rules.yaml", Rules);
        return folder;
    }

    /// <summary>A JSON report without what names the datasets and their lines and without what belongs to the run.</summary>
    private static string Without(ScratchFolder folder, string file) => Cleaned(Cli.Json(folder, file)).Replace(folder.Path("in.csv"), "raw", StringComparison.Ordinal);

    private static string Cleaned(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", value.EnumerateObject().Where(static p => p.Name is not ("run" or "dataset" or "name" or "file" or "line" or "path" or "inputs" or "against")).Select(static p => p.Name + ":" + Cleaned(p.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(",", value.EnumerateArray().Select(Cleaned)) + "]",
        _ => value.GetRawText(),
    };
}
