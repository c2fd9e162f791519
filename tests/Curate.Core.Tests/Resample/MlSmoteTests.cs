using System.Globalization;
using System.Text.Json;
using Curate.Core.Errors;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Resample.MadeUp;

namespace Curate.Core.Tests.Resample;

/// <summary>mlsmote against a naive transcription of its definition, on random small tables.</summary>
public sealed class MlSmoteTests
{
    private static readonly string[] s_names = ["x", "y", "z", "tags", "cat", "note"];

    public static TheoryData<ulong> Cases => Seeds.Theory(6);

    private static MemoryTable Table(ulong seed, bool arrays)
    {
        var random = new SplitMix64(seed);
        var made = new List<string?[]>();
        for (int i = 0; i < 120; i++)
        {
            string[] tags = [.. new[] { ("b", 0.7), ("a", 0.5), ("rare", 0.08), ("odd \"x\"", 0.12), ("7", 0.3) }.Where(t => random.Chance(t.Item2)).Select(static t => t.Item1)];
            string Number() => (random.Below(4000) / 8.0).ToString(CultureInfo.InvariantCulture);
            string? text = i % 37 == 36 ? null : arrays
                ? "[" + string.Join(", ", tags.Select(static t => t == "7" ? t : JsonSerializer.Serialize(t))) + "]"
                : tags.Length == 0 ? "; " : string.Join("; ", tags);
            made.Add([Number(), Number(), Number(), text, "k" + random.Below(3), "row " + i]);
        }

        return new MemoryTable(s_names, made);
    }

    private static string[] Labels(string? text) => text is null ? [] : text.StartsWith('[')
        ? [.. JsonDocument.Parse(text).RootElement.EnumerateArray().Select(static e => e.ValueKind == JsonValueKind.Number ? e.GetRawText() : e.GetString()!)]
        : [.. text.Split(';').Select(static t => t.Trim()).Where(static t => t.Length > 0)];

    private static RunOutcome Run(MemoryTable table, params (string Name, string Value)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("resample/mlsmote", [("label", "tags"), ("features", "x,y,z"), ("parents", "true"), .. options]), table, TestRuns.Context());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mlsmote_makes_a_row_from_every_row_of_a_rare_label_with_voted_labels(ulong seed) => Seeds.With(seed, () =>
    {
        foreach ((bool arrays, string vote, int times) in new[] { (false, "ranking", 1), (true, "ranking", 2), (true, "union", 1), (false, "intersection", 3) })
        {
            MemoryTable table = Table(seed, arrays);
            RunOutcome run = Run(table, [("k-neighbors", "4"), ("label-vote", vote), ("times", times.ToString(CultureInfo.InvariantCulture)), .. arrays ? Array.Empty<(string, string)>() : [("label-separator", ";")]]);
            string[][] sets = [.. table.Rows.Select(static r => Labels(r[3]))];
            (string Name, double Ratio)[] labels = [.. sets.SelectMany(static s => s).GroupBy(static l => l).Select(static g => (g.Key, 1.0 / g.Count())).OrderBy(static l => l.Key, StringComparer.Ordinal)];
            double most = labels.Min(static l => l.Ratio);
            double mean = labels.Average(l => l.Ratio / most);
            Assert.Equal(TestRuns.Lines(table.Rows), TestRuns.Lines(run.Rows.Take(120).Select(static r => r[..6])));
            int next = 120;
            foreach ((string name, double ratio) in labels)
            {
                int[] bag = [.. Enumerable.Range(0, 120).Where(i => sets[i].Contains(name))];
                if (ratio / most <= mean)
                {
                    continue;
                }

                foreach (int first in Enumerable.Repeat(bag, times).SelectMany(static b => b))
                {
                    string?[] row = run.Rows[next++];
                    Assert.Equal(first, int.Parse(row[^2]!, CultureInfo.InvariantCulture));
                    int[] near = Nearest(table.Rows, first, 4, bag.Contains);
                    int second = int.Parse(row[^1]!, CultureInfo.InvariantCulture);
                    Assert.Contains(second, near);
                    Assert.InRange(StepOf(row, table.Rows[first], table.Rows[second]), 0, 1);
                    string[] voted = [.. near.Append(first).SelectMany(i => sets[i]).GroupBy(static l => l)
                        .Where(g => vote == "union" || (vote == "ranking" ? 2 * g.Count() >= near.Length + 1 : g.Count() == near.Length + 1)).Select(static g => g.Key).Order(StringComparer.Ordinal)];
                    Assert.Equal(voted, Labels(row[3]).Order(StringComparer.Ordinal));
                    Assert.Contains(name, voted);
                    Assert.Equal(arrays, row[3]!.StartsWith('['));
                    Assert.Equal(table.Rows[first][5], row[5]);
                }
            }

            Assert.True(next > 120);
            Assert.Equal(next, run.Rows.Count);
        }
    });

    [Fact]
    public void Mlsmote_categories_are_the_most_frequent_of_the_neighbours()
    {
        MemoryTable table = Table(2, arrays: true);
        foreach (string?[] row in Run(table, ("categorical", "cat"), ("scale", "none")).Rows.Skip(120))
        {
            Assert.StartsWith("k", row[4], StringComparison.Ordinal);
        }

        // Where a category outweighs nothing, since the rare rows agree in it, it stays.
        MemoryTable same = new(s_names, [.. table.Rows.Select(static r => (string?[])[.. r[..4], Labels(r[3]).Contains("rare") ? "mine" : "theirs", r[5]])]);
        Assert.All(Run(same, ("categorical", "cat")).Rows.Skip(120).Where(r => Labels(table.Rows[int.Parse(r[^2]!, CultureInfo.InvariantCulture)][3]).SequenceEqual(["rare"])),
            static r => Assert.Equal("mine", r[4]));
    }

    [Fact]
    public void Mlsmote_of_a_label_with_one_row_copies_it()
    {
        MemoryTable table = new(s_names, [.. Table(3, arrays: false).Rows.Select(static r => (string?[])[.. r[..3], "b", .. r[4..]]), ["1", "2", "3", "b;lonely", "k0", "alone"]]);
        RunOutcome run = Run(table, ("label-separator", ";"));
        Assert.Equal("1|2|3|b;lonely|k0|alone", TestRuns.Line(run.Rows[^1][..6]));
        Assert.Equal(122, run.Rows.Count);
    }

    [Theory]
    [InlineData("plain", false, "no --label-separator")]
    [InlineData("equal", true, "rarer than the mean")]
    [InlineData("single", true, "only one label")]
    [InlineData("none", true, "no label to balance")]
    public void Run_of_labels_that_cannot_be_balanced_is_refused(string values, bool separator, string says)
    {
        string?[][] rows = [.. Table(1, arrays: false).Rows.Select((r, i) => (string?[])[.. r[..3], values switch { "plain" => "c" + (i % 3), "equal" => "p;q", "single" => "p", _ => null }, .. r[4..]])];
        CurateException refused = Assert.Throws<CurateException>(() => Run(new MemoryTable(s_names, rows), separator ? [("label-separator", ";")] : []));
        Assert.Equal("infeasible", refused.Code.Id);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }
}
