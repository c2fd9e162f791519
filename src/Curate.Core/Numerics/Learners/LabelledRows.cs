using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Learners;

/// <summary>Rows with a class and a weight each: what a classifier learns from.</summary>
public sealed class LabelledRows
{
    /// <param name="rows">One row an example. NaN stands for a missing value, where the learner takes it.</param>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <param name="classes">How many classes there are; some may have no row.</param>
    /// <param name="weights">A weight of 0 or more for each row; null for ones.</param>
    public LabelledRows(Matrix rows, int[] labels, int classes, double[]? weights = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, rows.Rows);
        foreach (int label in labels)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)classes, nameof(labels));
        }

        ColumnMoments.CheckWeights(weights, rows.Rows);
        Rows = rows;
        Labels = labels;
        Classes = classes;
        Weights = weights;
    }

    public Matrix Rows { get; }

    public int[] Labels { get; }

    public int Classes { get; }

    /// <summary>Null for ones.</summary>
    public double[]? Weights { get; }

    public int Count => Labels.Length;

    public double WeightOf(int row) => Weights is null ? 1 : Weights[row];

    /// <summary>The sum of weights of each class.</summary>
    public double[] ClassTotals()
    {
        var totals = new double[Classes];
        for (int i = 0; i < Labels.Length; i++)
        {
            totals[Labels[i]] += WeightOf(i);
        }

        return totals;
    }

    /// <summary>A copy of some rows, in the given order, with the same classes.</summary>
    public LabelledRows Take(ReadOnlySpan<int> rows)
    {
        var labels = new int[rows.Length];
        double[]? weights = Weights is null ? null : new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            labels[i] = Labels[rows[i]];
            if (weights is not null)
            {
                weights[i] = Weights![rows[i]];
            }
        }

        return new LabelledRows(Rows.Take(rows), labels, Classes, weights);
    }

    /// <summary>The same rows with weights multiplied by that of their class.</summary>
    public LabelledRows WithClassWeights(ReadOnlySpan<double> classWeights)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(classWeights.Length, Classes);
        var weights = new double[Labels.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = WeightOf(i) * classWeights[Labels[i]];
        }

        return new LabelledRows(Rows, Labels, Classes, weights);
    }

    /// <summary>The same rows with weights under which every class that has rows weighs the same and the sum stays (King and Zeng 2001).</summary>
    public LabelledRows Balanced()
    {
        double[] totals = ClassTotals();
        double sum = 0;
        int present = 0;
        foreach (double total in totals)
        {
            sum += total;
            present += total > 0 ? 1 : 0;
        }

        return WithClassWeights(Array.ConvertAll(totals, total => total > 0 ? sum / (present * total) : 0));
    }
}
