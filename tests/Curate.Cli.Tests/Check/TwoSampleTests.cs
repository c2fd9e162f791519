using System.Globalization;
using System.Text;
using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests.Check;

/// <summary>Checks that compare datasets, from the command line.</summary>
public sealed class TwoSampleTests
{
    /// <summary>Two numbers and a category, all by a fixed generator.</summary>
    private static string Csv(ulong seed, int rows, double shift)
    {
        var random = new SplitMix64(seed);
        var text = new StringBuilder("x,y,kind\n");
        for (int i = 0; i < rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{random.Unit() + shift:R},{random.Unit():R},{(random.Unit() < 0.5 ? "a" : "b")}\n");
        }

        return text.ToString();
    }

    private static JsonElement[] Findings(CurateResult run) =>
        [.. JsonDocument.Parse(run.Text).RootElement.GetProperty("checks").EnumerateArray().SelectMany(static c => c.GetProperty("findings").EnumerateArray())];

    [Fact]
    public void A_column_that_moved_fails_every_check_that_compares()
    {
        using ScratchFolder folder = new();
        folder.File("old.csv", Csv(1, 200, 0));
        folder.File("new.csv", Csv(2, 200, 0.5));
        CurateResult run = Cli.Run(folder, "check", "new.csv", "--against", "train=old.csv", "--with", "column-drift,sliced-energy-distance,frechet-distance,classifier-two-sample",
            "--learners", "knn,logistic", "--permutations", "39", "--format", "json").Expect(1);
        JsonElement[] findings = Findings(run);
        Assert.Equal(["energy-shift", "files-told-apart", "frechet-shift", "numbers-drift"], findings.Select(static f => f.GetProperty("code").GetString()).Order(StringComparer.Ordinal));
        Assert.All(findings, static f => Assert.Contains("train", f.GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.Contains("--fail-on error", run.Error, StringComparison.Ordinal);
        Cli.AssertBounded(run);
    }

    [Fact]
    public void Equal_files_pass_and_the_report_is_the_same_for_any_workers()
    {
        using ScratchFolder folder = new();
        folder.File("old.csv", Csv(3, 150, 0));
        folder.File("new.csv", Csv(4, 150, 0));
        string[] arguments = ["check", "new.csv", "--against", "old.csv", "--with", "column-drift,sliced-energy-distance,classifier-two-sample", "--permutations", "39", "--report-detail", "full", "-q"];
        string one = Cli.Text(folder, [.. arguments, "--workers", "1"]);
        Assert.Equal(one, Cli.Text(folder, [.. arguments, "--workers", "2"]));
        Assert.Contains("passed: 3 checks", one, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_profile_stands_for_its_rows()
    {
        using ScratchFolder folder = new();
        folder.File("old.csv", Csv(5, 300, 0));
        folder.File("new.csv", Csv(6, 300, 0.3));
        Cli.Run(folder, "profile", "old.csv", "--save-state", "old.state", "-o", "old.txt").Expect(0);
        CurateResult rows = Cli.Run(folder, "check", "new.csv", "--against", "old.csv", "--with", "column-drift", "--format", "json").Expect(1);
        CurateResult state = Cli.Run(folder, "check", "new.csv", "--against", "old.state", "--with", "column-drift", "--format", "json").Expect(1);
        Assert.Equal(Findings(rows).Select(static f => f.GetRawText()), Findings(state).Select(static f => f.GetRawText()));
    }

    [Fact]
    public void What_is_missing_is_said_and_is_no_pass()
    {
        using ScratchFolder folder = new();
        folder.File("new.csv", Csv(7, 50, 0));
        CurateResult run = Cli.Run(folder, "check", "new.csv", "--with", "column-drift,label-shift,frechet-distance", "--fail-on", "not-measurable").Expect(1);
        Assert.Contains("--against FILE", run.Text, StringComparison.Ordinal);
        Assert.Contains("--label COL", run.Text, StringComparison.Ordinal);
        Cli.Fails(folder, 2, ["Did you mean trees?"], "check", "new.csv", "--with", "classifier-two-sample", "--learners", "tree");
        Cli.Fails(folder, 2, ["--warn-drift is above --max-drift."], "check", "new.csv", "--with", "column-drift", "--warn-drift", "0.5");
    }

    [Fact]
    public void Findings_are_explained()
    {
        using ScratchFolder folder = new();
        string text = Cli.Text(folder, "explain", "frechet-shift");
        Assert.Contains("--max-frechet", text, StringComparison.Ordinal);
        Assert.Contains("label shares", text, StringComparison.Ordinal);
    }
}
