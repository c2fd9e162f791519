using System.Text.Json;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Profile.Metrics;
using Curate.Core.Profile.Report;
using Curate.Core.Tests.Profile.Comparison;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile.Metrics;

public sealed class MetricsSummaryTests
{
    private static readonly string[] s_one = ["p"];

    [Fact]
    public void Report_of_any_split_order_and_saved_state_is_the_same() => Seeds.Each(8, static seed =>
    {
        var draws = new SplitMix64(seed);
        (string?[] label, string?[] prediction, double[][] scores) = Random(draws, 400, 3, 3);
        MetricsColumns columns = MetricsRows.Columns(true, ["a", "b", "c"], new() { Label = "y", AssumeMissed = [0.2], Seed = 9 });
        string whole = Json(MetricsRows.Summary(label, prediction, scores, columns, 400));
        Assert.Equal(whole, Json(MetricsRows.Summary(label, prediction, scores, columns, 1)));
        int[] order = [.. Enumerable.Range(0, 400).OrderBy(_ => draws.Next())];
        Assert.Equal(whole, Json(MetricsRows.Summary([.. order.Select(i => label[i])], [.. order.Select(i => prediction[i])], [.. order.Select(i => scores[i])], columns, 37)));

        MetricsSummary first = MetricsRows.Summary(label[..150], prediction[..150], scores[..150], columns, 64);
        MetricsSummary second = MetricsRows.Summary(label[150..], prediction[150..], scores[150..], columns, 64);
        MetricsSummary loaded = Saved(second, columns);
        loaded.Merge(Saved(first, columns));
        Assert.Equal(whole, Json(loaded));
        first.Merge(second);
        Assert.Equal(whole, Json(first));
    });

    [Fact]
    public void Roc_equals_all_pairs_and_its_interval_delong() => Seeds.Each(10, static seed =>
    {
        var draws = new SplitMix64(seed);
        string[] label = [.. Enumerable.Range(0, 80).Select(_ => draws.Chance(0.3) ? "yes" : "no")];
        double[][] scores = [.. label.Select(l => new[] { draws.Below(12) + (l == "yes" ? 3.0 : 0) })];
        MetricsReport report = MetricsRows.Report(label, [.. label], scores, s_one, new() { Label = "y", Positive = "yes" });
        double[] up = [.. scores.Where((_, i) => label[i] == "yes").Select(static s => s[0])];
        double[] down = [.. scores.Where((_, i) => label[i] == "no").Select(static s => s[0])];
        double[] ofUp = [.. up.Select(u => down.Average(d => u > d ? 1 : u == d ? 0.5 : 0))];
        double[] ofDown = [.. down.Select(d => up.Average(u => u > d ? 1 : u == d ? 0.5 : 0))];
        double area = ofUp.Average();
        double deviation = Math.Sqrt((ofUp.Sum(v => (v - area) * (v - area)) / (up.Length - 1) / up.Length) + (ofDown.Sum(v => (v - area) * (v - area)) / (down.Length - 1) / down.Length));
        Interval roc = report.Classes[1].RocAuc;
        Assert.Equal(area, roc.Value, 12);
        double low = Math.Log(area / (1 - area)) - (1.959963984540054 * deviation / (area * (1 - area)));
        Assert.Equal(1 / (1 + Math.Exp(-low)), roc.Low, 10);
        Assert.True(roc.High > roc.Value);
    });

    [Fact]
    public void Areas_beyond_the_capacity_are_within_their_stated_error()
    {
        var draws = new SplitMix64(4);
        var positives = new ScoreTable(64);
        var negatives = new ScoreTable(64);
        var exactPositives = new ScoreTable(100_000);
        var exactNegatives = new ScoreTable(100_000);
        for (int i = 0; i < 20_000; i++)
        {
            double score = draws.Unit() * draws.Unit();
            bool positive = draws.Chance(score);
            (positive ? positives : negatives).Add(score);
            (positive ? exactPositives : exactNegatives).Add(score);
        }

        ScoreCurve rough = ScoreCurve.Of(positives, [negatives]);
        ScoreCurve exact = ScoreCurve.Of(exactPositives, [exactNegatives]);
        Assert.True(positives.Dropped > 0 && positives.Count <= 64);
        (Interval roc, double rocError) = rough.Roc();
        Assert.InRange(Math.Abs(roc.Value - exact.Roc().Area.Value), 0, rocError);
        Assert.InRange(rocError, 1e-6, 0.05);
        (Interval pr, double prError) = rough.Precision();
        Assert.InRange(Math.Abs(pr.Value - exact.Precision().Area.Value), 0, prError);
        Assert.Equal(0, exact.Roc().Error);
    }

    [Fact]
    public void ScoreTable_does_not_depend_on_the_order_or_on_merges()
    {
        var draws = new SplitMix64(8);
        double[] scores = [.. Enumerable.Range(0, 3000).Select(_ => (draws.Unit() - 0.5) * Math.Pow(10, draws.Below(9) - 4)), 0.0, -0.0, double.NegativeInfinity];
        var forward = new ScoreTable(100);
        var left = new ScoreTable(100);
        var right = new ScoreTable(100);
        foreach (double score in scores)
        {
            forward.Add(score);
        }

        for (int i = scores.Length - 1; i >= 0; i--)
        {
            (i < 40 ? left : right).Add(scores[i]);
        }

        left.Merge(right);
        Assert.Equal(forward.Dropped, left.Dropped);
        Assert.Equal(forward.Bins(forward.Dropped), left.Bins(left.Dropped));
    }

    [Fact]
    public void Impact_on_precision_follows_the_share_formula()
    {
        // Recall 0.8 and false-positive rate 0.05 at 2% positives.
        (string?[] label, string?[] said) = Counts(("yes", "yes", 160), ("yes", "no", 40), ("no", "yes", 490), ("no", "no", 9310));
        MetricsReport report = MetricsRows.Report(label, said, [], []);
        ImpactRow precision = report.Impact.Single(static i => i.Measure == "precision");
        Assert.Equal("yes", precision.Class);
        Assert.Equal(0.8 / 0.85, precision.Balanced, 12);
        Assert.Equal(0.02 * 0.8 / ((0.02 * 0.8) + (0.98 * 0.05)), precision.Natural, 12);
        Assert.Equal((precision.Natural / precision.Balanced) - 1, precision.Change, 12);
        Assert.Equal(0, report.Impact.Single(static i => i.Measure == "recall").Change);
        Assert.Equal(0, report.Impact.Single(static i => i.Measure == "balanced-accuracy").Change);
        Assert.True(report.AccuracyIsUninformative);
    }

    [Fact]
    public void AssumeMissed_moves_rows_as_documented()
    {
        (string?[] label, string?[] said) = Counts(("yes", "yes", 60), ("yes", "no", 20), ("no", "yes", 100), ("no", "no", 820));
        MetricsReport report = MetricsRows.Report(label, said, [], [], new() { Label = "y", AssumeMissed = [0, 0.2] });
        IReadOnlyList<(string Name, double Value)> none = report.AssumeMissed[0].Measures;
        Assert.Equal(report.Classes[1].F1.Value, none[0].Value, 12);

        // 80 known positives are 80%, so 20 are hidden: 15 of them were called positive.
        IReadOnlyList<(string Name, double Value)> fifth = report.AssumeMissed[1].Measures;
        Assert.Equal(75 / 160.0, fifth.Single(static m => m.Name == "precision").Value, 12);
        Assert.Equal(75 / 100.0, fifth.Single(static m => m.Name == "recall").Value, 12);
        Assert.Equal(2 * 75 / ((2 * 75) + 85 + 25.0), fifth.Single(static m => m.Name == "f1").Value, 12);
    }

    [Fact]
    public void GMean_of_a_perfect_recall_still_has_a_lower_bound_below_1()
    {
        (string?[] label, string?[] said) = Counts(("yes", "yes", 5), ("no", "no", 500));
        ClassMetrics yes = MetricsRows.Report(label, said, [], []).Classes[1];
        Assert.Equal(1, yes.GMean.Value);
        Assert.InRange(yes.GMean.Low, 0.6, 0.9);
        Assert.InRange(yes.Mcc.Low, 0.2, 0.95);
        Assert.Equal(1, yes.Mcc.Value, 12);
    }

    [Fact]
    public void Report_counts_rows_without_label_or_prediction_aside()
    {
        MetricsReport report = MetricsRows.Report(["a", null, "b", "b"], ["a", "a", null, "b"], [], []);
        Assert.Equal(2, report.Rows);
        Assert.Equal(2, report.Skipped);
        Assert.Null(new MetricsSummary(MetricsRows.Columns(true, [])).Report());
    }

    [Fact]
    public void Classes_that_are_numbers_are_compared_as_numbers()
    {
        MetricsReport report = MetricsRows.Report(["1", "10", "2", "2"], ["1.0", "10", "2.0", "1"], [], []);
        Assert.Equal(["1", "2", "10"], report.Classes.Select(static c => c.Name));
        Assert.Equal(0.75, report.Overall[^1].Value.Value);
    }

    [Fact]
    public void One_probability_without_predictions_splits_at_a_half()
    {
        MetricsReport report = MetricsRows.Report(["cat", "dog", "cow", "cow"], null, [[0.5], [0.7], [0.1], [0.4]], s_one, new() { Label = "y", Positive = "cat" });
        Assert.Equal(["(other)", "cat"], report.Classes.Select(static c => c.Name));
        Assert.Equal([[2, 1], [0, 1]], report.Confusion);
    }

    [Fact]
    public void Wrong_columns_are_told()
    {
        Assert.Equal(ErrorCodes.Infeasible, Assert.Throws<CurateException>(() => MetricsRows.Report(["a", "b", "c"], ["a", "b", "c"], [[1, 0], [0, 1], [0, 1]], ["x", "y"])).Code);
        Assert.Equal(ErrorCodes.Infeasible, Assert.Throws<CurateException>(() => MetricsRows.Report(["a", "b", "c"], ["a", "b", "c"], [[1], [0], [0]], s_one)).Code);
        Assert.Equal(ErrorCodes.Infeasible, Assert.Throws<CurateException>(() => MetricsRows.Report(["a", "b"], ["a", "b"], [], [], new() { Label = "y", Positive = "z" })).Code);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => new MetricsSummary(new() { Label = "y" })).Code);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => new MetricsSummary(new() { Label = "y", Prediction = "p", AssumeMissed = [1] })).Code);
    }

    [Fact]
    public void Mcc_rises_with_both_rates() => Seeds.Each(20, static seed =>
    {
        var draws = new SplitMix64(seed);
        (double p, double n, double a, double b) = (1 + draws.Below(500), 1 + draws.Below(500), draws.Unit() * 0.98, draws.Unit() * 0.98);
        double mcc = BinaryCounts.MccOf(a, b, p, n);
        Assert.True(BinaryCounts.MccOf(a + 0.01, b, p, n) >= mcc - 1e-12 && BinaryCounts.MccOf(a, b + 0.01, p, n) >= mcc - 1e-12);
    });

    [Fact]
    public void GMean_of_classes_of_which_one_is_never_found_is_0()
    {
        (string?[] label, string?[] said) = Counts(("a", "a", 50), ("b", "a", 20), ("c", "c", 30));
        MetricsReport report = MetricsRows.Report(label, said, [], []);
        Assert.Equal(0, report.Overall.Single(static o => o.Name == "g-mean").Value.Value);
        Assert.True(double.IsNaN(report.Classes[1].Precision.Value));
        Assert.Equal(0, report.Classes[1].Recall.Value);
        Assert.Equal(["macro-f1", "g-mean", "mcc", "balanced-accuracy"], report.Overall.Take(4).Select(static o => o.Name));
    }

    [Fact]
    public void Add_reads_columns_of_any_kind_at_given_positions()
    {
        var request = ReadRequest.Of(new ColumnRequest("p", ColumnKind.Text), new("said", ColumnKind.Number), new("other", ColumnKind.Text), new("y", ColumnKind.Whole));
        var batch = new RecordBatch();
        batch.Begin(request, null);
        (string P, double Said, long Y)[] rows = [("0.9", 1, 1), ("0.2", 0, 0), ("x", 1, 0), ("0.4", 1, 1)];
        foreach ((string p, double said, long y) in rows)
        {
            batch.Text(0).Append(System.Text.Encoding.UTF8.GetBytes(p));
            ((NumberColumn)batch[1]).Append(said);
            batch.Text(2).Append("-"u8);
            ((WholeColumn)batch[3]).Append(y);
        }

        batch.Count = rows.Length;
        var summary = new MetricsSummary(new() { Label = "y", Prediction = "said", Probabilities = s_one, Positive = "1.0" }, [3, 1, 0]);
        summary.Add(batch);
        MetricsReport report = summary.Report()!;
        Assert.Equal([[1, 1], [0, 2]], report.Confusion);
        Assert.Equal(1, report.Classes[1].RocAuc.Value);

        var times = new RecordBatch();
        times.Begin(ReadRequest.Of(new ColumnRequest("y", ColumnKind.Time), new("said", ColumnKind.Flag)), null);
        times[0].AppendNull();
        times[1].AppendNull();
        times.Count = 1;
        Assert.Equal(ErrorCodes.BadValue, Assert.Throws<CurateException>(() => new MetricsSummary(MetricsRows.Columns(true, [])).Add(times)).Code);
    }

    [Fact]
    public void Load_of_a_state_with_other_columns_is_refused()
    {
        MetricsColumns columns = MetricsRows.Columns(true, []);
        Assert.Equal(ErrorCodes.ShardMismatch, Assert.Throws<CurateException>(() => Saved(MetricsRows.Summary(["a"], ["a"], [], columns, 5), columns with { Probabilities = s_one })).Code);
    }

    [Fact]
    public void Intervals_cover_the_truth_about_as_often_as_they_say()
    {
        // 12% positives, recall 0.7, false-positive rate 0.1; scores are normal and 1 apart, so the area is Phi(1 / sqrt(2)).
        const int Runs = 300;
        const double Recall = 0.7;
        const double Falls = 0.1;
        const double Share = 0.12;
        double precision = Share * Recall / ((Share * Recall) + ((1 - Share) * Falls));
        (string Name, double Truth)[] truths =
        [
            ("f1", 2 * precision * Recall / (precision + Recall)), ("g-mean", Math.Sqrt(Recall * (1 - Falls))), ("mcc", BinaryCounts.MccOf(Recall, 1 - Falls, Share, 1 - Share)),
            ("iba", BinaryCounts.IbaOf(Recall, 1 - Falls)), ("balanced-accuracy", (Recall + 1 - Falls) / 2), ("roc-auc", 0.7602499),
        ];
        var covered = new int[truths.Length];
        for (int run = 0; run < Runs; run++)
        {
            var draws = new SplitMix64((ulong)run);
            string[] label = [.. Enumerable.Range(0, 250).Select(_ => draws.Chance(Share) ? "yes" : "no")];
            string[] said = [.. label.Select(l => draws.Chance(l == "yes" ? Recall : Falls) ? "yes" : "no")];
            double[][] scores = [.. label.Select(l => new[] { Distributions.Normal(draws) + (l == "yes" ? 1 : 0) })];
            MetricsReport report = MetricsRows.Report(label, said, scores, s_one, new() { Label = "y", Positive = "yes", Seed = (ulong)run });
            for (int t = 0; t < truths.Length; t++)
            {
                Interval interval = report.Overall.Single(o => o.Name == truths[t].Name).Value;
                covered[t] += interval.Low <= truths[t].Truth && truths[t].Truth <= interval.High ? 1 : 0;
            }
        }

        // 95% of 300 is 285, with a deviation of 3.8.
        Assert.All(truths.Zip(covered), static c => Assert.True(c.Second >= 272, $"{c.First.Name}: {c.Second} of {Runs}"));
        Assert.True(covered.Min() < Runs, string.Join(' ', covered));
    }

    private static (string?[] Label, string?[] Said) Counts(params (string Truth, string Said, int Rows)[] cells) =>
        ([.. cells.SelectMany(static c => Enumerable.Repeat(c.Truth, c.Rows))], [.. cells.SelectMany(static c => Enumerable.Repeat(c.Said, c.Rows))]);

    private static (string?[] Label, string?[] Prediction, double[][] Scores) Random(SplitMix64 draws, int rows, int classes, int columns)
    {
        string?[] label = [.. Enumerable.Range(0, rows).Select(r => draws.Chance(0.05) ? null : "c" + (r < classes ? r : draws.Below(classes)))];
        string?[] prediction = [.. label.Select(l => draws.Chance(0.05) ? null : draws.Chance(0.6) ? l : "c" + draws.Below(classes))];
        double[][] scores = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => draws.Chance(0.03) ? double.NaN : Math.Round(draws.Unit(), 2)).ToArray())];
        return (label, prediction, scores);
    }

    private static MetricsSummary Saved(MetricsSummary summary, MetricsColumns columns)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, true))
        {
            summary.Save(writer);
        }

        memory.Position = 0;
        using var reader = new BinaryReader(memory);
        return MetricsSummary.Load(reader, columns);
    }

    private static readonly JsonSerializerOptions s_options = new()
    {
        IncludeFields = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static string Json(MetricsSummary summary) => JsonSerializer.Serialize(summary.Report(), s_options);
}
