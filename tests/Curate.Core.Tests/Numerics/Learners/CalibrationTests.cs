using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Tests.Numerics.Linear;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Learners;

public sealed class CalibrationTests
{
    private static readonly SeededDraw s_draw = new(5, "calibration");

    [Fact]
    public void Platt_scaling_equals_scikit_learn()
    {
        LabelledRows rows = LearnerReference.Table("breast-cancer");
        double[] scores = [.. Enumerable.Range(0, rows.Count).Select(i => rows.Rows[i, 0] - 14)];
        PlattScaling platt = PlattScaling.Fit(scores, Array.ConvertAll(rows.Labels, static y => y == 1));
        Assert.Equal(LearnerReference.Root.GetProperty("platt").GetProperty("slope").GetDouble(), platt.Slope, 1e-5);
        Assert.Equal(LearnerReference.Root.GetProperty("platt").GetProperty("offset").GetDouble(), platt.Offset, 1e-5);
        Assert.Equal(1 / (1 + Math.Exp((platt.Slope * 2) + platt.Offset)), platt.Probability(2), 1e-14);
    }

    [Fact]
    public void Isotonic_regression_equals_scikit_learn()
    {
        LabelledRows rows = LearnerReference.Table("breast-cancer");
        double[] scores = [.. Enumerable.Range(0, rows.Count).Select(i => Math.Round(-rows.Rows[i, 0], 1))];
        IsotonicRegression isotonic = IsotonicRegression.Fit(scores, Array.ConvertAll(rows.Labels, static y => (double)y), LearnerReference.Weights(rows.Count));
        double[] expected = LearnerReference.Numbers(LearnerReference.Root.GetProperty("isotonic"));
        TestMatrices.Near(expected, [.. Enumerable.Range(0, 101).Select(i => isotonic.Value(-30 + (0.25 * i)))], 1e-9);
    }

    [Fact]
    public void Isotonic_regression_is_the_min_max_of_means()
    {
        Seeds.Each(30, seed =>
        {
            var draws = new SplitMix64(seed);
            int n = 1 + draws.Below(25);
            double[] y = [.. Enumerable.Range(0, n).Select(_ => (double)draws.Below(6))];
            double[] w = [.. Enumerable.Range(0, n).Select(_ => 0.5 + draws.Below(3))];
            double[] x = [.. Enumerable.Range(0, n).Select(i => (double)i)];
            IsotonicRegression fit = IsotonicRegression.Fit(x, y, w);
            for (int i = 0; i < n; i++)
            {
                double expected = Enumerable.Range(0, i + 1).Max(a => Enumerable.Range(i, n - i).Min(b =>
                    Enumerable.Range(a, b - a + 1).Sum(k => w[k] * y[k]) / Enumerable.Range(a, b - a + 1).Sum(k => w[k])));
                Assert.Equal(expected, fit.Value(i), 1e-12);
            }
        });
    }

    [Theory]
    [InlineData("breast-cancer", CalibrationKind.Platt)]
    [InlineData("breast-cancer", CalibrationKind.Isotonic)]
    [InlineData("wine", CalibrationKind.Platt)]
    public void A_calibrated_machine_gives_probabilities_that_come_true(string table, CalibrationKind kind)
    {
        LabelledRows rows = LearnerReference.Standard(table);
        var learner = new CalibratedClassifier(new LinearSvc(new LinearSvcOptions { C = 0.1 }), kind);
        Folds folds = Folds.Stratified(rows.Labels, rows.Classes, 5, s_draw);
        Matrix chances = CrossFit.Probabilities(learner, rows, folds, s_draw, TestVectors.Run());
        double sum = 0;
        double log = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal(1, Dense.Sum(chances.Row(i)), 1e-12);
            sum += chances[i, 1];
            log -= Math.Log(Math.Max(1e-3, chances[i, rows.Labels[i]])) / rows.Count;
        }

        Assert.Equal(rows.Labels.Count(static y => y == 1) / (double)rows.Count, sum / rows.Count, 0.03);
        Assert.InRange(log, 0, 0.2);
        Assert.Throws<InvalidOperationException>(() => CrossFit.Probabilities(new LinearSvc(new LinearSvcOptions()), rows, folds, s_draw, TestVectors.Run()));
    }

    [Fact]
    public void Cross_fitted_predictions_come_from_models_that_did_not_see_the_row()
    {
        // Unlearnable labels: whoever has seen a row knows its label, and the nearest neighbour of a row it has seen is that row.
        var draws = new SplitMix64(9);
        Matrix rows = TestMatrices.Uniform(1, 400, 3);
        int[] labels = [.. Enumerable.Range(0, 400).Select(_ => draws.Below(2))];
        var examples = new LabelledRows(rows, labels, 2);
        var nearest = new NeighbourClassifier(new NeighbourOptions { K = 1 });
        Assert.Equal(labels, nearest.Fit(examples, s_draw, TestVectors.Run()).Predict(rows, TestVectors.Run()));
        int[] predicted = LearnerModels.Largest(CrossFit.Scores(nearest, examples, Folds.Plain(400, 5, s_draw), s_draw, TestVectors.Run()));
        Assert.InRange(LearnerReference.Accuracy(predicted, labels), 0.4, 0.6);
        var numbers = new TargetRows(rows, Array.ConvertAll(labels, static y => (double)y));
        double[] values = CrossFit.Predictions(new NeighbourRegressor(new NeighbourOptions { K = 1 }), numbers, Folds.Plain(400, 5, s_draw), s_draw, TestVectors.Run());
        Assert.Equal(predicted, Array.ConvertAll(values, static v => (int)v));
    }

    [Fact]
    public void Folds_partition_and_balance()
    {
        Seeds.Each(30, seed =>
        {
            var draws = new SplitMix64(seed);
            int n = 30 + draws.Below(200);
            int k = 2 + draws.Below(6);
            int[] labels = [.. Enumerable.Range(0, n).Select(_ => draws.Chance(0.7) ? 0 : 1 + draws.Below(2))];
            int[] groups = [.. Enumerable.Range(0, n).Select(_ => draws.Below(25))];
            var draw = new SeededDraw(seed, "folds");
            foreach (Folds folds in new[] { Folds.Plain(n, k, draw), Folds.Stratified(labels, 3, k, draw) })
            {
                int[] sizes = [.. Enumerable.Range(0, k).Select(f => folds.Inside(f).Length)];
                Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
                Assert.Equal(n, sizes.Sum());
                Assert.Equal(Enumerable.Range(0, n), folds.Inside(0).Concat(folds.Outside(0)).Order());
            }

            Folds stratified = Folds.Stratified(labels, 3, k, draw);
            for (int c = 0; c < 3; c++)
            {
                int[] counts = [.. Enumerable.Range(0, k).Select(f => stratified.Inside(f).Count(i => labels[i] == c))];
                Assert.InRange(counts.Max() - counts.Min(), 0, 1);
            }

            foreach (Folds grouped in new[] { Folds.Grouped(groups, k, draw), Folds.StratifiedGrouped(labels, 3, groups, k, draw) })
            {
                for (int i = 0; i < n; i++)
                {
                    Assert.Equal(grouped.Of(Array.IndexOf(groups, groups[i])), grouped.Of(i));
                }

                int largest = groups.GroupBy(static g => g).Max(static g => g.Count());
                int[] sizes = [.. Enumerable.Range(0, k).Select(f => grouped.Inside(f).Length)];
                Assert.All(sizes, size => Assert.True(size > 0));
            }
        });
        Assert.Throws<ArgumentException>(() => Folds.Plain(3, 4, s_draw));
        Assert.Throws<ArgumentException>(() => Folds.Grouped([0, 0, 1], 3, s_draw));
    }

    [Fact]
    public void Grouped_folds_keep_classes_even()
    {
        // Sixty groups of one class each: classes can be spread evenly, and are.
        int[] groups = [.. Enumerable.Range(0, 600).Select(static i => i / 10)];
        int[] labels = Array.ConvertAll(groups, static g => g % 3 == 0 ? 1 : 0);
        Folds folds = Folds.StratifiedGrouped(labels, 2, groups, 5, s_draw);
        for (int f = 0; f < 5; f++)
        {
            Assert.Equal(40, folds.Inside(f).Count(i => labels[i] == 1));
            Assert.Equal(120, folds.Inside(f).Length);
        }
    }
}
