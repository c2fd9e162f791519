using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Brings columns to mean 0 and variance 1 (population form), by the means and variances of the rows it is fitted to. Constant columns become 0.
/// </summary>
public sealed class Standardiser
{
    private Standardiser(double[] mean, double[] scale)
    {
        Mean = mean;
        Scale = scale;
    }

    public double[] Mean { get; }

    /// <summary>Standard deviations; 1 for constant columns.</summary>
    public double[] Scale { get; }

    /// <summary>NaN are left out, column by column.</summary>
    public static Standardiser Of(Matrix rows, double[]? weights = null)
    {
        ColumnMoments moments = ColumnMoments.Of(rows, weights);
        return new Standardiser(moments.Mean, Array.ConvertAll(moments.Variance, static v => v > 0 ? Math.Sqrt(v) : 1));
    }

    /// <summary>A copy of the rows, (x - mean) / scale; NaN stay.</summary>
    public Matrix Apply(Matrix rows, RunContext run)
    {
        var to = new Matrix(rows.Rows, rows.Columns);
        RowBlocks.Each(rows.Rows, run, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                ReadOnlySpan<double> x = rows.Row(i);
                Span<double> z = to.Row(i);
                for (int p = 0; p < z.Length; p++)
                {
                    z[p] = (x[p] - Mean[p]) / Scale[p];
                }
            }
        });
        return to;
    }
}
