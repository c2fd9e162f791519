using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>Fixed blocks of rows, and the checks that learners share.</summary>
internal static class RowBlocks
{
    private const int BlockRows = 256;

    /// <summary>Calls body(first, end) for every block.</summary>
    public static void Each(int rows, RunContext run, Action<int, int> body) => Workers.ForBlocks(
        run.Workers, (rows + BlockRows - 1) / BlockRows, block => body(block * BlockRows, Math.Min(rows, (block + 1) * BlockRows)), run.Ct);

    /// <summary>Scores every row on its own.</summary>
    public static void Score(IClassifierModel model, Matrix rows, Matrix scores, RunContext run, RowScore one)
    {
        CheckShape(rows, model.Features, scores, model.Classes);
        Each(rows.Rows, run, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                one(rows.Row(i), scores.Row(i));
            }
        });
    }

    public static void CheckFinite(Matrix rows)
    {
        for (int i = 0; i < rows.Values.Length; i++)
        {
            if (!double.IsFinite(rows.Values[i]))
            {
                throw new ArgumentException(
                    $"The value at row {i / rows.Columns}, column {i % rows.Columns} is not finite, and this learner takes only finite values.", nameof(rows));
            }
        }
    }

    public static void CheckShape(Matrix rows, int features, Matrix scores, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Columns, features, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Rows, rows.Rows, nameof(scores));
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Columns, classes, nameof(scores));
    }

    public static void CheckShape(Matrix rows, int features, double[] predictions)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Columns, features, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfNotEqual(predictions.Length, rows.Rows, nameof(predictions));
    }

    /// <summary>The sum of weights.</summary>
    /// <exception cref="ArgumentException">It is not above 0.</exception>
    public static double Total(double[]? weights, int rows)
    {
        var sum = new ExactSum();
        for (int i = 0; i < rows; i++)
        {
            sum.Add(weights is null ? 1 : weights[i]);
        }

        double total = sum.ToDouble();
        return total > 0 ? total : throw new ArgumentException("A learner needs at least one row with a weight above 0.", nameof(rows));
    }
}
