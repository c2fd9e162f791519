using Curate.TestKit;

namespace Curate.Cli.Tests.Recipes;

/// <summary>What a recipe gets wrong is told with its line, and nothing is written.</summary>
public sealed class RecipeErrorTests
{
    private const string Table = "id,label,x\n1,a,5\n2,b,6\n3,a,7\n4,a,\n";

    [Theory]
    [InlineData("version: 1\ninput: {raw: in.csv}\n", "line 2: 'input' is not a key of a recipe. Did you mean inputs?")]
    [InlineData("inputs: {raw: in.csv}\n", "line 1: The recipe says no version")]
    [InlineData("version: 2\ninputs: {raw: in.csv}\n", "line 1: version '2' is not known")]
    [InlineData("version: 1\nstages: []\n", "names no inputs")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\n", "The recipe writes nothing")]
    [InlineData("version: 1\ninputs: {raw: in.csv\nstages: []\n", ": This is not YAML")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\ninputs: {raw: in.csv}\n", "line 3: This is not YAML that can be read: Duplicate key")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- command: dedup\noutputs: {o.csv: }\n", "line 4: 'dedup' is not a command that can be a stage. Did you mean dedupe?")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- command: dedupe\n  method: exat\noutputs: {o.csv: }\n", "line 5: stage 'dedupe': 'exat' is not a method of curate dedupe", "Did you mean --method exact?")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- command: dedupe\n  kep: last\noutputs: {o.csv: }\n", "line 5: 'kep' is not an option of dedupe/exact. Did you mean keep?")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- command: dedupe\n  threshold: 0.9\noutputs: {o.csv: }\n", "line 5: stage 'dedupe': --threshold is not an option of --method exact")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- command: select\n  rows: 1\n\n  fraction: 0.5\noutputs: {o.csv: }\n", "line 4: stage 'select': More than one budget")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- command: select\n\n  rows: many\noutputs: {o.csv: }\n", "line 6: stage 'select': --rows takes")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- command: select\n  rows: 2\n  workers: 3\noutputs: {o.csv: }\n", "line 6: stage 'select': workers is not an option of a stage", "give it to curate run")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- command: select\n  rows: 2\n  delimiter: ;\noutputs: {o.csv: }\n", "says how an input is read")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- command: split\n  split-files: true\noutputs: {o.csv: }\n", "Write partition-by: split in an output")]
    [InlineData("version: 1\ninputs: {raw: {path: in.csv, delimiteur: ';'}}\noutputs: {o.csv: }\n", "line 2: 'delimiteur' is not an option of an input. Did you mean delimiter?")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\noutputs:\n  o.csv: raww\n", "line 4: 'raww' is not an input or an earlier stage. Did you mean raw?")]
    [InlineData("version: 1\ninputs: {a: in.csv, b: in.csv}\nstages:\n- command: dedupe\noutputs: {o.csv: }\n", "line 4: The recipe has several inputs, and stage 'dedupe' does not say which")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: dedupe, name: raw}\noutputs: {o.csv: }\n", "line 4: The name 'raw' is taken")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nvariables: {label: a}\nstages:\n- {command: split, label: '${lable}'}\noutputs: {o.csv: }\n", "line 5: 'lable' is not a variable of this recipe. Did you mean label?")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: dedupe, report: o.csv.json}\noutputs: {o.csv.json: }\n", "name the same file")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: dedupe, when: raw.row > 3}\noutputs: {o.csv: }\n", "line 4: stage 'dedupe': when: 'row' is no fact of an input.", "Did you mean rows?")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: dedupe, inspect: true, method: semantic, embedding: x}\noutputs: {o.csv: }\n", "writes a report and no rows")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: dedupe, explain: 3}\noutputs: {o.csv: }\n", "explain is not an option of a stage", "curate run RECIPE.yaml --only dedupe --explain ROW")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: dedupe, preserve-files: true}\noutputs: {o.csv: }\n", "preserve-files is not an option of a stage", "as a command with --preserve-files")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: dedupe}\noutputs:\n  o/:\n    preserve-files: true\n", "line 7: output 'o/': behind stages no one says", "partition-by")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: cluster, features: x, k: 2, centroids: o.csv}\noutputs: {o.csv: }\n", "centroids of stage 'cluster' and output 'o.csv' name the same file")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: dedupe, fail-on: duplicats}\noutputs: {o.csv: }\n", "line 4: stage 'dedupe': --fail-on 'duplicats'")]
    [InlineData("version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: dedupe, key: }\noutputs: {o.csv: }\n", "line 4: key has no value")]
    public void Mistake_is_told_with_its_line(string yaml, params string[] says) => Fails(2, yaml, says);

    [Theory]
    [InlineData(4, "version: 1\ninputs:\n  raw: no.csv\noutputs: {o.csv: }\n", "line 3: input 'raw': Cannot read", "no.csv")]
    [InlineData(4, "version: 1\ninputs: {raw: in.csv}\nstages:\n- command: dedupe\n  across: other.csv\noutputs: {o.csv: }\n", "line 4: stage 'dedupe': Cannot read", "other.csv")]
    [InlineData(4, "version: 1\ninputs: {raw: in.csv}\noutputs:\n  no/o.csv: raw\n", "line 4: output 'no/o.csv'", "does not exist")]
    [InlineData(2, "version: 1\ninputs: {raw: in.csv}\nstages:\n- {name: narrow, command: convert, columns: 'id,x'}\n- name: balanced\n  command: resample\n  label: label\noutputs: {o.csv: }\n", "line 5: stage 'balanced'", "has no column 'label'", "Stage 'narrow' (line 4) leaves the column 'label' out")]
    [InlineData(2, "version: 1\ninputs: {raw: in.csv}\nstages:\n- {name: gone, command: convert, where: id > 9}\n- {name: unique, command: dedupe}\noutputs: {o.csv: }\n", "line 5: stage 'unique'", "stage 'gone' (line 4) has no rows", "allow-empty: true")]
    [InlineData(2, "version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: dedupe, where: id > 9}\noutputs: {o.csv: }\n", "line 4: stage 'dedupe': where leaves no row of input 'raw' (line 2)")]
    [InlineData(2, "version: 1\ninputs: {raw: in.csv}\nstages:\n- {command: dedupe, across: in.csv, only-across: true}\noutputs: {o.csv: }\n", "no row is left of 4: 4 in-other")]
    [InlineData(2, "version: 1\ninputs: {raw: in.csv}\noutputs:\n  o.csv: {where: id > 9}\n", "line 4: output 'o.csv': no row is left for it")]
    [InlineData(2, "version: 1\ninputs: {raw: in.csv}\nstages:\n- {name: one, command: split}\n- {name: two, command: split}\noutputs: {o.csv: }\n", "line 5: stage 'two'", "adds a column 'split'", "replace-columns")]
    [InlineData(3, "version: 1\ninputs: {raw: bad.csv}\nstages:\n- command: dedupe\noutputs: {o.csv: }\n", "line 4: stage 'dedupe'", "bad.csv, line 3")]
    public void Failure_of_a_stage_names_it(int exit, string yaml, params string[] says) => Fails(exit, yaml, says);

    [Theory]
    [InlineData("--set lable=x", "the recipe has no such variable, input or stage. Did you mean label?")]
    [InlineData("--set dedupe.key=nix", "in.csv has no column 'nix'")]
    [InlineData("--set label", "--set takes KEY=VALUE")]
    [InlineData("--from dedup", "Did you mean dedupe?")]
    [InlineData("--only raw", "the recipe has no such stage")]
    [InlineData("--explain 2", "--explain asks one stage about one of its rows")]
    [InlineData("--explain 9 --only dedupe", "--explain 9: the input has 4 rows, counted from 0")]
    public void Command_line_mistake_is_told(string arguments, string says) =>
        Fails(2, "version: 1\nvariables: {label: label}\ninputs: {raw: in.csv}\nstages:\n- command: dedupe\noutputs: {o.csv: }\n", [says], arguments.Split(' '));

    [Fact]
    public void Existing_output_is_refused_before_any_work()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table);
        folder.File("o.csv", "mine");
        folder.File("job.yaml", "version: 1\ninputs: {raw: in.csv}\nstages:\n- command: dedupe\noutputs:\n  o.csv: dedupe\n");
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.Equal(2, exit);
        Assert.Contains("line 6: The output", error, StringComparison.Ordinal);
        Assert.DoesNotContain("dedupe exact", error, StringComparison.Ordinal);
        Assert.Equal("mine", folder.Text("o.csv"));
    }

    private static void Fails(int exit, string yaml, string[] says, params string[] more)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table);
        folder.File("bad.csv", "a,b\n1,2\n3\n");
        folder.File("job.yaml", yaml);
        (int code, string error) = InProcess.Run(["run", folder.Path("job.yaml"), .. more]);
        Assert.All(says, word => Assert.Contains(word, error, StringComparison.Ordinal));
        Assert.Equal(exit, code);
        Assert.Equal(["bad.csv", "in.csv", "job.yaml"], folder.Files().Where(static f => !f.StartsWith("job.yaml.checkpoints", StringComparison.Ordinal)));
    }
}
