using Curate.Core.Numerics;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Preprocessing;

/// <summary>
/// The loss of a cross-validation with a step fitted to all rows before, and with the step fitted inside each fold, on the same folds (Moscovich and Rosset 2022, "On the
/// cross-validation bias due to unsupervised preprocessing").
/// </summary>
/// <param name="Step">The step.</param>
/// <param name="Inside">Mean loss with the step fitted inside folds: what new rows will see.</param>
/// <param name="Before">Mean loss with the step fitted to all rows.</param>
/// <param name="Difference">Inside less before, over folds: above 0 the leak flatters, below 0 it spoils.</param>
internal readonly record struct PreprocessingBias(string Step, double Inside, double Before, ResampledDifference Difference)
{
    // A probability of 0 would make one wrong row weigh more than all others together.
    private const double LeastChance = 1e-15;

    /// <summary>The difference over the loss inside folds.</summary>
    public double Share => Inside > 0 ? Difference.Mean / Inside : 0;

    /// <summary>Two fits a fold and repeat.</summary>
    public static PreprocessingBias Of(string step, PreprocessingTable table, PreprocessingOptions options, SeededDraw draw, RunContext run)
    {
        int count = Math.Min(options.Folds, table.Rows);
        int[] all = [.. Enumerable.Range(0, table.Rows)];
        PreprocessingStep before = PreprocessingStep.Fit(step, table, all, options);
        var differences = new double[options.Repeats * count];
        double insideSum = 0;
        double beforeSum = 0;
        for (int repeat = 0; repeat < options.Repeats; repeat++)
        {
            SeededDraw own = draw.For((ulong)repeat);
            Folds folds = table.IsRegression ? Folds.Plain(table.Rows, count, own) : Folds.Stratified(table.Labels, table.Classes, count, own);
            for (int fold = 0; fold < count; fold++)
            {
                int[] train = folds.Outside(fold);
                int[] test = folds.Inside(fold);
                double inside = Loss(PreprocessingStep.Fit(step, table, train, options), table, train, test, options, run);
                double outside = Loss(before, table, train, test, options, run);
                differences[(repeat * count) + fold] = inside - outside;
                insideSum += inside * test.Length;
                beforeSum += outside * test.Length;
            }
        }

        double rows = (double)options.Repeats * table.Rows;
        return new PreprocessingBias(step, insideSum / rows, beforeSum / rows, ResampledDifference.Of(differences, 1.0 / (count - 1)));
    }

    private static double Loss(PreprocessingStep step, PreprocessingTable table, int[] train, int[] test, PreprocessingOptions options, RunContext run)
    {
        run.Ct.ThrowIfCancellationRequested();
        Matrix learned = step.Apply(train);
        Matrix asked = step.Apply(test);
        double sum = 0;
        if (table.IsRegression)
        {
            RidgeRegressionModel model = new RidgeRegression(options.Penalty).Fit(new TargetRows(learned, [.. train.Select(row => table.Targets[row])]), run);
            double[] predicted = model.Predict(asked, run);
            for (int i = 0; i < test.Length; i++)
            {
                double off = predicted[i] - table.Targets[test[i]];
                sum += off * off;
            }
        }
        else
        {
            var learner = new LogisticRegression(new LogisticRegressionOptions { L2 = options.Penalty, Tolerance = 1e-5, MaxIterations = 500 });
            LogisticRegressionModel model = learner.Fit(new LabelledRows(learned, [.. train.Select(row => table.Labels[row])], table.Classes), run);
            Matrix chances = model.Probabilities(asked, run);
            for (int i = 0; i < test.Length; i++)
            {
                sum -= PortableMath.Log(Math.Max(LeastChance, chances[i, table.Labels[test[i]]]));
            }
        }

        return sum / test.Length;
    }
}
