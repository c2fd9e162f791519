using System.Globalization;
using Curate.Core.Methods;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe.Near;

/// <summary>Near-duplicates against all pairs of exact similarities, with so many bands of one value that no pair can be missed.</summary>
public sealed class NearModelTests
{
    private static readonly string[] s_names = ["text", "block", "score"];
    private static readonly string[] s_words = ["alpha", "Beta", "béta", "gamma", "delta-delta", "12", "345", "zeta,"];

    private static MemoryTable Table(SplitMix64 random, int rows)
    {
        var texts = new List<string>();
        return new MemoryTable(s_names, [.. Enumerable.Range(0, rows).Select(_ => new string?[]
        {
            Text(random, texts),
            random.Chance(0.1) ? null : random.Pick(new[] { "x", "y" }),
            random.Chance(0.1) ? null : random.Below(5).ToString(CultureInfo.InvariantCulture),
        })]);
    }

    private static string? Text(SplitMix64 random, List<string> texts)
    {
        double u = random.Unit();
        if (u < 0.05)
        {
            return null;
        }

        if (u < 0.1)
        {
            return random.Pick(new[] { "", " ", "--- !" });
        }

        string text;
        if (u < 0.6 && texts.Count > 0)
        {
            // An earlier text with a word replaced, added or left out, or only spelled otherwise.
            List<string> words = [.. random.Pick(texts).Split(' ')];
            int at = random.Below(words.Count);
            switch (random.Below(4))
            {
                case 0:
                    words[at] = random.Pick(s_words);
                    break;
                case 1:
                    words.Insert(at, random.Pick(s_words));
                    break;
                case 2:
                    words[at] = words[at].ToUpperInvariant() + "!";
                    break;
                default:
                    words.RemoveAt(at);
                    break;
            }

            text = string.Join(' ', words);
        }
        else
        {
            text = string.Join(' ', Enumerable.Range(0, random.Between(1, 14)).Select(_ => random.Pick(s_words)));
        }

        texts.Add(text);
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
        for (int round = 0; round < 60; round++)
        {
            MemoryTable table = Table(random, random.Below(45));
            MemoryTable other = Table(random, random.Below(12));
            string keep = random.Pick(new[] { "first", "last", "longest", "shortest:text", "max:score", "prefer:block=y" });
            bool within = random.Chance(0.3);
            bool across = random.Chance(0.4);
            bool onlyAcross = across && random.Chance(0.4);
            bool star = random.Chance(0.6);
            double threshold = random.Pick(new[] { 0.55, 0.75, 1 });
            string form = random.Pick(new[] { "plain", "mark", "size", "removed" });
            var options = new List<(string, string)>
            {
                ("text", "text"), ("shingle", "2"), ("bands", "300"), ("band-rows", "1"), ("keep", keep), ("cluster", star ? "star" : "transitive"),
                ("threshold", threshold.ToString(CultureInfo.InvariantCulture)), ("only-across", onlyAcross ? "true" : "false"),
            };
            if (within)
            {
                options.Add(("within", "block"));
            }

            if (across)
            {
                options.Add(("across", "other"));
            }

            if (form is "mark" or "size")
            {
                options.Add((form == "mark" ? "mark" : "cluster-size", "true"));
            }

            var model = new NearModel(table.Rows, across ? other.Rows : [], within, onlyAcross, star, threshold, keep);
            RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("dedupe/near", [.. options]), new PlanInputs(table, across ? [other] : []),
                TestRuns.Context(random.Between(1, 3), random.Between(1, 20), random.Chance(0.3) ? 1 : TestRuns.EnoughMemory), wantRemoved: form == "removed");
            string what = $"seed {seed}, round {round}: {string.Join(' ', options)} {form}";
            Same(model.Output(form), TestRuns.Lines(run.Rows), what);
            if (form == "removed")
            {
                Same(model.Removed(), TestRuns.Lines(run.Removed), what);
            }
        }
    }

    private static void Same(IReadOnlyList<string> expected, string[] actual, string what) =>
        Assert.True(expected.SequenceEqual(actual), $"{what}\n{string.Join('\n', expected)}\n--\n{string.Join('\n', actual)}");
}
