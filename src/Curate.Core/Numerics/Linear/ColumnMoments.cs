namespace Curate.Core.Numerics.Linear;

/// <summary>
/// Weighted means and variances of the columns of a matrix, from exact sums: the same bits in any order of rows. NaN are left out, column by column.
/// </summary>
/// <remarks>O(n d); 2.2 KB while a column is summed.</remarks>
public sealed class ColumnMoments
{
    private ColumnMoments(double[] mean, double[] variance, double weight, double divisor)
    {
        Mean = mean;
        Variance = variance;
        Weight = weight;
        Divisor = divisor;
    }

    /// <summary>sum w x / sum w; 0 for a column without values.</summary>
    public double[] Mean { get; }

    /// <summary>sum w (x - mean)^2 / sum w: the population form.</summary>
    public double[] Variance { get; }

    /// <summary>The sum of all weights.</summary>
    public double Weight { get; }

    /// <summary>sum w - sum w^2 / sum w, which makes a covariance unbiased for weights of reliability; n - 1 for ones.</summary>
    public double Divisor { get; }

    /// <exception cref="ArgumentException">Weights of another number than rows, negative or not finite.</exception>
    public static ColumnMoments Of(Matrix rows, double[]? weights = null)
    {
        CheckWeights(weights, rows.Rows);
        var mean = new double[rows.Columns];
        var variance = new double[rows.Columns];
        for (int p = 0; p < mean.Length; p++)
        {
            var sum = new ExactSum();
            var weight = new ExactSum();
            for (int i = 0; i < rows.Rows; i++)
            {
                double x = rows.Values[(i * rows.Columns) + p];
                double w = weights is null ? 1 : weights[i];
                if (!double.IsNaN(x) && w > 0)
                {
                    sum.AddProduct(w, x);
                    weight.Add(w);
                }
            }

            double total = weight.ToDouble();
            mean[p] = total > 0 ? sum.ToDouble() / total : 0;
            var squares = new ExactSum();
            for (int i = 0; i < rows.Rows; i++)
            {
                double x = rows.Values[(i * rows.Columns) + p];
                double w = weights is null ? 1 : weights[i];
                if (!double.IsNaN(x) && w > 0)
                {
                    double d = x - mean[p];
                    squares.AddProduct(w, d * d);
                }
            }

            variance[p] = total > 0 ? squares.ToDouble() / total : 0;
        }

        var all = new ExactSum();
        var allSquares = new ExactSum();
        for (int i = 0; i < rows.Rows; i++)
        {
            double w = weights is null ? 1 : weights[i];
            all.Add(w);
            allSquares.AddSquare(w);
        }

        double sumOfWeights = all.ToDouble();
        return new ColumnMoments(mean, variance, sumOfWeights, sumOfWeights > 0 ? sumOfWeights - (allSquares.ToDouble() / sumOfWeights) : 0);
    }

    internal static void CheckWeights(ReadOnlySpan<double> weights, int rows)
    {
        if (weights.IsEmpty && rows > 0)
        {
            return;
        }

        if (weights.Length != rows)
        {
            throw new ArgumentException($"{weights.Length} weights are given for {rows} rows.", nameof(weights));
        }

        foreach (double weight in weights)
        {
            if (!(weight >= 0) || double.IsInfinity(weight))
            {
                throw new ArgumentException("A weight is finite and not negative.", nameof(weights));
            }
        }
    }
}
