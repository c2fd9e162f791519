using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Learners;

public sealed class TreeTests
{
    private static readonly SeededDraw s_draw = new(1, "trees");

    [Fact]
    public void Every_split_is_the_best_one_that_a_naive_search_finds()
    {
        Seeds.Each(40, seed =>
        {
            var draws = new SplitMix64(seed);
            bool numbers = draws.Chance(0.5);
            var options = new TreeOptions
            {
                Criterion = draws.Chance(0.5) ? TreeCriterion.Gini : TreeCriterion.Entropy,
                MinLeafRows = 1 + draws.Below(4),
                MaxDepth = draws.Below(4),
            };
            int n = 20 + draws.Below(120);
            int values = draws.Chance(0.5) ? 4 : 1000;
            var rows = new Matrix(n, 3);
            var labels = new int[n];
            var targets = new double[n];
            var weights = new double[n];
            for (int i = 0; i < n; i++)
            {
                for (int p = 0; p < 3; p++)
                {
                    rows[i, p] = draws.Chance(0.15) ? double.NaN : draws.Below(values) / 4.0;
                }

                labels[i] = draws.Below(3);
                targets[i] = draws.Unit() + (rows[i, 0] > 0.5 ? 1 : 0);
                weights[i] = draws.Chance(0.1) ? 0 : 0.25 * (1 + draws.Below(8));
            }

            weights[0] = 1;
            Tree tree = numbers
                ? new DecisionTreeRegressor(options).Fit(new TargetRows(rows, targets, weights), s_draw, TestVectors.Run()).Trees[0]
                : new DecisionTreeClassifier(options).Fit(new LabelledRows(rows, labels, 3, weights), s_draw, TestVectors.Run()).Trees[0];
            Check(tree, 0, [.. Enumerable.Range(0, n).Where(i => weights[i] > 0)], 0);

            void Check(Tree t, int node, int[] own, int depth)
            {
                double weight = own.Sum(i => weights[i]);
                Assert.Equal(weight, t.Weight(node), 1e-9);
                double[] value = numbers ? [own.Sum(i => weights[i] * targets[i]) / weight]
                    : [.. Enumerable.Range(0, 3).Select(c => own.Where(i => labels[i] == c).Sum(i => weights[i]) / weight)];
                for (int c = 0; c < value.Length; c++)
                {
                    Assert.Equal(value[c], t.Value(node)[c], 1e-9);
                }

                double best = own.Length < 2 || (options.MaxDepth > 0 && depth == options.MaxDepth) || Impurity(own) < 1e-12 ? double.NegativeInfinity : Best(own);
                if (t.Feature(node) < 0)
                {
                    Assert.Equal(double.NegativeInfinity, best);
                    return;
                }

                int[] left = [.. own.Where(i => double.IsNaN(rows[i, t.Feature(node)]) ? t.MissingLeft(node) : rows[i, t.Feature(node)] <= t.Threshold(node))];
                int[] right = [.. own.Except(left)];
                Assert.True(left.Length >= options.MinLeafRows && right.Length >= options.MinLeafRows);
                double gain = Impurity(own) - Impurity(left) - Impurity(right);
                Assert.Equal(best, gain, 1e-9);
                Assert.Equal(gain, t.Gain(node), 1e-9);
                Check(t, t.Left(node), left, depth + 1);
                Check(t, t.Right(node), right, depth + 1);
            }

            double Best(int[] own)
            {
                double best = double.NegativeInfinity;
                for (int p = 0; p < 3; p++)
                {
                    foreach (double border in own.Select(i => rows[i, p]).Where(static v => !double.IsNaN(v)).Distinct())
                    {
                        foreach (bool missingLeft in new[] { false, true })
                        {
                            int[] left = [.. own.Where(i => double.IsNaN(rows[i, p]) ? missingLeft : rows[i, p] <= border)];
                            if (left.Length >= options.MinLeafRows && own.Length - left.Length >= options.MinLeafRows)
                            {
                                best = Math.Max(best, Impurity(own) - Impurity(left) - Impurity([.. own.Except(left)]));
                            }
                        }
                    }
                }

                return best;
            }

            double Impurity(int[] own)
            {
                double weight = own.Sum(i => weights[i]);
                if (numbers)
                {
                    double mean = own.Sum(i => weights[i] * targets[i]) / weight;
                    return own.Sum(i => weights[i] * (targets[i] - mean) * (targets[i] - mean));
                }

                double impurity = 0;
                for (int c = 0; c < 3; c++)
                {
                    double p = own.Where(i => labels[i] == c).Sum(i => weights[i]) / weight;
                    impurity += options.Criterion == TreeCriterion.Gini ? p * (1 - p) : p > 0 ? -p * Math.Log(p) : 0;
                }

                return weight * impurity;
            }
        });
    }

    [Theory]
    [InlineData("iris")]
    [InlineData("wine")]
    [InlineData("breast-cancer")]
    [InlineData("digits")]
    public void Small_trees_leave_the_impurity_that_scikit_learn_leaves(string table)
    {
        LabelledRows rows = LearnerReference.Weighted(LearnerReference.Table(table));
        foreach (TreeCriterion criterion in new[] { TreeCriterion.Gini, TreeCriterion.Entropy })
        {
            TreeClassifierModel model = new DecisionTreeClassifier(new TreeOptions { Criterion = criterion, MaxDepth = 2, MinLeafRows = 5 }).Fit(rows, s_draw, TestVectors.Run());
            double impurity = 0;
            double total = 0;
            Tree tree = model.Trees[0];
            for (int node = 0; node < tree.Nodes; node++)
            {
                if (tree.Feature(node) < 0)
                {
                    total += tree.Weight(node);
                    foreach (double p in tree.Value(node))
                    {
                        impurity += tree.Weight(node) * (criterion == TreeCriterion.Gini ? p * (1 - p) : p > 0 ? -p * Math.Log(p) : 0);
                    }
                }
            }

            Assert.Equal(2, tree.Depth());
            double expected = LearnerReference.Of(table, "tree-" + (criterion == TreeCriterion.Gini ? "gini" : "entropy")).GetProperty("impurity").GetDouble();
            Assert.Equal(expected, impurity / total, 1e-9);
        }

        TargetRows numbers = LearnerReference.Target(table, weighted: true);
        TreeRegressorModel regression = new DecisionTreeRegressor(new TreeOptions { MaxDepth = 3, MinLeafRows = 4 }).Fit(numbers, s_draw, TestVectors.Run());
        double[] predicted = regression.Predict(numbers.Rows, TestVectors.Run());
        double error = Enumerable.Range(0, numbers.Count).Sum(i => numbers.WeightOf(i) * (predicted[i] - numbers.Targets[i]) * (predicted[i] - numbers.Targets[i]));
        double reference = LearnerReference.Of(table, "tree-number").GetProperty("impurity").GetDouble();
        Assert.Equal(reference, error / numbers.Weights!.Sum(), 1e-9 * Math.Max(1, reference));
    }

    [Fact]
    public void A_tree_without_limits_fits_every_distinct_row()
    {
        LabelledRows rows = LearnerReference.Table("breast-cancer");
        TreeClassifierModel model = new DecisionTreeClassifier(new TreeOptions()).Fit(rows, s_draw, TestVectors.Run());
        Assert.Equal(rows.Labels, model.Predict(rows.Rows, TestVectors.Run()));
        Assert.Equal(1, model.Importance.Sum(), 1e-12);
    }

    [Fact]
    public void Missing_values_carry_what_they_tell()
    {
        // The class is whether the value is missing: one split suffices.
        var rows = new Matrix(40, 1);
        var labels = new int[40];
        for (int i = 0; i < 40; i++)
        {
            rows[i, 0] = i % 2 == 0 ? double.NaN : i;
            labels[i] = i % 2;
        }

        var examples = new LabelledRows(rows, labels, 2);
        TreeClassifierModel tree = new DecisionTreeClassifier(new TreeOptions()).Fit(examples, s_draw, TestVectors.Run());
        Assert.Equal(3, tree.Trees[0].Nodes);
        Assert.Equal(labels, tree.Predict(rows, TestVectors.Run()));
        GradientBoostingClassifierModel boosted = new GradientBoostingClassifier(new GradientBoostingOptions { MinLeafRows = 1, Rounds = 20 }).Fit(examples, TestVectors.Run());
        Assert.Equal(labels, boosted.Predict(rows, TestVectors.Run()));
    }

    [Fact]
    public void A_column_without_order_against_the_target_still_splits()
    {
        // Exclusive or: no first split lowers the impurity, two do.
        Matrix rows = Matrix.Of([0, 0], [0, 1], [1, 0], [1, 1]);
        int[] labels = [0, 1, 1, 0];
        TreeClassifierModel tree = new DecisionTreeClassifier(new TreeOptions()).Fit(new LabelledRows(rows, labels, 2), s_draw, TestVectors.Run());
        Assert.Equal(labels, tree.Predict(rows, TestVectors.Run()));
    }
}
