using System.Text;
using Curate.TestKit;

namespace Curate.Cli.Tests.Check;

/// <summary>Rules that are inferred from data hold on it.</summary>
public sealed class InferTests
{
    public static TheoryData<string> Bundled =>
    [
        .. Directory.EnumerateFiles(RepositoryRoot.Combine("examples"), "*", SearchOption.AllDirectories)
            .Where(static f => Path.GetExtension(f) is ".csv" or ".jsonl" && !f.Contains("expected", StringComparison.Ordinal))
            .Select(static f => Path.GetRelativePath(RepositoryRoot.Path, f)).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void On_100_random_tables()
    {
        // All tables are checked by one process each way: ten tables a run keep it short.
        using ScratchFolder folder = new();
        Seeds.Each(100, seed =>
        {
            var random = new SplitMix64(seed);
            TableData table = TableGenerator.Table(seed, new TableShape { Rows = random.Below(80), Classes = 1 + random.Below(5), MissingShare = random.Unit(), DuplicateShare = random.Unit() / 2 });
            string name = seed % 2 == 0 ? "t.csv" : "t.jsonl";
            folder.File(name, seed % 2 == 0 ? table.ToCsv() : table.ToJsonLines());
            InProcess.InferThenCheck(folder.Path(name), folder.Path("r.yaml"));
        });
    }

    [Theory]
    [MemberData(nameof(Bundled))]
    public void On_bundled_tables(string path)
    {
        using ScratchFolder folder = new();
        InProcess.InferThenCheck(RepositoryRoot.Combine(path), folder.Path("r.yaml"));
    }

    [Fact]
    public void On_names_and_values_with_every_sign()
    {
        using ScratchFolder folder = new();
        string[] names = ["a,b", "say \"so\"", "it's", "!x", "#3", "a..b", "/re/", "*", "true", "2019", " pad ", "new\nline", "日本語", "😀", "null", "~", "- a", "k: v", "a'b\"c"];
        string[] values = ["null", "~", "true", "0x1F", "1_000", "1e3", "yes", "a: b", "# no", "\u0085\u2028", "\\n", "'", "\"", "- x", "[1", "{", "%", "@", "`", "NaN", "inf", "9007199254740993", "2024-01-01", ""];
        var csv = new StringBuilder(string.Join(',', names.Select(Quote))).Append('\n');
        for (int row = 0; row < 60; row++)
        {
            csv.Append(string.Join(',', names.Select((_, c) => Quote(values[(row + c) % (c + 1)])))).Append('\n');
        }

        folder.File("t.csv", csv.ToString());
        InProcess.InferThenCheck(folder.Path("t.csv"), folder.Path("r.yaml"));
    }

    [Fact]
    public void Rules_say_what_the_data_shows()
    {
        using ScratchFolder folder = new();
        folder.File("t.csv", "id,kind,size,day\n" + string.Concat(Enumerable.Range(0, 40).Select(static i => $"{i},{(i % 3 == 0 ? "a" : "b")},{(i == 7 ? "" : $"{i - 3}.5")},2024-01-{1 + (i % 28):d2}\n")));
        string rules = Cli.Text(folder, "check", "t.csv", "--infer");
        Assert.Contains("- rule: unique\n    columns: id\n", rules, StringComparison.Ordinal);
        Assert.Contains("- rule: values\n    columns: kind\n    in: [a, b]\n", rules, StringComparison.Ordinal);
        Assert.Contains("- rule: type\n    columns: size\n    type: number\n", rules, StringComparison.Ordinal);
        Assert.Contains("- rule: range\n    columns: size\n    min: -3.5\n    max: 36.5\n", rules, StringComparison.Ordinal);
        Assert.Contains("- rule: range\n    columns: day\n    min: 2024-01-01\n    max: 2024-01-28\n", rules.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("- rule: completeness\n    columns: size\n    min: 0.871", rules, StringComparison.Ordinal);
        Cli.Fails(folder, 2, ["--infer checks nothing, so --fail-on has no effect"], "check", "t.csv", "--infer", "--fail-on", "error");
    }

    private static string Quote(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
