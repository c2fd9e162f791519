using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Schema;
using Curate.TestKit;

namespace Curate.Cli.Tests.Check;

/// <summary><c>curate check</c> from the command line: rules, verdicts, outputs.</summary>
public sealed partial class CheckTests
{
    private const string Data = "id,score,kind\n1,5,a\n2,50,b\n2,7,\"x\ny\"\n3,,a\n";

    private const string Rules = """
        version: 1
        rules:
          - rule: unique
            columns: id
          - rule: range
            columns: score
            max: 10
            name: "small: 50%, at most"
            comment: Scores end at 10
          - rule: values
            columns: kind
            in: [a, b]
            severity: warning
          - rule: row-count
            min: 2
        """;

    private static void Write(ScratchFolder folder)
    {
        folder.File("d.csv", Data);
        folder.File("r.yaml", Rules);
    }

    [Fact]
    public void All_failures_are_told_with_rows_and_lines()
    {
        using ScratchFolder folder = new();
        Write(folder);
        CurateResult run = Cli.Run(folder, "check", "d.csv", "--rules", "r.yaml", "--format", "json").Expect(1);
        JsonElement report = JsonDocument.Parse(run.Text).RootElement;
        Assert.Equal("failed", report.GetProperty("verdict").GetString());
        JsonElement[] findings = [.. report.GetProperty("checks")[0].GetProperty("findings").EnumerateArray()];
        Assert.Equal(["repeated-key", "out-of-range", "unexpected-value"], findings.Select(static f => f.GetProperty("code").GetString()));
        Assert.Equal([2L, 1L, 2L], findings.Select(static f => f.GetProperty("row").GetInt64()));

        // The value with a line break begins on line 4 and ends on line 5.
        Assert.Equal([4L, 3L, 4L], findings.Select(static f => f.GetProperty("line").GetInt64()));
        Assert.StartsWith("Scores end at 10. ", findings[1].GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.Contains("2 findings match --fail-on error: repeated-key, out-of-range.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Exit_codes_follow_fail_on_and_exit_zero()
    {
        using ScratchFolder folder = new();
        Write(folder);
        folder.File("w.yaml", "version: 1\nrules: [{rule: not-null, columns: score, severity: warning}]");
        Cli.Run(folder, "check", "d.csv", "--rules", "r.yaml", "--exit-zero").Expect(0);
        Cli.Run(folder, "check", "d.csv", "--rules", "w.yaml").Expect(0);
        Cli.Run(folder, "check", "d.csv", "--rules", "w.yaml", "--fail-on", "warning").Expect(1);
        Cli.Run(folder, "check", "d.csv", "--rules", "w.yaml", "--fail-on", "missing-value").Expect(1);
        Cli.Run(folder, "check", "d.csv", "--rules", "w.yaml", "--fail-on", "out-of-range").Expect(0);
        Cli.Run(folder, "check", "d.csv", "--with", "rules").Expect(0);
        Cli.Run(folder, "check", "d.csv", "--with", "rules", "--fail-on", "not-measurable").Expect(1);
        Cli.Fails(folder, 2, ["--fail-on takes", "Did you mean out-of-range?"], "check", "d.csv", "--fail-on", "out-of-rang");
        Cli.Fails(folder, 2, ["--with takes names of checks", "Did you mean rules?"], "check", "d.csv", "--with", "rule");
    }

    [Fact]
    public void Checks_that_train_models_run_when_they_are_asked_for()
    {
        using ScratchFolder folder = new();
        folder.File("d.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 60).Select(static i => $"{i % 7},{i % 11},{i % 2}\n")));
        string[] trained = ["label-errors", "preprocessing-leak", "simplicity-bias"];
        string[] Run(params string[] more)
        {
            (int code, string output) = InProcess.Run(["check", folder.Path("d.csv"), "--label", "y", "--exit-zero", "-o", folder.Path("r.json"), "--force", .. more]);
            Assert.True(code == 0, output);
            JsonElement report = Cli.Json(folder, "r.json");
            string[] ran = [.. report.GetProperty("checks").EnumerateArray().Select(static c => c.GetProperty("name").GetString()!)];
            Assert.Equal(more.Contains("--with") ? [] : trained.Except(ran), report.GetProperty("not_run").EnumerateArray().Select(static n => n.GetString()!));
            return [.. trained.Intersect(ran)];
        }

        Assert.Empty(Run());
        Assert.Equal(["simplicity-bias"], Run("--signal", "0.2"));
        Assert.Equal(trained, Run("--cv", "2"));
        Assert.Equal(["label-errors"], Run("--probability", "a"));
        Assert.Equal(["label-errors"], Run("--with", "label-errors", "--cv", "2"));
        Assert.Equal(trained, Run("--with", "all", "--cv", "2", "--permutations", "19"));
        Assert.Equal(["simplicity-bias"], Run("--with", "all", "--without", "label-errors,preprocessing-leak", "--cv", "2", "--permutations", "19"));
        InProcess.Run("check", folder.Path("d.csv"), "--label", "y", "--exit-zero", "-o", folder.Path("r.txt"));
        Assert.Contains("Not run, as they train models on the label", folder.Text("r.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void Failing_rows_are_written_with_their_bytes()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Run(folder, "check", "d.csv", "--rules", "r.yaml", "--failures", "f.csv").Expect(1);
        Assert.Equal("id,score,kind,_rules\n2,50,b,\"small: 50%, at most\"\n2,7,\"x\ny\",unique id; values kind\n", folder.Text("f.csv"));
        folder.File("j.jsonl", "{\"id\": 1,  \"score\":5}\n\n{\"id\":2,\"score\":11}\n");
        CurateResult run = Cli.Run(folder, "check", "j.jsonl", "--rules", "r.yaml", "--failures", "f.jsonl", "--format", "github").Expect(1);
        Assert.Contains("file=j.jsonl,line=3,", run.Text, StringComparison.Ordinal);
        Assert.Contains("\"score\":11", folder.Text("f.jsonl"), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_files_are_one_table_and_rows_are_placed_in_their_file()
    {
        using ScratchFolder folder = new();
        folder.File("a.csv", "v\n1\n2\n");
        folder.File("b.csv", "v\n3\n99\n");
        folder.File("r.yaml", "version: 1\nrules: [{rule: range, columns: v, max: 9}]");
        CurateResult run = Cli.Run(folder, "check", "a.csv", "b.csv", "--rules", "r.yaml", "--format", "github").Expect(1);
        Assert.Contains("::error file=b.csv,line=3,", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Annotations_are_workflow_commands_with_their_signs_escaped()
    {
        using ScratchFolder folder = new();
        Write(folder);
        CurateResult run = Cli.Run(folder, "check", "d.csv", "--rules", "r.yaml", "--format", "github").Expect(1);
        string[] lines = run.Text.TrimEnd('\n').Split('\n');
        Assert.Equal("::error file=d.csv,line=3,title=out-of-range (small%3A 50%25%2C at most)::1 of 3 values of 'score' are not at most 10 (33.3%25). Scores end at 10. Look at the example rows for units and placeholder values; widen the range where the values are right.", lines[1]);
        Assert.All(lines[..3], static line => Assert.Matches(Annotation(), line));
        Assert.StartsWith("::warning ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Gitlab_fingerprints_stay_while_counts_change()
    {
        using ScratchFolder folder = new();
        Write(folder);
        JsonElement first = JsonDocument.Parse(Cli.Run(folder, "check", "d.csv", "--rules", "r.yaml", "--format", "gitlab").Expect(1).Text).RootElement;
        folder.File("d.csv", Data + "9,77,a\n9,78,a\n");
        JsonElement second = JsonDocument.Parse(Cli.Run(folder, "check", "d.csv", "--rules", "r.yaml", "--format", "gitlab").Expect(1).Text).RootElement;
        static string[] Prints(JsonElement all) => [.. all.EnumerateArray().Select(static i => i.GetProperty("fingerprint").GetString()!)];
        Assert.Equal(Prints(first), Prints(second));
        Assert.Equal(3, Prints(first).Distinct().Count());
        Assert.All(first.EnumerateArray(), static issue =>
        {
            Assert.Contains(issue.GetProperty("severity").GetString(), (string[])["info", "minor", "major", "critical", "blocker"]);
            Assert.Equal("d.csv", issue.GetProperty("location").GetProperty("path").GetString());
            Assert.True(issue.GetProperty("location").GetProperty("lines").GetProperty("begin").GetInt64() > 1);
        });
    }

    [SharedDataFact("schemas/JUnit.xsd")]
    public void Junit_is_valid_by_its_schema()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Run(folder, "check", "d.csv", "--rules", "r.yaml", "--report", "out.xml").Expect(1);
        Cli.Run(folder, "check", "d.csv", "--with", "rules", "--report", "none.xml").Expect(0);
        foreach (string file in new[] { "out.xml", "none.xml" })
        {
            var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
            settings.Schemas.Add(null, SharedData.Path("schemas/JUnit.xsd"));
            var faults = new List<string>();
            settings.ValidationEventHandler += (_, e) => faults.Add(e.Message);
            using (var reader = XmlReader.Create(folder.Path(file), settings))
            {
                while (reader.Read())
                {
                }
            }

            Assert.Empty(faults);
        }

        string text = folder.Text("out.xml");
        Assert.Contains("tests=\"4\" failures=\"2\"", text, StringComparison.Ordinal);
        Assert.Contains("<skipped message=", folder.Text("none.xml"), StringComparison.Ordinal);
    }

    [SharedDataFact("schemas/sarif-schema-2.1.0.json")]
    public void Sarif_is_valid_by_its_schema()
    {
        using ScratchFolder folder = new();
        Write(folder);
        Cli.Run(folder, "check", "d.csv", "--rules", "r.yaml", "--report", "out.sarif").Expect(1);
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(SharedData.Path("schemas/sarif-schema-2.1.0.json")));
        Assert.Empty(JsonSchemaCheck.Faults(schema.RootElement, Cli.Json(folder, "out.sarif")));

        // The validator is no rubber stamp.
        using JsonDocument wrong = JsonDocument.Parse("""{"version":"2.1.0","runs":[{"tool":{"driver":{}},"results":[{"level":"bad"}]}]}""");
        Assert.NotEmpty(JsonSchemaCheck.Faults(schema.RootElement, wrong.RootElement));
        JsonElement run = Cli.Json(folder, "out.sarif").GetProperty("runs")[0];
        Assert.Equal(3, run.GetProperty("results").GetArrayLength());
        Assert.Equal(4, run.GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt64());
    }

    [Theory]
    [InlineData("rules: []", "r.yaml, line 1: The file of rules says no version.")]
    [InlineData("version: 1\nrules: []", "line 2: The file has no rules, so every table would pass.")]
    [InlineData("version: 7\nrules: [{rule: row-count}]", "line 1: version '7' is not known")]
    [InlineData("version: 1\nrules:\n  - rule: rnge\n    columns: a", "line 3: 'rnge' is not a kind of rule. Did you mean range?")]
    [InlineData("version: 1\nrules:\n  - rule: range\n    columns: a\n    maximum: 4", "line 5: 'maximum' is not a key of rule range.")]
    [InlineData("version: 1\nrules:\n  - rule: range\n    columns: a\n    max: four", "line 5, rule range, key max: max takes a number, a date or a time, not 'four'.")]
    [InlineData("version: 1\nrules:\n  - columns: a", "line 3: A rule says no kind.")]
    [InlineData("version: 1\nrule: 3", "line 2: 'rule' is not a key of a file of rules. Did you mean rules?")]
    [InlineData("version: 1\nrules:\n  - rule: range\n    columns: [a", "This is not YAML that can be read")]
    [InlineData("version: 1\nrules:\n  - rule: range\n    columns:\n", "line 4: columns has no value.")]
    public void Faults_of_a_file_of_rules_name_line_and_key(string rules, string says)
    {
        using ScratchFolder folder = new();
        folder.File("d.csv", Data);
        folder.File("r.yaml", rules);
        Cli.Fails(folder, 2, [says], "check", "d.csv", "--rules", "r.yaml");
    }

    [Fact]
    public void The_schema_of_rules_takes_what_is_inferred_and_refuses_what_is_unknown()
    {
        using ScratchFolder folder = new();
        JsonElement schema = JsonDocument.Parse(Cli.Text(folder, "check", "--rules-schema")).RootElement;
        using JsonDocument good = JsonDocument.Parse("""{"version":1,"rules":[{"rule":"range","columns":["a"],"min":0,"severity":"warning"},{"rule":"row-count"}]}""");
        Assert.Empty(JsonSchemaCheck.Faults(schema, good.RootElement));
        foreach (string bad in new[] { """{"version":1,"rules":[]}""", """{"version":1,"rules":[{"rule":"range"}]}""", """{"version":1,"rules":[{"rule":"row-count","columns":"a"}]}""", """{"version":1,"rules":[{"rule":"row-count","severity":"fatal"}]}""" })
        {
            using JsonDocument document = JsonDocument.Parse(bad);
            Assert.NotEmpty(JsonSchemaCheck.Faults(schema, document.RootElement));
        }
    }

    [Fact]
    public void Explain_and_methods_know_checks_and_codes()
    {
        using ScratchFolder folder = new();
        string text = Cli.Text(folder, "explain", "out-of-range", "check/rules");
        Assert.Contains("out-of-range (error of curate check --with rules)", text, StringComparison.Ordinal);
        Assert.Contains("Needs   a file of rules", text, StringComparison.Ordinal);
        Assert.Contains("check/rules", Cli.Text(folder, "methods", "check"), StringComparison.Ordinal);
        Assert.Contains(JsonDocument.Parse(Cli.Text(folder, "methods", "--format", "json")).RootElement.GetProperty("checks").EnumerateArray(), static c => c.GetProperty("id").GetString() == "check/rules");
    }

    [GeneratedRegex("^::(error|warning|notice) file=[^:,]+,line=[0-9]+,title=[^:,]+::[^\r\n]+$")]
    private static partial Regex Annotation();
}
