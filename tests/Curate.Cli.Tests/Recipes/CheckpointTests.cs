using Curate.TestKit;

namespace Curate.Cli.Tests.Recipes;

/// <summary>Decisions are kept from run to run exactly as long as all that they depend on stays the same.</summary>
public sealed class CheckpointTests
{
    private const string Yaml = """
        version: 1
        variables: {fraction: "0.5"}
        inputs:
          raw: in.csv
          other: other.csv
        stages:
        - {name: unique, command: dedupe, from: raw, key: label, keep: last}
        - {name: clean, command: dedupe, from: raw, key: id, across: other, only-across: true}
        - {name: some, command: select, from: clean, fraction: "${fraction}"}
        - {name: parts, command: split, from: some}
        outputs:
          unique.csv: unique
          parts.csv: parts
        """;

    [Fact]
    public void Second_run_decides_nothing_and_writes_the_same()
    {
        using ScratchFolder folder = Made();
        Assert.Equal("", Stored(folder));
        byte[] first = folder.Bytes("parts.csv");
        string record = folder.Text("parts.csv.curate.json");
        Assert.Equal("unique clean some parts", Stored(folder));
        Assert.Equal(first, folder.Bytes("parts.csv"));
        Assert.Equal(record[..record.IndexOf("\"run\": {", StringComparison.Ordinal)], folder.Text("parts.csv.curate.json")[..record.IndexOf("\"run\": {", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("unique clean", "--set", "fraction=0.25")]
    [InlineData("unique clean", "--set", "some.fraction=0.25")]
    [InlineData("unique clean some", "--set", "parts.folds=3")]
    [InlineData("clean some parts", "--set", "unique.keep=first")]
    [InlineData("", "--set", "seed=7")]
    [InlineData("", "--fresh")]
    [InlineData("unique clean", "--from", "some")]
    [InlineData("unique", "--from", "clean")]
    [InlineData("unique clean some parts", "--workers", "1", "--memory", "1GiB")]
    public void Change_is_followed_by_what_depends_on_it(string stored, params string[] arguments)
    {
        using ScratchFolder folder = Made();
        Stored(folder);
        Assert.Equal(stored, Stored(folder, arguments));
    }

    [Fact]
    public void Changed_input_is_followed_by_its_stages()
    {
        using ScratchFolder folder = Made();
        Stored(folder);
        folder.File("other.csv", "id\n3\n4\n5\n");
        Assert.Equal("unique", Stored(folder));
        folder.File("in.csv", folder.Text("in.csv") + "100,z\n");
        Assert.Equal("", Stored(folder));
    }

    [Fact]
    public void Only_decides_one_stage_and_what_it_needs_and_writes_nothing()
    {
        using ScratchFolder folder = Made();
        string said = InProcess.Ok("run", folder.Path("job.yaml"), "--only", "some");
        Assert.Contains("some: select random-subset", said, StringComparison.Ordinal);
        Assert.Contains("clean: dedupe exact", said, StringComparison.Ordinal);
        Assert.DoesNotContain("parts: split", said, StringComparison.Ordinal);
        Assert.False(folder.Exists("parts.csv"));
        Assert.Equal("clean some", Stored(folder));
    }

    [Fact]
    public void Damaged_checkpoint_is_told()
    {
        using ScratchFolder folder = Made();
        Stored(folder);
        byte[] plan = folder.Bytes("job.yaml.checkpoints/clean.plan");
        folder.File("job.yaml.checkpoints/clean.plan", plan.AsSpan(0, plan.Length - 3));
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"), "--force");
        Assert.Equal(3, exit);
        Assert.Contains("clean.plan' is damaged", error, StringComparison.Ordinal);
        Assert.Contains("--fresh", error, StringComparison.Ordinal);
        Assert.Equal("", Stored(folder, "--fresh"));
    }

    [Fact]
    public void Without_checkpoints_nothing_is_kept()
    {
        using ScratchFolder folder = Made();
        string scratch = folder.Folder("scratch");
        InProcess.Ok("run", folder.Path("job.yaml"), "--no-checkpoints", "--scratch", scratch);
        Assert.False(folder.Exists("job.yaml.checkpoints"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch));
    }

    [Fact]
    public void Rows_for_later_stages_are_those_that_the_dry_run_names()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Yaml.Replace("parts.csv: parts", "parts.csv: {from: parts, where: split = 'train'}", StringComparison.Ordinal)
            .Replace("{name: some,", "{name: mixed, command: shuffle, from: clean}\n- {name: some,", StringComparison.Ordinal).Replace("from: clean, frac", "from: mixed, frac", StringComparison.Ordinal));
        string forecast = Cli.Text(folder, "run", "job.yaml", "--dry-run");
        Assert.Contains("Scratch  the rows of mixed, parts (perhaps): at most ", forecast, StringComparison.Ordinal);
        Assert.False(folder.Exists("job.yaml.checkpoints"));
        string said = InProcess.Ok("run", folder.Path("job.yaml"));
        Assert.Equal(["stage 'mixed'"], said.Split('\n').Where(static l => l.Contains("its rows are written", StringComparison.Ordinal)).Select(static l => l[l.IndexOf("stage", StringComparison.Ordinal)..l.LastIndexOf(':')]));
        Assert.DoesNotContain(folder.Files(), static f => f.Contains(".rows.", StringComparison.Ordinal));

        // As files: what the run says it wrote for later stages is the size of the one that no view can be.
        InProcess.Ok("dedupe", folder.Path("in.csv"), "--key", "id", "--across", folder.Path("other.csv"), "--only-across", "-o", folder.Path("f1.csv"));
        InProcess.Ok("shuffle", folder.Path("f1.csv"), "-o", folder.Path("f2.csv"));
        InProcess.Ok("select", folder.Path("f2.csv"), "--fraction", "0.5", "-o", folder.Path("f3.csv"));
        InProcess.Ok("split", folder.Path("f3.csv"), "-o", folder.Path("f4.csv"));
        InProcess.Ok("convert", folder.Path("f4.csv"), "--where", "split = 'train'", "-o", folder.Path("f5.csv"));
        Assert.Equal(folder.Text("f5.csv"), folder.Text("parts.csv"));
        long bytes = folder.Bytes("f2.csv").Length;
        Assert.Contains(Core.Options.NumberText.Size(bytes) + " written for later stages", said, StringComparison.Ordinal);
        Assert.True(Stated(forecast, "at most") is var most && most >= bytes && most <= folder.Bytes("in.csv").Length + 1, forecast);
        Assert.Contains($"Scratch  the rows of mixed: exactly {bytes} bytes;", Cli.Text(folder, "run", "job.yaml", "--dry-run"), StringComparison.Ordinal);
    }

    /// <summary>Stages whose rows are those of the input in another order, or the input itself beside others: the bound is what is written.</summary>
    [Theory]
    [InlineData("- {name: mixed, command: shuffle}\n- {command: select, rows: 30}\noutputs: {o.csv: select}", true)]
    [InlineData("- {name: one, command: convert}\n- {command: mix, from: [one, raw], rows: 30}\noutputs: {o.csv: mix}", true)]
    [InlineData("- {name: one, command: dedupe, key: label}\n- {name: two, command: profile, fail-on: error}\n- {command: mix, from: [two, raw], rows: 30}\noutputs: {o.csv: mix}", false)]
    [InlineData("- {name: one, command: split}\n- {command: select, rows: 30}\noutputs: {o.csv: select, p.csv: {from: one, where: split = 'test'}}", null)]
    [InlineData("- {name: one, command: split, folds: 3}\n- {command: select, bytes: 300}\noutputs: {o.csv: select}", false)]
    [InlineData("- {name: one, command: split}\n- {command: dedupe, keep: longest, key: label}\noutputs: {o.csv: dedupe}", false)]
    public void Bytes_written_are_outputs_and_the_stated_scratch(string stages, bool? tight)
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", "version: 1\ninputs: {raw: in.csv}\nstages:\n" + stages + "\n");
        string forecast = Cli.Text(folder, "run", "job.yaml", "--dry-run");
        InProcess.Ok("run", folder.Path("job.yaml"), "--report", folder.Path("report.json"));
        System.Text.Json.JsonElement report = Cli.Json(folder, "report.json");
        long wrote = Tables(report, "scratch");
        Assert.Equal(folder.Files().Where(static f => f is "o.csv" or "p.csv").Sum(f => folder.Bytes(f).Length), Tables(report, "outputs"));
        string again = Cli.Text(folder, "run", "job.yaml", "--dry-run");
        if (tight is null)
        {
            Assert.Equal(0, wrote);
            Assert.Contains("Scratch  none for rows;", again, StringComparison.Ordinal);
            return;
        }

        Assert.True(wrote > 0);
        Assert.Equal(wrote, Stated(again, "exactly"));
        if (forecast.Contains("at most", StringComparison.Ordinal))
        {
            Assert.InRange(Stated(forecast, "at most"), wrote, tight.Value ? wrote + 1 : folder.Bytes("in.csv").Length + 1);
        }
        else
        {
            Assert.False(tight.Value, forecast);
            Assert.Contains("is known once it is decided", forecast, StringComparison.Ordinal);
        }
    }

    /// <summary>The bytes that the line of scratch states.</summary>
    private static long Stated(string forecast, string how)
    {
        string line = forecast.Split('\n').Single(static l => l.StartsWith("Scratch", StringComparison.Ordinal));
        int at = line.IndexOf(how, StringComparison.Ordinal);
        Assert.True(at > 0, line);
        return long.Parse(line[(at + how.Length + 1)..line.IndexOf(" bytes", at, StringComparison.Ordinal)].Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static long Tables(System.Text.Json.JsonElement report, string key) => report.TryGetProperty(key, out System.Text.Json.JsonElement rows)
        ? rows.EnumerateArray().Sum(static r => r.GetProperty("bytes").GetInt64()) : 0;

    [Fact]
    public void Stage_whose_condition_fails_is_left_out()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Yaml.Replace("{name: some,", "{name: some, when: raw.rows > 1k and raw has label,", StringComparison.Ordinal));
        string said = InProcess.Ok("run", folder.Path("job.yaml"));
        Assert.Contains("some: left out, raw.rows > 1k and raw has label does not hold", said, StringComparison.Ordinal);
        InProcess.Ok("dedupe", folder.Path("in.csv"), "--key", "id", "--across", folder.Path("other.csv"), "--only-across", "-o", folder.Path("f1.csv"));
        InProcess.Ok("split", folder.Path("f1.csv"), "-o", folder.Path("f2.csv"));
        Assert.Equal(folder.Text("f2.csv"), folder.Text("parts.csv"));
        folder.File("job.yaml", Yaml.Replace("{name: some,", "{name: some, when: raw.columns = 2 and raw.files = 1 and raw lacks text,", StringComparison.Ordinal));
        Assert.DoesNotContain("left out", InProcess.Ok("run", folder.Path("job.yaml"), "--force"), StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_stops_the_run_with_code_1()
    {
        using ScratchFolder folder = Made();
        folder.File("job.yaml", Yaml.Replace("keep: last", "keep: last, fail-on: duplicates", StringComparison.Ordinal));
        (int exit, string error) = InProcess.Run("run", folder.Path("job.yaml"));
        Assert.Equal(1, exit);
        Assert.Contains("stage 'unique': 57 rows match fail-on duplicates; nothing was written.", error, StringComparison.Ordinal);
        Assert.False(folder.Exists("unique.csv"));
    }

    [Fact]
    public void Headerless_input_keeps_the_names_of_added_columns()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", string.Concat(Enumerable.Range(0, 40).Select(static i => $"{i};\"t;{i % 3}\"\n")));
        folder.File("job.yaml", """
            version: 1
            inputs: {raw: {path: in.csv, no-header: true, delimiter: ";"}}
            stages:
            - {command: split}
            outputs:
              train.csv: {where: "split = 'train' and column_1 < 30"}
            """);
        InProcess.Ok("run", folder.Path("job.yaml"));
        string[] rows = folder.Text("train.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(rows);
        Assert.All(rows, static row => Assert.EndsWith(";train", row, StringComparison.Ordinal));
        Assert.All(rows, static row => Assert.Contains(";\"t;", row, StringComparison.Ordinal));
    }

    private static ScratchFolder Made()
    {
        ScratchFolder folder = new();
        folder.File("in.csv", "id,label\n" + string.Concat(Enumerable.Range(0, 60).Select(static i => $"{i},{"abc"[i % 3]}\n")));
        folder.File("other.csv", "id\n3\n4\n");
        folder.File("job.yaml", Yaml);
        return folder;
    }

    /// <summary>Runs the recipe; the stages whose decisions were found.</summary>
    internal static string Stored(ScratchFolder folder, params string[] arguments) =>
        string.Join(' ', InProcess.Ok(["run", folder.Path("job.yaml"), "--force", .. arguments]).Split('\n')
            .Where(static l => l.Contains(" (from its checkpoint): ", StringComparison.Ordinal)).Select(static l => l[..l.IndexOf(' ', StringComparison.Ordinal)]));
}
