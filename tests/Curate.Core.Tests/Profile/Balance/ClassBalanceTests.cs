using Curate.Core.Methods;
using Curate.Core.Profile.Balance;
using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile.Balance;

public sealed class ClassBalanceTests
{
    private static BalanceInput Input(params long[] counts) => new()
    {
        Column = "y",
        Role = "label",
        Counts = [.. counts.Select(static (c, i) => new CategoryCount("c" + i, c))],
        Rows = counts.Sum(),
        Missing = 3,
    };

    [Fact]
    public void Of_known_counts_gives_every_figure()
    {
        BalanceReport report = ClassBalance.Of(Input(30, 900, 70, 0));
        Assert.Equal(["c1", "c2", "c0"], report.Classes.Select(static c => c.Name));
        Assert.Equal(["head", "medium", "tail"], report.Classes.Select(static c => c.Part));
        Assert.Equal(0.9, report.Classes[0].Share);
        Assert.InRange(0.9, report.Classes[0].Low, report.Classes[0].High);
        Assert.Equal(30, report.ImbalanceRatio);
        Assert.Equal(["c0"], report.BelowMinimum);
        Assert.Equal(new(0.9, 1 / 3.0, 2 * 0.9 / 1.9 / 3), report.Majority);
        Assert.Equal(Math.Exp(report.Entropy), report.EffectiveClasses, 12);
        Assert.Equal(report.Entropy / Math.Log(3), report.NormalisedEntropy, 12);
        Assert.Equal(4, report.Lorenz.Count);
        Assert.Equal(3, report.Missing);
    }

    [Fact]
    public void Of_does_not_depend_on_the_order_of_classes() => Seeds.Each(5, static seed =>
    {
        var draws = new SplitMix64(seed);
        BalanceInput input = Input([.. Enumerable.Range(0, 40).Select(_ => 1L + draws.Below(500))]);
        BalanceReport first = ClassBalance.Of(input);
        BalanceReport second = ClassBalance.Of(input with { Counts = [.. input.Counts.OrderBy(_ => draws.Next())] });
        Assert.Equal(first.Classes, second.Classes);
        Assert.Equal((first.Entropy, first.Gini), (second.Entropy, second.Gini));
    });

    [Fact]
    public void Of_no_class_and_of_one_class_is_defined()
    {
        BalanceReport none = ClassBalance.Of(Input());
        Assert.Empty(none.Classes);
        Assert.Null(none.Majority);
        BalanceReport one = ClassBalance.Of(Input(10));
        Assert.Equal(0, one.NormalisedEntropy);
        Assert.Equal(1, one.ImbalanceRatio);
        Assert.Equal(1, one.Majority!.Value.Accuracy);
    }

    [Fact]
    public void Of_counts_above_32_bits_stays_exact()
    {
        BalanceReport report = ClassBalance.Of(Input(5L << 40, 1L << 40));
        Assert.Equal(5, report.ImbalanceRatio);
        Assert.Equal(6L << 40, report.Classes.Sum(static c => c.Count));
    }

    [Fact]
    public void Suggestions_name_methods_of_the_registry_and_quote_what_needs_it()
    {
        BalanceReport report = ClassBalance.Of(Input(60, 9000) with { Column = "my label", Path = "data/it's.csv.gz" });
        Assert.Equal(4, report.Suggestions.Count);
        string[] methods = [.. MethodRegistry.Of("resample").Select(static m => m.Name)];
        foreach (Suggestion suggestion in report.Suggestions)
        {
            string[] words = suggestion.Command.Split(' ');
            Assert.Contains(words[Array.IndexOf(words, "--method") + 1], methods);
            Assert.StartsWith("curate resample 'data/it'\\''s.csv.gz' --method ", suggestion.Command, StringComparison.Ordinal);
            Assert.Contains("--label 'my label'", suggestion.Command, StringComparison.Ordinal);
            Assert.EndsWith(".csv'", suggestion.Command, StringComparison.Ordinal);
            Assert.Contains("training rows only", suggestion.Why, StringComparison.Ordinal);
        }

        Assert.Contains("18,000", report.Suggestions[1].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Suggestions_are_left_out_where_they_do_not_help()
    {
        Assert.Empty(ClassBalance.Of(Input(100, 110) with { Path = "a.csv" }).Suggestions);
        Assert.Empty(ClassBalance.Of(Input(100, 900) with { Path = "a.csv", Role = "group" }).Suggestions);
        Assert.Empty(ClassBalance.Of(Input(100, 900)).Suggestions);

        // Undersampling to fewer rows than a class needs is not proposed.
        Assert.DoesNotContain(ClassBalance.Of(Input(10, 900) with { Path = "a.csv" }).Suggestions, static s => s.Command.Contains("random-under", StringComparison.Ordinal));
    }

    [Fact]
    public void MultiLabel_equals_the_naive_figures() => Seeds.Each(10, static seed =>
    {
        var draws = new SplitMix64(seed);
        string[] names = ["a", "b", "c", "d"];
        double[] chances = [0.8, 0.3, 0.1, 0.05];
        List<string[]> rows = [.. Enumerable.Range(0, 300).Select(_ => names.Where((_, i) => draws.Chance(chances[i])).ToArray())];
        string[][] labelled = [.. rows.Where(static r => r.Length > 0)];
        CategoryCount[] counts = [.. names.Select(n => new CategoryCount(n, labelled.Count(r => r.Contains(n))))];
        BalanceReport report = ClassBalance.Of(new()
        {
            Column = "tags",
            Role = "label",
            Counts = counts,
            Rows = labelled.Length,
            Missing = 0,
            LabelSets = new()
            {
                Sets = [.. labelled.GroupBy(static r => string.Join('|', r)).Select(static g => ((IReadOnlyList<string>)g.First(), (long)g.Count()))],
                Distinct = Estimate.Exact(labelled.Select(static r => string.Join('|', r)).Distinct().Count()),
                Labels = labelled.Sum(static r => r.Length),
                Unlabelled = rows.Count - labelled.Length,
            },
        });
        MultiLabelReport multi = report.MultiLabel!;
        double[] ratios = [.. counts.Where(static c => c.Count > 0).Select(c => (double)counts.Max(static x => x.Count) / c.Count)];
        Dictionary<string, double> ratio = counts.Where(static c => c.Count > 0).ToDictionary(static c => c.Value, c => (double)counts.Max(static x => x.Count) / c.Count);
        double scumble = labelled.Average(r => 1 - (Math.Pow(r.Aggregate(1.0, (p, l) => p * ratio[l]), 1.0 / r.Length) / r.Average(l => ratio[l])));
        Assert.Equal(rows.Average(static r => r.Length), multi.Cardinality, 12);
        Assert.Equal(multi.Cardinality / ratios.Length, multi.Density, 12);
        Assert.Equal(ratios.Average(), multi.MeanImbalance, 10);
        Assert.Equal(Math.Sqrt(ratios.Sum(x => (x - ratios.Average()) * (x - ratios.Average())) / (ratios.Length - 1)) / ratios.Average(), multi.ImbalanceVariation, 10);
        Assert.Equal(scumble, multi.Concurrence!.Value, 10);
        Assert.Null(report.Majority);
        Assert.Equal((double)counts.Max(static c => c.Count) / labelled.Length, report.Classes[0].Share, 12);
    });
}
