using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Tests.Numerics.Vectors;

namespace Curate.Core.Tests.Numerics.Learners;

/// <summary>Learners whose answers vary by chance, against the means of scikit-learn's over several seeds.</summary>
public sealed class EnsembleTests
{
    private static readonly SeededDraw s_draw = new(3, "ensembles");

    public static TheoryData<string> Tables => ["iris", "wine", "breast-cancer", "digits"];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Out_of_fold_accuracy_is_that_of_scikit_learn(string table)
    {
        // Bands: three standard errors of an accuracy of 0.9 on the smallest table are 0.07; the learners are far nearer to each other.
        Compare(new DecisionTreeClassifier(new TreeOptions { MinLeafRows = 3 }), "tree", 0.04);
        Compare(new RandomForestClassifier(new RandomForestOptions()), "forest", 0.02);
        Compare(new GradientBoostingClassifier(new GradientBoostingOptions { Rounds = 60 }), "boosting", 0.02);

        void Compare(IClassifier learner, string name, double band)
        {
            LabelledRows rows = LearnerReference.Table(table);
            Matrix chances = OutOfFold(learner, rows);
            double[] expected = LearnerReference.Numbers(LearnerReference.Of(table, name));
            double accuracy = LearnerReference.Accuracy(LearnerModels.Largest(chances), rows.Labels);
            Assert.True(Math.Abs(expected[0] - accuracy) <= band, $"{name}: accuracy {accuracy:F4}, scikit-learn {expected[0]:F4}");
            double auc = Enumerable.Range(rows.Classes == 2 ? 1 : 0, rows.Classes == 2 ? 1 : rows.Classes).Average(c => LearnerReference.Auc(
                [.. Enumerable.Range(0, rows.Count).Select(i => chances[i, c])], Array.ConvertAll(rows.Labels, y => y == c)));
            Assert.True(Math.Abs(expected[1] - auc) <= band, $"{name}: AUC {auc:F4}, scikit-learn {expected[1]:F4}");
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Out_of_fold_error_is_that_of_scikit_learn(string table)
    {
        TargetRows rows = LearnerReference.Target(table);
        double mean = rows.Targets.Average();
        double spread = rows.Targets.Average(y => (y - mean) * (y - mean));
        Compare(new DecisionTreeRegressor(new TreeOptions { MinLeafRows = 3 }), "tree-error", 0.15);
        Compare(new RandomForestRegressor(new RandomForestOptions()), "forest-error", 0.08);
        Compare(new GradientBoostingRegressor(new GradientBoostingOptions { Rounds = 60 }), "boosting-error", 0.08);

        void Compare(IRegressor learner, string name, double band)
        {
            double error = 0;
            for (int fold = 0; fold < 5; fold++)
            {
                int[] inside = LearnerReference.FoldRows(rows.Count, fold, inside: true);
                IRegressorModel model = learner.Fit(rows.Take(LearnerReference.FoldRows(rows.Count, fold, inside: false)), s_draw, TestVectors.Run());
                double[] predicted = model.Predict(rows.Rows.Take(inside), TestVectors.Run());
                error += inside.Select((row, k) => (predicted[k] - rows.Targets[row]) * (predicted[k] - rows.Targets[row])).Sum();
            }

            // A share of the reference error, since errors go from 0.01 to 0.7 of the variance.
            error /= rows.Count * spread;
            double expected = LearnerReference.Of(table, name).GetDouble();
            Assert.True(Math.Abs(expected - error) <= band * (expected + 0.1), $"{name}: {error:F4}, scikit-learn {expected:F4}");
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Out_of_bag_votes_and_importance_are_those_of_scikit_learn(string table)
    {
        LabelledRows rows = LearnerReference.Table(table);
        TreeClassifierModel forest = new RandomForestClassifier(new RandomForestOptions { Trees = 200 }).Fit(rows, s_draw, TestVectors.Run());
        double accuracy = LearnerReference.Accuracy(LearnerModels.Largest(forest.OutOfBag!), rows.Labels);
        Assert.Equal(LearnerReference.Of(table, "forest-bag").GetDouble(), accuracy, 0.025);

        // A row is outside a bag with the chance (1 - 1/n)^n, about 0.37.
        Assert.InRange(forest.OutOfBagTrees!.Average(), 0.35 * 200, 0.39 * 200);
        double[] expected = LearnerReference.Numbers(LearnerReference.Of(table, "forest-importance"));
        var importance = new double[expected.Length];
        for (ulong seed = 0; seed < 5; seed++)
        {
            TreeClassifierModel other = new RandomForestClassifier(new RandomForestOptions { Trees = 200 }).Fit(rows, s_draw.For(seed), TestVectors.Run());
            Dense.AddScaled(0.2, other.Importance, importance);
        }

        for (int p = 0; p < expected.Length; p++)
        {
            Assert.Equal(expected[p], importance[p], 0.005 + (0.2 * expected[p]));
        }
    }

    [Fact]
    public void Rows_of_weight_zero_teach_nothing()
    {
        LabelledRows rows = LearnerReference.Table("iris");
        double[] weights = Array.ConvertAll(rows.Labels, static y => y == 2 ? 0.0 : 1);
        var examples = new LabelledRows(rows.Rows, rows.Labels, 3, weights);
        foreach (IClassifier learner in new IClassifier[]
        {
            new RandomForestClassifier(new RandomForestOptions { Trees = 20 }), new DecisionTreeClassifier(new TreeOptions()), new GaussianNaiveBayes(),
            new NeighbourClassifier(new NeighbourOptions()), new KernelSvc(new KernelSvcOptions()),
        })
        {
            Assert.DoesNotContain(2, learner.Fit(examples, s_draw, TestVectors.Run()).Predict(rows.Rows.Take([.. Enumerable.Range(0, 100)]), TestVectors.Run()));
        }
    }

    [Fact]
    public void Balanced_weights_give_every_class_the_same_sum()
    {
        LabelledRows rows = LearnerReference.Weighted(LearnerReference.Table("wine"));
        LabelledRows balanced = rows.Balanced();
        double[] totals = balanced.ClassTotals();
        Assert.Equal(totals[0], totals[1], 1e-9);
        Assert.Equal(totals[0], totals[2], 1e-9);
        Assert.Equal(rows.Weights!.Sum(), totals.Sum(), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Isolation_forest_ranks_outliers_as_scikit_learn_does(string table)
    {
        LabelledRows rows = LearnerReference.Table(table);
        Matrix shifted = rows.Rows.Copy();
        bool[] unusual = [.. Enumerable.Range(0, rows.Count).Select(i => table == "breast-cancer" ? rows.Labels[i] == 0 : i % 10 == 0)];
        if (table != "breast-cancer")
        {
            double[] variance = ColumnMoments.Of(rows.Rows).Variance;
            for (int i = 0; i < rows.Count; i += 10)
            {
                for (int p = 0; p < variance.Length; p++)
                {
                    shifted[i, p] += 3 * Math.Sqrt(variance[p]);
                }
            }
        }

        double auc = 0;
        for (ulong seed = 0; seed < 5; seed++)
        {
            IsolationForestModel model = IsolationForest.Fit(shifted, new IsolationForestOptions(), new SeededDraw(seed, "isolation"), TestVectors.Run());
            double[] scores = model.Score(shifted, TestVectors.Run());
            Assert.All(scores, static s => Assert.InRange(s, 0, 1));
            auc += LearnerReference.Auc(scores, unusual) / 5;
        }

        Assert.Equal(LearnerReference.Of(table, "isolation").GetDouble(), auc, 0.03);
    }

    private static Matrix OutOfFold(IClassifier learner, LabelledRows rows)
    {
        var chances = new Matrix(rows.Count, rows.Classes);
        for (int fold = 0; fold < 5; fold++)
        {
            int[] inside = LearnerReference.FoldRows(rows.Count, fold, inside: true);
            IClassifierModel model = learner.Fit(rows.Take(LearnerReference.FoldRows(rows.Count, fold, inside: false)), s_draw.For((ulong)fold), TestVectors.Run());
            Matrix own = model.Probabilities(rows.Rows.Take(inside), TestVectors.Run());
            for (int k = 0; k < inside.Length; k++)
            {
                own.Row(k).CopyTo(chances.Row(inside[k]));
            }
        }

        return chances;
    }
}
