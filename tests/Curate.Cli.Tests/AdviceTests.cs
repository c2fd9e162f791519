using System.Globalization;
using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary><c>resample --should-i</c> from arguments to report.</summary>
public sealed class AdviceTests
{
    private static string Table(int rows = 150)
    {
        var random = new SplitMix64(5);
        return "x,y,kind,who,label\n" + string.Concat(Enumerable.Range(0, rows).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"{random.Below(1000) / 100.0 + (i % 5 == 0 ? 4 : 0):0.00},{random.Below(50)},k{random.Below(3)},w{i / 5},{(i % 5 == 0 ? "rare" : "often")}\n")));
    }

    [Fact]
    public void Resample_should_i_reports_in_every_form_and_writes_no_data()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table());
        string[] asked = ["resample", "in.csv", "--label", "label", "--method", "smote-nc", "--categorical", "kind", "--should-i", "--folds", "3", "--repeats", "1"];
        CurateResult run = Cli.Run(folder, [.. asked, "--report", "r.json", "--workers", "1"]).Expect(0);
        Assert.StartsWith("Should I resample? smote-nc for label\n", run.Text, StringComparison.Ordinal);
        foreach (string word in (string[])["nothing", "class-weights", "threshold", "random-over", "random-under", "smote-nc", "logistic regression", "gradient boosting", "balanced acc.", "log loss"])
        {
            Assert.Contains(word, run.Text, StringComparison.Ordinal);
        }

        Assert.Contains("150 rows, 3 splits", run.Error, StringComparison.Ordinal);
        Assert.Equal(["in.csv", "r.json"], folder.Files().Order(StringComparer.Ordinal));
        JsonElement report = Cli.Json(folder, "r.json");
        Assert.Equal(1, report.GetProperty("schema").GetInt32());
        Assert.Equal(150, report.GetProperty("rows").GetProperty("cross_validated").GetInt32());
        Assert.Equal(2 * 5 * 6, report.GetProperty("results").GetArrayLength());
        Assert.Equal(10, report.GetProperty("findings").GetArrayLength());
        Assert.Equal(report.GetProperty("resample").GetBoolean(), report.GetProperty("answer")[0].GetString()!.StartsWith("Yes", StringComparison.Ordinal));
        foreach (JsonElement result in report.GetProperty("results").EnumerateArray())
        {
            bool decided = result.GetProperty("p").ValueKind == JsonValueKind.Number && result.GetProperty("p").GetDouble() < 0.05;
            Assert.Equal(decided, result.GetProperty("verdict").GetString() != "undecided");
        }

        // Other workers, same bytes, in every form but for what stands under run.
        CurateResult again = Cli.Run(folder, [.. asked, "--report", "r.md", "--workers", "7"]).Expect(0);
        Assert.Equal(run.Text, again.Text);
        Assert.StartsWith("# Should I resample?", folder.Text("r.md"), StringComparison.Ordinal);
        Cli.Run(folder, [.. asked, "--report", "s.json", "--workers", "7"]).Expect(0);
        string Kept(string name) => folder.Text(name).Split("  \"run\": {")[0];
        Assert.Equal(Kept("r.json"), Kept("s.json"));
    }

    [Fact]
    public void Resample_should_i_takes_features_for_methods_that_have_none()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table(60));
        string text = Cli.Text(folder, "resample", "in.csv", "--label", "label", "--should-i", "--folds", "2", "--repeats", "1", "--features", "x", "--group", "who", "--to", "ratio=0.5");
        Assert.Contains("1 number, 0 categories", text, StringComparison.Ordinal);
        Assert.Contains("whole groups by who", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Resample_should_i_refuses_what_makes_no_sense()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table(60));
        folder.File("one.csv", "x,label\n1,a\n2,a\n3,a\n");
        Cli.Fails(folder, 2, ["--output has no effect"], "resample", "in.csv", "--label", "label", "--should-i", "-o", "out.csv");
        Cli.Fails(folder, 2, ["--folds belongs to --should-i"], "resample", "in.csv", "--label", "label", "--folds", "3");
        Cli.Fails(folder, 2, ["only one class"], "resample", "one.csv", "--label", "label", "--should-i");
        Cli.Fails(folder, 2, ["fewer than the 20 folds"], "resample", "in.csv", "--label", "label", "--should-i", "--folds", "20");
        Cli.Fails(folder, 2, ["--kind is not an option of --method smote"], "resample", "in.csv", "--label", "label", "--method", "smote", "--kind", "2", "--should-i");
        Cli.Fails(folder, 2, ["'kind' is a category", "smote-nc"], "resample", "in.csv", "--label", "label", "--method", "smote", "--categorical", "kind", "--should-i", "--folds", "2");
    }
}
