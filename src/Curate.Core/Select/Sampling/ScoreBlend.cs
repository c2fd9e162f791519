using Curate.Core.Errors;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// One score of several columns: their weighted sum, by given weights or by ones fitted to how useful some rows were: logistic regression where that is 0 or 1, ridge regression for
/// other numbers (both with a penalty of 1 on columns at mean 0 and deviation 1).
/// </summary>
internal static class ScoreBlend
{
    /// <summary>The score of every row, and the weights in units of the columns.</summary>
    /// <param name="values">The columns, row after row.</param>
    /// <param name="columns">How many they are.</param>
    /// <param name="weights">Weights, or empty for ones.</param>
    /// <param name="useful">How useful each row was, NaN where it is not known; null where weights are given.</param>
    /// <param name="run">Workers and memory.</param>
    /// <exception cref="CurateException">Too few rows are known to fit weights.</exception>
    public static (double[] Scores, double[] Weights, string How) Of(double[] values, int columns, IReadOnlyList<double> weights, double[]? useful, RunContext run)
    {
        int rows = values.Length / columns;
        string how = "given";
        double[] used = weights.Count > 0 ? [.. weights] : [.. Enumerable.Repeat(1.0, columns)];
        if (useful is not null)
        {
            (used, how) = Fitted(values, columns, useful, run);
        }

        var scores = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            double sum = 0;
            for (int c = 0; c < columns; c++)
            {
                sum = Math.FusedMultiplyAdd(used[c], values[(row * columns) + c], sum);
            }

            scores[row] = sum;
        }

        return (scores, used, how);
    }

    private static (double[] Weights, string How) Fitted(double[] values, int columns, double[] useful, RunContext run)
    {
        int[] known = [.. Enumerable.Range(0, useful.Length).Where(row => !double.IsNaN(useful[row]))];
        double[] targets = Array.ConvertAll(known, row => useful[row]);
        if (targets.Distinct().Count() < 2)
        {
            Fail.With(ErrorCodes.Infeasible, $"--useful has {NumberText.Of(targets.Length)} known values, and weights need two different ones at least.", "Name a column that says of some rows how useful they were, or pass --weights.");
        }

        var rows = new Matrix(known.Length, columns);
        for (int i = 0; i < known.Length; i++)
        {
            values.AsSpan(known[i] * columns, columns).CopyTo(rows.Row(i));
        }

        Standardiser scale = Standardiser.Of(rows);
        Matrix scaled = scale.Apply(rows, run);
        bool binary = Array.TrueForAll(targets, static t => t is 0 or 1);
        double[] own = binary
            ? new LogisticRegression(new LogisticRegressionOptions()).Fit(new LabelledRows(scaled, Array.ConvertAll(targets, static t => (int)t), 2), run).Coefficients.Row(0).ToArray()
            : new RidgeRegression().Fit(new TargetRows(scaled, targets), run).Coefficients;
        return ([.. own.Select((w, c) => scale.Scale[c] > 0 ? w / scale.Scale[c] : 0)], binary ? "logistic" : "ridge");
    }
}
