using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>Predictions for every row by a model that has not seen its fold.</summary>
/// <remarks>One fit a fold, one after the other; learners use the workers. A copy of the rows at a time, in and outside the fold: 8 n d + 20 n bytes.</remarks>
public static class CrossFit
{
    /// <summary>Scores, rows x classes.</summary>
    public static Matrix Scores(IClassifier learner, LabelledRows examples, Folds folds, SeededDraw draw, RunContext run) =>
        Each(learner, examples, folds, draw, run, probabilities: false);

    /// <summary>Probabilities, rows x classes.</summary>
    /// <exception cref="InvalidOperationException">The learner's models give scores only.</exception>
    public static Matrix Probabilities(IClassifier learner, LabelledRows examples, Folds folds, SeededDraw draw, RunContext run) =>
        Each(learner, examples, folds, draw, run, probabilities: true);

    /// <summary>Predictions of a regressor.</summary>
    public static double[] Predictions(IRegressor learner, TargetRows examples, Folds folds, SeededDraw draw, RunContext run)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(folds.Rows, examples.Count);
        using MemoryLease lease = Copies(examples.Rows, run);
        var predictions = new double[examples.Count];
        for (int fold = 0; fold < folds.Count; fold++)
        {
            IRegressorModel model = learner.Fit(examples.Take(folds.Outside(fold)), draw.For((ulong)fold), run);
            int[] inside = folds.Inside(fold);
            double[] own = model.Predict(examples.Rows.Take(inside), run);
            for (int k = 0; k < inside.Length; k++)
            {
                predictions[inside[k]] = own[k];
            }
        }

        return predictions;
    }

    private static MemoryLease Copies(Matrix rows, RunContext run) =>
        run.Memory.Lease(checked((8L * rows.Rows * rows.Columns) + (20L * rows.Rows)), "Cross-fitting");

    private static Matrix Each(IClassifier learner, LabelledRows examples, Folds folds, SeededDraw draw, RunContext run, bool probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(folds.Rows, examples.Count);
        using MemoryLease lease = Copies(examples.Rows, run);
        var scores = new Matrix(examples.Count, examples.Classes);
        for (int fold = 0; fold < folds.Count; fold++)
        {
            IClassifierModel model = learner.Fit(examples.Take(folds.Outside(fold)), draw.For((ulong)fold), run);
            int[] inside = folds.Inside(fold);
            Matrix rows = examples.Rows.Take(inside);
            Matrix own = probabilities ? model.Probabilities(rows, run) : model.Score(rows, run);
            for (int k = 0; k < inside.Length; k++)
            {
                own.Row(k).CopyTo(scores.Row(inside[k]));
            }
        }

        return scores;
    }
}
