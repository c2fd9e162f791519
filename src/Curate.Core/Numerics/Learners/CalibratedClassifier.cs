using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Probabilities for any classifier: scores of rows that the learner has not seen (cross-fitting over stratified folds) train one curve a class, each class
/// against the rest, and the learner is fitted once more to all rows. With more than two classes the curves' values are divided by their sum (Zadrozny and
/// Elkan 2002).
/// </summary>
/// <remarks>folds + 1 fits of the learner; 8 classes + 25 bytes a row, and what <see cref="CrossFit"/> takes.</remarks>
public sealed class CalibratedClassifier(IClassifier learner, CalibrationKind kind = CalibrationKind.Platt, int folds = 5) : IClassifier
{
    public IClassifierModel Fit(LabelledRows examples, SeededDraw draw, RunContext run)
    {
        Folds split = Folds.Stratified(examples.Labels, examples.Classes, folds, draw.For("folds"u8));
        using MemoryLease lease = run.Memory.Lease(((8L * examples.Classes) + 25) * examples.Count, "Calibration");
        Matrix scores = CrossFit.Scores(learner, examples, split, draw, run);
        int curves = examples.Classes == 2 ? 1 : examples.Classes;
        var maps = new Func<double, double>[curves];
        var own = new double[examples.Count];
        var positive = new bool[examples.Count];
        double[] weights = TreeWeights.Of(examples.Weights, examples.Count);
        for (int k = 0; k < curves; k++)
        {
            int c = curves == 1 ? 1 : k;
            for (int i = 0; i < own.Length; i++)
            {
                own[i] = scores[i, c];
                positive[i] = examples.Labels[i] == c;
            }

            maps[k] = kind == CalibrationKind.Platt
                ? PlattScaling.Fit(own, positive, weights).Probability
                : IsotonicRegression.Fit(own, Array.ConvertAll(positive, static p => p ? 1.0 : 0.0), weights).Value;
        }

        return new Model(learner.Fit(examples, draw.For("whole"u8), run), maps);
    }

    private sealed class Model(IClassifierModel inner, Func<double, double>[] maps) : IClassifierModel
    {
        public int Classes => inner.Classes;

        public int Features => inner.Features;

        public bool GivesProbabilities => true;

        public void Score(Matrix rows, Matrix scores, RunContext run)
        {
            inner.Score(rows, scores, run);
            for (int i = 0; i < scores.Rows; i++)
            {
                Span<double> row = scores.Row(i);
                if (maps.Length == 1)
                {
                    double p = maps[0](row[1]);
                    (row[0], row[1]) = (1 - p, p);
                    continue;
                }

                double sum = 0;
                for (int c = 0; c < row.Length; c++)
                {
                    row[c] = maps[c](row[c]);
                    sum += row[c];
                }

                for (int c = 0; c < row.Length; c++)
                {
                    row[c] = sum > 0 ? row[c] / sum : 1.0 / row.Length;
                }
            }
        }
    }
}
