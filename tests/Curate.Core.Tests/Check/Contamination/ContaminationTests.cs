using System.Globalization;
using Curate.Core.Check;
using Curate.Core.Errors;
using Curate.Core.Statistics;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Check.Contamination;

public sealed class ContaminationTests
{
    private const string Name = "contamination";

    [Fact]
    public void Every_planted_overlap_of_eight_tokens_or_more_is_found_and_none_of_seven()
    {
        Seeds.Each(10, static seed =>
        {
            var draws = new SplitMix64(seed);
            List<string[]> texts = Texts(draws, 120, "q");
            List<string[]> corpus = Texts(draws, 80, "c");
            var planted = new int[120];
            for (int row = 0; row < 120; row++)
            {
                if (draws.Chance(0.5))
                {
                    int length = draws.Between(5, 30);
                    int from = draws.Below(texts[row].Length - length + 1);
                    int document = draws.Below(80);
                    int at = draws.Below(corpus[document].Length + 1);
                    corpus[document] = [.. corpus[document][..at], .. texts[row][from..(from + length)], .. corpus[document][at..]];
                    planted[row] = length;
                }
            }

            CheckResult result = Run(texts, corpus, new CheckSettings { Roles = new CheckRoles { Text = ["text"] } });
            Dictionary<long, object?[]> listed = result.Rows("contaminated_rows").ToDictionary(static r => (long)r[0]!);
            int found = 0;
            for (int row = 0; row < 120; row++)
            {
                // A later planting may cut an earlier one in two; what then stands in the corpus is asked of a plain search.
                int longest = Longest(texts[row], corpus);
                if (longest >= 8)
                {
                    found++;
                    if (listed.TryGetValue(row, out object?[]? line))
                    {
                        Assert.True((long)line[2]! >= longest, $"row {row}: {line[2]} of {longest}");
                        Assert.Equal((double)(long)line[2]! / texts[row].Length, (double)line[1]!, 12);
                    }
                }
                else
                {
                    Assert.False(listed.ContainsKey(row));
                }
            }

            Assert.Equal((long)found, result.Rows("contamination").Single(static r => (string)r[0]! == "rows with a match")[1]);
            Assert.True(planted.Count(static p => p >= 8) - found < 5);
        });
    }

    [Fact]
    public void The_longest_match_tells_leaked_rows_from_phrases_that_all_texts_have_and_the_union_does_less_well()
    {
        // Clean rows hold stock phrases that the corpus is full of; leaked rows hold a passage of it.
        var draws = new SplitMix64(1);
        string[][] phrases = [.. Enumerable.Range(0, 40).Select(p => Enumerable.Range(0, 10).Select(i => Word(draws, "p")).ToArray())];
        List<string[]> corpus = Texts(draws, 200, "c");
        for (int d = 0; d < 200; d++)
        {
            corpus[d] = [.. corpus[d], .. phrases[d % 40], .. phrases[(d + 7) % 40]];
        }

        var texts = new List<string[]>();
        for (int row = 0; row < 200; row++)
        {
            string[] own = [.. Enumerable.Range(0, 40).Select(_ => Word(draws, "q"))];
            if (row % 2 == 0)
            {
                int length = draws.Between(30, 80);
                string[] leaked = [.. Enumerable.Range(0, length).Select(_ => Word(draws, "l"))];
                corpus[row] = [.. corpus[row], .. leaked];
                texts.Add([.. own, .. leaked]);
            }
            else
            {
                texts.Add([.. own[..12], .. phrases[draws.Below(40)], .. own[12..20], .. phrases[draws.Below(40)], .. own[20..28], .. phrases[draws.Below(40)], .. own[28..], .. phrases[draws.Below(40)]]);
            }
        }

        double[] area = new double[2];
        foreach ((string gram, int n) in new[] { ("8", 0), ("13", 1) })
        {
            using var inputs = new CheckInputs { Passes = new Core.Running.PassRunner(TestRuns.Context()), Main = Table(texts), Others = [Table(corpus)] };
            using var measured = Core.Check.Contamination.ContaminatedTexts.Read(inputs.Passes, inputs.Main, ["text"], new Core.Check.Contamination.ContaminationOptions { Gram = int.Parse(gram, CultureInfo.InvariantCulture) }, [], static (_, _) => { });
            measured.Compare(inputs.Others[0], 0, ["text"]);
            double longest = Area(row => measured.Of(row).Share);
            double union = Area(row => (double)measured.Of(row).Covered / measured.Of(row).Tokens);
            Assert.Equal(1, longest);
            area[n] = union;
        }

        // With runs of 8 the union counts phrases; with runs of 13 phrases of 10 are invisible.
        Assert.True(area[0] < 0.999, $"union at 8: {area[0]}");
        Assert.Equal(1, area[1]);

        static double Area(Func<int, double> score)
        {
            double above = 0;
            for (int a = 0; a < 200; a += 2)
            {
                for (int b = 1; b < 200; b += 2)
                {
                    above += score(a) > score(b) ? 1 : score(a) == score(b) ? 0.5 : 0;
                }
            }

            return above / 10_000;
        }
    }

    [Fact]
    public void Scores_by_hand()
    {
        List<string[]> texts = [["a", "b", "c", "d", "e", "f"], ["a", "b", "x", "b", "c", "d"], ["a", "b"], ["z", "z", "z"], []];
        List<string[]> corpus = [["q", "b", "c", "d", "q"], ["A", "B"], ["c", "d", "e", "q", "x", "b", "c"]];
        CheckResult result = Run(texts, corpus, new CheckSettings { Roles = new CheckRoles { Text = ["text"] } }, ("n-gram", "3"), ("least-share", "0.6"));
        object?[][] rows = [.. result.Rows("contaminated_rows").OrderBy(static r => (long)r[0]!)];

        // Row 0: b c d, c d e are both there, so b c d e is one match of 4 tokens. Row 1: x b c and b c d make one of 4. Row 2 is shorter than 3 and equal to a text.
        Assert.Equal([0L, 1L, 2L], rows.Select(static r => r[0]));
        Assert.Equal([4L, 4L, 2L], rows.Select(static r => r[2]));
        Assert.Equal([4 / 6.0, 4 / 6.0, 1.0], rows.Select(static r => (double)r[1]!));
        Assert.Equal([4 / 6.0, 4 / 6.0, 1.0], rows.Select(static r => (double)r[3]!));
        Assert.Equal(3, result.Findings.Single().FailingRows);

        // Twice in the corpus: only b c d of row 0 ... no run of three is.
        Assert.Empty(Run(texts[..2], corpus, new CheckSettings { Roles = new CheckRoles { Text = ["text"] } }, ("n-gram", "3"), ("min-count", "2")).Findings);
        Assert.NotEmpty(Run(texts[..2], [.. corpus, .. corpus], new CheckSettings { Roles = new CheckRoles { Text = ["text"] } }, ("n-gram", "3"), ("min-count", "2")).Findings);
    }

    [Fact]
    public void The_gain_is_that_of_the_contaminated_rows_and_largest_at_the_planted_threshold()
    {
        // Rows with a score of 0.5 or more are answered right 95 times of 100, the others 50 times.
        var draws = new SplitMix64(9);
        List<string?[]> rows = [];
        var corpus = new List<string[]>();
        for (int row = 0; row < 600; row++)
        {
            string[] words = [.. Enumerable.Range(0, 40).Select(_ => Word(draws, "q"))];
            int share = draws.Below(10);
            corpus.Add(words[..(4 * share)]);
            double chance = share >= 5 ? 0.95 : 0.5;
            rows.Add([string.Join(' ', words), draws.Chance(chance) ? "1" : "0", draws.Chance(0.7) ? "true" : "false"]);
        }

        CheckResult result = MeasuredCheck.Run(Name, new CheckSettings { Roles = new CheckRoles { Text = ["text"] } }, new MemoryTable(["text", "model", "other"], rows), [Table(corpus)], ("correct", "model,other"));
        Finding gain = Assert.Single(result.Findings, static f => f.Code == "contamination-gain");
        Assert.Equal("model", gain.Column);

        // Below 0.5 all rows are as good, so the gain is the same there but for chance; from 0.6 on right rows are counted as clean and it falls.
        Dictionary<double, object?[]> at = result.Rows("contamination_gain").Where(static r => (string)r[0]! == "model" && r[7] is not null).ToDictionary(static r => (double)r[1]!);
        double planted = (double)at[0.5][7]!;
        Assert.InRange((double)gain.Effect!, planted, planted + 0.04);
        Assert.All(new[] { 0.6, 0.7, 0.8, 0.9 }, from => Assert.True((double)at[from][7]! < planted));
        Assert.All(at.Values, static r => Assert.Equal((double)r[6]! - (double)r[5]!, (double)r[7]!, 12));
    }

    [Fact]
    public void The_test_of_the_gain_holds_its_level()
    {
        // 2,000 tables without an effect: 5% of them are below 0.05, give or take.
        var draws = new SplitMix64(4);
        int alarms = 0;
        for (int run = 0; run < 2000; run++)
        {
            var counts = new long[4];
            for (int i = 0; i < 400; i++)
            {
                counts[(draws.Chance(0.2) ? 0 : 2) + (draws.Chance(0.6) ? 0 : 1)]++;
            }

            alarms += FisherExact.MidP(counts[0], counts[1], counts[2], counts[3]) <= 0.05 ? 1 : 0;
        }

        Assert.InRange(alarms, 60, 140);
    }

    [Fact]
    public void Exact_tests_by_hand()
    {
        // The lady tasting tea, four and four: 34 of 70 for three right, 2 of 70 for four.
        Assert.Equal(34.0 / 70, FisherExact.TwoSided(3, 1, 1, 3), 10);
        Assert.Equal(2.0 / 70, FisherExact.TwoSided(4, 0, 0, 4), 10);
        Assert.Equal(1.0 / 70, FisherExact.MidP(4, 0, 0, 4), 10);
        Assert.True(double.IsNaN(FisherExact.MidP(0, 0, 3, 4)));
    }

    [Fact]
    public void What_is_missing_or_odd_is_said()
    {
        var texts = new MemoryTable(["text", "right"], [["a b c", "maybe"]]);
        CurateException fault = Assert.Throws<CurateException>(() => MeasuredCheck.Run(Name, new CheckSettings { Roles = new CheckRoles { Text = ["text"] } }, texts, [texts], TestRuns.Context(), ("correct", "right")));
        Assert.Contains("row 1, column 'right': 'maybe'", fault.Message, StringComparison.Ordinal);
        CheckResult other = MeasuredCheck.Run(Name, new CheckSettings { Roles = new CheckRoles { Text = ["text"] } }, texts, [new MemoryTable(["body"], [])]);
        Assert.Contains("--corpus-text", other.Reason, StringComparison.Ordinal);
        Assert.Equal(CheckVerdict.NotMeasurable, Run([], [["a"]], new CheckSettings { Roles = new CheckRoles { Text = ["text"] } }).Verdict);
        Assert.Equal(CheckVerdict.Passed, Run([["a"]], [], new CheckSettings { Roles = new CheckRoles { Text = ["text"] } }).Verdict);
    }

    private static CheckResult Run(List<string[]> texts, List<string[]> corpus, CheckSettings settings, params (string Name, string Value)[] options) =>
        MeasuredCheck.Run(Name, settings, Table(texts), [Table(corpus)], options);

    private static MemoryTable Table(List<string[]> texts) => new(["text"], [.. texts.Select(static t => new[] { string.Join(' ', t) })]);

    private static List<string[]> Texts(SplitMix64 draws, int count, string kind) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, draws.Between(30, 60)).Select(_ => Word(draws, kind)).ToArray())];

    private static string Word(SplitMix64 draws, string kind) => kind + string.Concat(Enumerable.Range(0, 4).Select(_ => (char)('a' + draws.Below(16))));

    /// <summary>The longest run of words of a text that stands in one document.</summary>
    private static int Longest(string[] text, List<string[]> corpus)
    {
        int longest = 0;
        foreach (string[] document in corpus)
        {
            for (int i = 0; i < text.Length; i++)
            {
                for (int j = 0; j < document.Length; j++)
                {
                    int length = 0;
                    while (i + length < text.Length && j + length < document.Length && text[i + length] == document[j + length])
                    {
                        length++;
                    }

                    longest = Math.Max(longest, length);
                }
            }
        }

        return longest;
    }
}
