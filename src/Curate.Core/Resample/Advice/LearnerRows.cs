using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Resample.Advice;

/// <summary>How rows become what learners see, fitted to the training rows as they are: what stands for missing numbers, means and deviations.</summary>
/// <remarks>O(n d log n) with medians, else O(n d).</remarks>
internal sealed class LearnerRows
{
    private readonly double[] _fill;
    private readonly Standardiser _scale;
    private readonly RunContext _run;

    public LearnerRows(Matrix train, MissingValues missing, RunContext run)
    {
        _run = run;
        _fill = new double[train.Columns];
        if (missing is MissingValues.Mean or MissingValues.Median)
        {
            for (int p = 0; p < _fill.Length; p++)
            {
                _fill[p] = Middle(train, p, missing);
            }
        }

        _scale = Standardiser.Of(Filled(train));
    }

    /// <summary>Fills missing numbers where they stand, and gives the same rows.</summary>
    public Matrix Filled(Matrix rows)
    {
        double[] values = rows.Values;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                values[i] = _fill[i % rows.Columns];
            }
        }

        return rows;
    }

    /// <summary>A copy with the training rows' mean 0 and variance 1, of rows that are filled.</summary>
    public Matrix Standardised(Matrix rows) => _scale.Apply(rows, _run);

    private static double Middle(Matrix rows, int column, MissingValues missing)
    {
        var known = new List<double>(rows.Rows);
        double sum = 0;
        for (int i = 0; i < rows.Rows; i++)
        {
            if (rows[i, column] is var value && !double.IsNaN(value))
            {
                known.Add(value);
                sum += value;
            }
        }

        if (known.Count == 0)
        {
            return 0;
        }

        if (missing == MissingValues.Mean)
        {
            return sum / known.Count;
        }

        known.Sort();
        return (known[(known.Count - 1) / 2] + known[known.Count / 2]) / 2;
    }
}
