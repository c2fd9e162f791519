using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Learners;

/// <summary>Rows with a number to predict and a weight each: what a regressor learns from.</summary>
public sealed class TargetRows
{
    /// <param name="rows">One row an example. NaN stands for a missing value, where the learner takes it.</param>
    /// <param name="targets">A finite number for each row.</param>
    /// <param name="weights">A weight of 0 or more for each row; null for ones.</param>
    public TargetRows(Matrix rows, double[] targets, double[]? weights = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(targets.Length, rows.Rows);
        foreach (double target in targets)
        {
            if (!double.IsFinite(target))
            {
                throw new ArgumentException("A target is finite.", nameof(targets));
            }
        }

        ColumnMoments.CheckWeights(weights, rows.Rows);
        Rows = rows;
        Targets = targets;
        Weights = weights;
    }

    public Matrix Rows { get; }

    public double[] Targets { get; }

    /// <summary>Null for ones.</summary>
    public double[]? Weights { get; }

    public int Count => Targets.Length;

    public double WeightOf(int row) => Weights is null ? 1 : Weights[row];

    /// <summary>A copy of some rows, in the given order.</summary>
    public TargetRows Take(ReadOnlySpan<int> rows)
    {
        var targets = new double[rows.Length];
        double[]? weights = Weights is null ? null : new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            targets[i] = Targets[rows[i]];
            if (weights is not null)
            {
                weights[i] = Weights![rows[i]];
            }
        }

        return new TargetRows(Rows.Take(rows), targets, weights);
    }
}
