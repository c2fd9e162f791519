using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Numerics.Vectors;

/// <summary>
/// What a finished <see cref="FeatureFill"/> did to numbers, so that the same can be done to other rows: ((x - shift) factor - late shift) / late spread, rounded
/// to float32 after each of the two steps, and a value in place of a missing one.
/// </summary>
/// <param name="Shift">One for each number of a vector.</param>
/// <param name="Factor">One for each number of a vector.</param>
/// <param name="LateShift">One for each number of a vector.</param>
/// <param name="LateSpread">One for each number of a vector.</param>
/// <param name="Filled">What stands in a vector for a missing number; NaN where nothing does.</param>
/// <param name="IsLate">The second step is taken; it also rounds, so a step that changes nothing is not taken.</param>
public sealed record FeatureTransform(double[] Shift, double[] Factor, double[] LateShift, double[] LateSpread, double[] Filled, bool IsLate)
{
    /// <summary>Numbers of a vector.</summary>
    public int Dimension => Shift.Length;

    /// <summary>What a summary of columns alone tells: scales by mean and deviation or by the bounds, and means or zeros for missing numbers.</summary>
    internal static FeatureTransform Of(FeatureSummary summary, FeatureScaling scaling)
    {
        int dimension = summary.Dimension;
        var transform = new FeatureTransform(new double[dimension], new double[dimension], new double[dimension], new double[dimension], new double[dimension], IsLate: false);
        for (int c = 0; c < dimension; c++)
        {
            ColumnStatistics column = summary[c];
            (transform.Shift[c], double spread) = scaling switch
            {
                FeatureScaling.Standard => (column.Mean, column.Deviation),
                FeatureScaling.MinMax => (column.Count == 0 ? 0 : column.Least, column.Count == 0 ? 0 : column.Most - column.Least),
                _ => (0, 1),
            };
            transform.Factor[c] = spread > 0 ? 1 / spread : 1;
            transform.LateSpread[c] = 1;
            double missing = summary.Missing == MissingValues.Mean ? column.Mean : 0;
            transform.Filled[c] = summary.Missing is MissingValues.Error or MissingValues.Drop ? double.NaN : (float)((missing - transform.Shift[c]) * transform.Factor[c]);
        }

        return transform;
    }

    /// <summary>Writes the vector of a row; any thread.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="columns">Positions of its number columns, or of one vector column.</param>
    /// <param name="row">The row.</param>
    /// <param name="to">As long as a vector.</param>
    /// <param name="missing">The first column without a value where nothing stands for it.</param>
    /// <returns>False where a number is missing and nothing stands for it.</returns>
    /// <exception cref="CurateException">A number is not finite, or a vector has another length.</exception>
    public bool TryFill(RecordBatch batch, IReadOnlyList<int> columns, int row, Span<float> to, out int missing)
    {
        missing = 0;
        if (columns.Count == 1 && batch[columns[0]] is VectorColumn embedding)
        {
            return TryFillVector(batch, embedding, row, to);
        }

        for (int p = 0; p < to.Length; p++)
        {
            Column column = batch[columns[p]];
            if (!column.IsNull(row))
            {
                to[p] = Of(FeatureLayout.Value(column, row), p, batch.FirstRow + row);
            }
            else if (double.IsNaN(Filled[p]))
            {
                missing = p;
                return false;
            }
            else
            {
                to[p] = (float)Filled[p];
            }
        }

        return true;
    }

    private bool TryFillVector(RecordBatch batch, VectorColumn embedding, int row, Span<float> to)
    {
        if (!embedding.IsNull(row) && embedding.Dimension != to.Length)
        {
            Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(batch.FirstRow + row + 1)} has a vector of {NumberText.Of(embedding.Dimension)} values, where {NumberText.Of(to.Length)} are needed.",
                "All vectors of an embedding column have one length, the one that centroids were fitted on.");
        }

        for (int p = 0; p < to.Length; p++)
        {
            if (!embedding.IsNull(row))
            {
                to[p] = Of(embedding[row][p], p, batch.FirstRow + row);
            }
            else if (double.IsNaN(Filled[p]))
            {
                return false;
            }
            else
            {
                to[p] = (float)Filled[p];
            }
        }

        return true;
    }

    private float Of(double value, int p, long row)
    {
        float first = (float)((value - Shift[p]) * Factor[p]);
        float scaled = IsLate ? (float)((first - LateShift[p]) / LateSpread[p]) : first;
        if (!float.IsFinite(scaled))
        {
            Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(row + 1)} has {NumberText.Of(value)} as number {NumberText.Of(p + 1)} of its features, where a finite float32 number is needed.",
                "Correct the value, or leave the row out with --where.");
        }

        return scaled;
    }
}
