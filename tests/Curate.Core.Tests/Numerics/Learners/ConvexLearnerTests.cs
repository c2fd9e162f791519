using System.Text.Json;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Tests.Numerics.Linear;
using Curate.Core.Tests.Numerics.Vectors;

namespace Curate.Core.Tests.Numerics.Learners;

/// <summary>Learners with one right answer, against scikit-learn's coefficients.</summary>
public sealed class ConvexLearnerTests
{
    private static readonly SeededDraw s_draw = new(1, "learners");

    public static TheoryData<string> Tables => ["iris", "wine", "breast-cancer", "digits"];

    // scikit-learn's own solvers come near enough to the optimum on these.
    public static TheoryData<string> SmallTables => ["iris", "wine", "breast-cancer"];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Logistic_regression_equals_scikit_learn(string table)
    {
        LabelledRows rows = LearnerReference.Standard(table);
        var options = new LogisticRegressionOptions { Tolerance = 1e-10 };
        Compare(new LogisticRegression(options).Fit(rows, TestVectors.Run()), table, "logistic", 1e-6);
        Compare(new LogisticRegression(options with { L2 = 1 / 0.3 }).Fit(LearnerReference.Weighted(rows), TestVectors.Run()), table, "logistic-weighted", 1e-6);
    }

    [Fact]
    public void Logistic_regression_equals_scikit_learn_without_penalty_and_on_raw_columns()
    {
        LabelledRows iris = LearnerReference.Standard("iris");
        var second = new LabelledRows(iris.Rows, Array.ConvertAll(iris.Labels, static y => y == 1 ? 1 : 0), 2);
        Compare(new LogisticRegression(new LogisticRegressionOptions { L2 = 0, Tolerance = 1e-11 }).Fit(second, TestVectors.Run()), "iris", "logistic-none", 1e-6);

        // Columns from 0.002 to 4000: scikit-learn needs Newton steps here.
        LogisticRegressionModel raw = new LogisticRegression(new LogisticRegressionOptions { Tolerance = 1e-11 }).Fit(LearnerReference.Table("breast-cancer"), TestVectors.Run());
        Compare(raw, "breast-cancer", "logistic-raw", 1e-5);
    }

    [Theory]
    [MemberData(nameof(SmallTables))]
    public void Sparse_logistic_regression_equals_scikit_learn(string table)
    {
        LogisticRegressionModel model = new LogisticRegression(new LogisticRegressionOptions { L2 = 0, L1 = 5, Tolerance = 1e-9 })
            .Fit(LearnerReference.Standard(table), TestVectors.Run());
        JsonElement reference = LearnerReference.Of(table, "logistic-l1");
        Matrix expected = LearnerReference.Matrix(reference.GetProperty("coef"));
        TestMatrices.Near(expected.Values, model.Coefficients.Values, 1e-4, "coefficient");
        Assert.Equal(expected.Values.Count(static v => Math.Abs(v) > 1e-6), model.Coefficients.Values.Count(static v => v != 0));
        Assert.Contains(0.0, model.Coefficients.Values);

        // Constants of the softmax are free up to a common shift.
        double[] constants = LearnerReference.Numbers(reference.GetProperty("intercept"));
        double shift = constants.Length == 1 ? 0 : constants.Average() - model.Intercepts.Average();
        TestMatrices.Near(constants, Array.ConvertAll(model.Intercepts, v => v + shift), 1e-4, "intercept");
    }

    [Fact]
    public void Logistic_regression_without_intercept_keeps_it_at_zero()
    {
        LogisticRegressionModel model = new LogisticRegression(new LogisticRegressionOptions { Intercept = false }).Fit(LearnerReference.Table("iris"), TestVectors.Run());
        Assert.Equal([0, 0, 0], model.Intercepts);
        Assert.True(LearnerReference.Accuracy(model.Predict(LearnerReference.Table("iris").Rows, TestVectors.Run()), LearnerReference.Table("iris").Labels) > 0.95);
    }

    [Theory]
    [InlineData("iris")]
    [InlineData("wine")]
    [InlineData("breast-cancer")]
    [InlineData("digits")]
    public void Ridge_regression_equals_scikit_learn(string table)
    {
        Compare(new RidgeRegression(1).Fit(LearnerReference.Target(table), TestVectors.Run()), "ridge");
        Compare(new RidgeRegression(7.5).Fit(LearnerReference.Target(table, weighted: true), TestVectors.Run()), "ridge-weighted");
        TargetRows few = LearnerReference.Target(table).Take([0, 1, 2, 3, 4, 5, 6, 7]);
        Compare(new RidgeRegression(2).Fit(few, TestVectors.Run()), "ridge-wide");

        void Compare(RidgeRegressionModel model, string name)
        {
            JsonElement reference = LearnerReference.Of(table, name);
            TestMatrices.Near(LearnerReference.Numbers(reference.GetProperty("coef")), model.Coefficients, 1e-8, name);
            Assert.Equal(reference.GetProperty("intercept").GetDouble(), model.Intercept, 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Linear_svc_equals_scikit_learn(string table)
    {
        LabelledRows rows = LearnerReference.Standard(table);
        LinearSvcModel smooth = new LinearSvc(new LinearSvcOptions { C = 0.5, Tolerance = 1e-9, MaxIterations = 200_000 }).Fit(rows, s_draw, TestVectors.Run());
        Assert.True(smooth.Converged);
        Compare(smooth, "linear-svc", 1e-5);
        if (table == "digits")
        {
            return;
        }

        LinearSvcModel plain = new LinearSvc(new LinearSvcOptions { C = 0.05, SquaredHinge = false, Tolerance = 1e-8, MaxIterations = 200_000 })
            .Fit(LearnerReference.Weighted(rows), s_draw, TestVectors.Run());
        Assert.True(plain.Converged);
        Compare(plain, "linear-svc-hinge", 1e-4);

        void Compare(LinearSvcModel model, string name, double tolerance)
        {
            JsonElement reference = LearnerReference.Of(table, name);
            TestMatrices.Near(LearnerReference.Matrix(reference.GetProperty("coef")).Values, model.Coefficients.Values, tolerance, name);
            TestMatrices.Near(LearnerReference.Numbers(reference.GetProperty("intercept")), model.Intercepts, tolerance, name);
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Kernel_svc_equals_scikit_learn(string table)
    {
        LabelledRows rows = LearnerReference.Standard(table);
        Compare(new KernelSvc(new KernelSvcOptions { Tolerance = 1e-8 }).Fit(rows, TestVectors.Run()), "svc");
        Compare(new KernelSvc(new KernelSvcOptions { C = 10, Tolerance = 1e-8 }).Fit(LearnerReference.Weighted(rows), TestVectors.Run()), "svc-weighted");

        bool Single(int row) => table != "iris" || row is not (101 or 142);

        void Compare(KernelSvcModel model, string name)
        {
            JsonElement reference = LearnerReference.Of(table, name);
            Matrix expected = LearnerReference.Matrix(reference.GetProperty("decision"));
            var decisions = new double[model.Pairs.Count];
            for (int i = 0; i < expected.Rows; i++)
            {
                int row = (table == "digits" ? 25 : 7) * i;
                model.Decide(rows.Rows.Row(row), decisions);

                // For two classes scikit-learn turns the decision towards class 1.
                TestMatrices.Near(expected.Row(i), rows.Classes == 2 ? [-decisions[0]] : decisions, 1e-5, $"{name} row {row}");
            }

            int[] support = [.. reference.GetProperty("support").EnumerateArray().Select(static e => e.GetInt32())];

            // Rows 101 and 142 of iris are equal and share their multiplier in any way.
            Assert.Equal(support.Where(Single), model.Support.Where(Single));
        }
    }

    [Fact]
    public void Kernel_svc_does_not_depend_on_its_cache()
    {
        LabelledRows rows = LearnerReference.Standard("wine");
        KernelSvcModel large = new KernelSvc(new KernelSvcOptions()).Fit(rows, TestVectors.Run());
        KernelSvcModel small = new KernelSvc(new KernelSvcOptions { CacheBytes = 1 }).Fit(rows, TestVectors.Run());
        TestMatrices.SameBits(large.Score(rows.Rows, TestVectors.Run()).Values, small.Score(rows.Rows, TestVectors.Run()).Values);
        Assert.True(LearnerReference.Accuracy(large.Predict(rows.Rows, TestVectors.Run()), rows.Labels) > 0.99);
    }

    [Theory]
    [InlineData("iris")]
    [InlineData("wine")]
    [InlineData("breast-cancer")]
    [InlineData("digits")]
    public void Gaussian_naive_bayes_equals_scikit_learn(string table)
    {
        LabelledRows rows = LearnerReference.Table(table);
        Compare(new GaussianNaiveBayes().Fit(rows, TestVectors.Run()), "gaussian-bayes");

        // scikit-learn takes the largest variance without weights, which moves only the smoothing.
        Compare(new GaussianNaiveBayes().Fit(LearnerReference.Weighted(rows), TestVectors.Run()), "gaussian-bayes-weighted");

        void Compare(GaussianNaiveBayesModel model, string name)
        {
            JsonElement reference = LearnerReference.Of(table, name);
            TestMatrices.Near(LearnerReference.Matrix(reference.GetProperty("mean")).Values, model.Means.Values, 1e-10, name);
            TestMatrices.Near(LearnerReference.Matrix(reference.GetProperty("variance")).Values, model.Variances.Values, name == "gaussian-bayes" ? 1e-10 : 1e-4, name);
            if (name == "gaussian-bayes")
            {
                Matrix logs = LearnerReference.Matrix(reference.GetProperty("log"));
                Matrix chances = model.Probabilities(rows.Rows.Take([.. Enumerable.Range(0, logs.Rows).Select(static i => 40 * i)]), TestVectors.Run());
                TestMatrices.Near(Array.ConvertAll(logs.Values, Math.Exp), chances.Values, 1e-9, name);
            }
        }
    }

    [Fact]
    public void Naive_bayes_of_counts_equals_scikit_learn()
    {
        LabelledRows rows = LearnerReference.Weighted(LearnerReference.Table("digits"));
        LinearLogModel multinomial = new MultinomialNaiveBayes(0.7).Fit(rows, TestVectors.Run());
        JsonElement reference = LearnerReference.Of("digits", "multinomial-bayes");
        TestMatrices.Near(LearnerReference.Matrix(reference.GetProperty("log")).Values, multinomial.Coefficients.Values, 1e-10);
        TestMatrices.Near(LearnerReference.Numbers(reference.GetProperty("prior")), multinomial.Constants, 1e-10);

        LinearLogModel bernoulli = new BernoulliNaiveBayes(0.7, 4).Fit(rows, TestVectors.Run());
        reference = LearnerReference.Of("digits", "bernoulli-bayes");
        double[] logs = LearnerReference.Matrix(reference.GetProperty("log")).Values;
        TestMatrices.Near(Array.ConvertAll(logs, static l => l - Math.Log(1 - Math.Exp(l))), bernoulli.Coefficients.Values, 1e-8);
        Matrix chances = bernoulli.Probabilities(rows.Rows.Take([.. Enumerable.Range(0, 20)]), TestVectors.Run());
        TestMatrices.Near(LearnerReference.Matrix(reference.GetProperty("probability")).Values, chances.Values, 1e-9);
    }

    [Theory]
    [InlineData("iris")]
    [InlineData("wine")]
    [InlineData("breast-cancer")]
    [InlineData("digits")]
    public void Neighbours_equal_scikit_learn(string table)
    {
        LabelledRows rows = LearnerReference.Standard(table);
        LabelledRows known = rows.Take(LearnerReference.FoldRows(rows.Count, 0, inside: false));
        Matrix queries = rows.Rows.Take(LearnerReference.FoldRows(rows.Count, 0, inside: true));
        foreach (bool byDistance in new[] { false, true })
        {
            IClassifierModel model = new NeighbourClassifier(new NeighbourOptions { ByDistance = byDistance }).Fit(known, s_draw, TestVectors.Run());
            Matrix expected = LearnerReference.Matrix(LearnerReference.Of(table, byDistance ? "neighbours-distance" : "neighbours").GetProperty("probability"));
            TestMatrices.Near(expected.Values, model.Probabilities(queries, TestVectors.Run()).Values, 1e-5, table);
        }

        double[] targets = LearnerReference.Target(table).Targets;
        var numbers = new TargetRows(known.Rows, [.. LearnerReference.FoldRows(rows.Count, 0, inside: false).Select(i => targets[i])]);
        double[] predicted = new NeighbourRegressor(new NeighbourOptions()).Fit(numbers, s_draw, TestVectors.Run()).Predict(queries, TestVectors.Run());
        TestMatrices.Near(LearnerReference.Numbers(LearnerReference.Of(table, "neighbours-number").GetProperty("prediction")), predicted, 1e-6);
    }

    [Fact]
    public void A_row_of_weight_two_counts_as_two_rows()
    {
        LabelledRows rows = LearnerReference.Standard("wine");
        int[] doubled = [.. Enumerable.Range(0, rows.Count), .. Enumerable.Range(0, rows.Count / 2).Select(static i => 2 * i)];
        double[] weights = [.. Enumerable.Range(0, rows.Count).Select(static i => i % 2 == 0 ? 2.0 : 1)];
        var weighted = new LabelledRows(rows.Rows, rows.Labels, rows.Classes, weights);
        LabelledRows repeated = rows.Take(doubled);
        foreach (IClassifier learner in new IClassifier[]
        {
            new LogisticRegression(new LogisticRegressionOptions { Tolerance = 1e-10 }),
            new LinearSvc(new LinearSvcOptions { C = 0.1, Tolerance = 1e-9 }),
            new KernelSvc(new KernelSvcOptions { Gamma = 0.1, Tolerance = 1e-9 }),
            new GaussianNaiveBayes(),
            new BernoulliNaiveBayes(),
        })
        {
            Matrix a = learner.Fit(weighted, s_draw, TestVectors.Run()).Score(rows.Rows, TestVectors.Run());
            Matrix b = learner.Fit(repeated, s_draw, TestVectors.Run()).Score(rows.Rows, TestVectors.Run());
            TestMatrices.Near(b.Values, a.Values, 1e-6, learner.GetType().Name);
        }
    }

    [Fact]
    public void Learners_refuse_what_they_cannot_learn_from()
    {
        var missing = new LabelledRows(Matrix.Of([double.NaN], [1]), [0, 1], 2);
        Assert.Throws<ArgumentException>(() => new LogisticRegression(new LogisticRegressionOptions()).Fit(missing, TestVectors.Run()));
        Assert.Throws<ArgumentException>(() => new KernelSvc(new KernelSvcOptions()).Fit(new LabelledRows(Matrix.Of([0], [1]), [1, 1], 2), TestVectors.Run()));
        Assert.Throws<ArgumentException>(() => new LabelledRows(Matrix.Of([0], [1]), [0, 1], 2, [1, double.NaN]));
        Assert.Throws<ArgumentException>(() => new GaussianNaiveBayes().Fit(new LabelledRows(Matrix.Of([0], [1]), [0, 1], 2, [0, 0]), TestVectors.Run()));
        Assert.Throws<ArgumentException>(() => new MultinomialNaiveBayes().Fit(new LabelledRows(Matrix.Of([-1], [1]), [0, 1], 2), TestVectors.Run()));
        Assert.Throws<ArgumentException>(() => new TargetRows(Matrix.Of([0]), [double.PositiveInfinity]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LabelledRows(Matrix.Of([0]), [2], 2));
    }

    private static void Compare(LogisticRegressionModel model, string table, string name, double tolerance)
    {
        Assert.True(model.Optimum.Converged);
        JsonElement reference = LearnerReference.Of(table, name);
        TestMatrices.Near(LearnerReference.Matrix(reference.GetProperty("coef")).Values, model.Coefficients.Values, tolerance, name);

        // Constants of the softmax are free up to a common shift.
        double[] constants = LearnerReference.Numbers(reference.GetProperty("intercept"));
        double shift = constants.Length == 1 ? 0 : constants.Average() - model.Intercepts.Average();
        TestMatrices.Near(constants, Array.ConvertAll(model.Intercepts, v => v + shift), 10 * tolerance, name);
    }
}
