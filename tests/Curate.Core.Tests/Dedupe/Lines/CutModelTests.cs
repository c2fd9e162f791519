using System.Globalization;
using Curate.Core.Methods;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe.Lines;

/// <summary><c>line</c> and <c>substring</c> against every window compared with every other.</summary>
public sealed class CutModelTests
{
    private static readonly string[] s_names = ["text", "block", "score"];
    private static readonly string[] s_units = ["a b.", "B a!", "é", "e\u0301 x", "你好。再", "😀 c", "12.5 b", "d. e", "--"];
    private static readonly string[] s_gaps = ["\n", "\n", "\r\n", "\n\n", " \n \n", " ", " \n"];

    private static MemoryTable Table(SplitMix64 random, int rows) => new(s_names, [.. Enumerable.Range(0, rows).Select(_ => new string?[]
    {
        random.Chance(0.05) ? null : Text(random),
        random.Chance(0.1) ? null : random.Pick(new[] { "x", "y" }),
        random.Chance(0.1) ? null : random.Below(5).ToString(CultureInfo.InvariantCulture),
    })]);

    private static string Text(SplitMix64 random)
    {
        string text = random.Chance(0.2) ? random.Pick(s_gaps) : "";
        int different = random.Pick(new[] { 1, 2, s_units.Length });
        for (int n = random.Below(9); n > 0; n--)
        {
            text += s_units[random.Below(different)] + (n > 1 || random.Chance(0.3) ? random.Pick(s_gaps) : "");
        }

        return text;
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    [InlineData(4UL)]
    public void Run_random_tables_and_options_equals_the_model(ulong seed)
    {
        var random = new SplitMix64(seed);
        for (int round = 0; round < 120; round++)
        {
            MemoryTable table = Table(random, random.Below(14));
            MemoryTable other = Table(random, random.Below(4));
            string unit = random.Pick(new[] { "line", "paragraph", "sentence", "token" });
            bool substring = unit == "token";
            int window = substring ? random.Between(2, 5) : random.Between(1, 3);
            int least = substring ? 1 : random.Pick(new[] { 1, 1, 4 });
            string keep = random.Pick(new[] { "first", "first", "last", "longest", "max:score", "prefer:block=y" });
            bool within = random.Chance(0.3);
            bool across = random.Chance(0.4);
            bool onlyAcross = across && random.Chance(0.4);
            bool lower = random.Chance(0.3);
            int minUnits = substring ? 0 : random.Below(4);
            int minWords = random.Below(5);
            var options = new List<(string, string)>
            {
                ("text", "text"), ("keep", keep), ("only-across", onlyAcross ? "true" : "false"), ("normalize", lower ? "lower,punctuation" : "none"),
                ("min-words", minWords.ToString(CultureInfo.InvariantCulture)), (substring ? "min-tokens" : "window", window.ToString(CultureInfo.InvariantCulture)),
            };
            if (!substring)
            {
                options.AddRange([("unit", unit), ("min-match", least.ToString(CultureInfo.InvariantCulture)), ("min-units", minUnits.ToString(CultureInfo.InvariantCulture))]);
            }

            if (within)
            {
                options.Add(("within", "block"));
            }

            if (across)
            {
                options.Add(("across", "other"));
            }

            var model = new CutModel(table.Rows, across ? other.Rows : [], unit, window, least, keep, within, onlyAcross, minUnits, minWords, lower ? Lower : static s => s);
            bool mark = random.Chance(0.2);
            if (mark)
            {
                options.Add(("mark", "true"));
            }

            RunOutcome run = TestRuns.Execute(RowPlanTests.Methods(substring ? "dedupe/substring" : "dedupe/line", [.. options]), new PlanInputs(table, across ? [other] : []),
                TestRuns.Context(random.Between(1, 3), random.Between(1, 20), random.Chance(0.3) ? 1 : TestRuns.EnoughMemory), wantRemoved: !mark);
            string what = $"seed {seed}, round {round}: {string.Join(' ', options)}";
            if (mark)
            {
                Assert.Equal(Enumerable.Range(0, table.Rows.Count).Select(model.CutUnits), run.Rows.Select(static r => long.Parse(r[3]!, CultureInfo.InvariantCulture)));
                Assert.Equal(model.Dropped(), Enumerable.Range(0, table.Rows.Count).Where(r => run.Rows[r][6] == "true"));
                continue;
            }

            Same(TestRuns.Lines(model.Output()), TestRuns.Lines(run.Rows), what);
            Same([.. model.Dropped().Select(r => $"{TestRuns.Line(table.Rows[r])}|too-short|{model.CutUnits(r)}")], [.. run.Removed.Select(static r => TestRuns.Line(r[..^1]))], what);
        }
    }

    /// <summary>Lower case, punctuation as spaces, spaces once.</summary>
    private static string Lower(string text) =>
        string.Join(' ', new string([.. text.ToLowerInvariant().Select(static c => char.IsPunctuation(c) || char.IsWhiteSpace(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static void Same(IReadOnlyList<string> expected, string[] actual, string what) =>
        Assert.True(expected.SequenceEqual(actual), $"{what}\n{Shown(expected)}\n--\n{Shown(actual)}");

    private static string Shown(IEnumerable<string> lines) => string.Join('\n', lines.Select(static l => l.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)));
}
