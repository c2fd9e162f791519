using Curate.Core.Running;

namespace Curate.Core.Numerics.Linear;

/// <summary>A centre, principal directions and the variances along them.</summary>
public sealed class PcaModel
{
    private const int BlockRows = 256;

    internal PcaModel(double[] mean, Matrix components, double[] variances, double totalVariance)
    {
        Mean = mean;
        Components = components;
        Variances = variances;
        TotalVariance = totalVariance;
    }

    /// <summary>The weighted mean of each column.</summary>
    public double[] Mean { get; }

    /// <summary>Row i is the i-th direction, of length 1, its largest component by size positive.</summary>
    public Matrix Components { get; }

    /// <summary>Variance along each direction, largest first; the divisor is sum w - sum w^2 / sum w, which is n - 1 for equal weights of 1.</summary>
    public double[] Variances { get; }

    /// <summary>The sum of the variances of all columns.</summary>
    public double TotalVariance { get; }

    /// <summary>Each row's coordinates along the directions: O(n d k).</summary>
    /// <param name="rows">Rows of the width of the fit.</param>
    /// <param name="whiten">Divides each coordinate by its standard deviation; directions without variance give 0.</param>
    /// <param name="run">Workers.</param>
    public Matrix Transform(Matrix rows, bool whiten, RunContext run)
    {
        var turned = new Matrix(rows.Rows, Components.Rows);
        Workers.ForBlocks(run.Workers, (rows.Rows + BlockRows - 1) / BlockRows, block =>
        {
            var centred = new double[Mean.Length];
            for (int i = block * BlockRows; i < Math.Min(rows.Rows, (block + 1) * BlockRows); i++)
            {
                ReadOnlySpan<double> row = rows.Row(i);
                for (int p = 0; p < centred.Length; p++)
                {
                    centred[p] = row[p] - Mean[p];
                }

                for (int c = 0; c < Components.Rows; c++)
                {
                    double along = Dense.Dot(centred, Components.Row(c));
                    turned[i, c] = !whiten ? along : Variances[c] > 0 ? along / Math.Sqrt(Variances[c]) : 0;
                }
            }
        }, run.Ct);
        return turned;
    }
}
