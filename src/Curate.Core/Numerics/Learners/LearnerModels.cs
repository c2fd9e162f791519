using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>What every model can do, by its scores.</summary>
public static class LearnerModels
{
    /// <summary>Scores of all rows: rows x classes.</summary>
    public static Matrix Score(this IClassifierModel model, Matrix rows, RunContext run)
    {
        var scores = new Matrix(rows.Rows, model.Classes);
        model.Score(rows, scores, run);
        return scores;
    }

    /// <summary>Probabilities of all rows: rows x classes.</summary>
    /// <exception cref="InvalidOperationException">The model gives scores only; wrap its learner in <see cref="CalibratedClassifier"/>.</exception>
    public static Matrix Probabilities(this IClassifierModel model, Matrix rows, RunContext run) => model.GivesProbabilities
        ? model.Score(rows, run)
        : throw new InvalidOperationException($"{model.GetType().Name} gives scores and no probabilities.");

    /// <summary>The class of largest score of every row, the first of equal ones.</summary>
    public static int[] Predict(this IClassifierModel model, Matrix rows, RunContext run) => Largest(model.Score(rows, run));

    /// <summary>A prediction for every row.</summary>
    public static double[] Predict(this IRegressorModel model, Matrix rows, RunContext run)
    {
        var predictions = new double[rows.Rows];
        model.Predict(rows, predictions, run);
        return predictions;
    }

    /// <summary>The column of the largest value of every row, the first of equal ones.</summary>
    public static int[] Largest(Matrix scores)
    {
        var largest = new int[scores.Rows];
        for (int i = 0; i < largest.Length; i++)
        {
            largest[i] = Dense.LargestIndex(scores.Row(i));
        }

        return largest;
    }
}
