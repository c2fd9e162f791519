using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Linear;

/// <summary>
/// Principal components. Means are exact sums; covariances are fixed chains of fused multiply-adds over centred rows; so the same rows give the same bits
/// for any number of workers.
/// </summary>
public static class Pca
{
    private const int Oversampling = 10;
    private const int PowerSteps = 6;

    /// <summary>
    /// The leading components through the eigenvectors of the covariance matrix (d x d), or of the rows' products (n x n) where there are fewer rows than
    /// columns. O(n d min(n, d) + min(n, d)^3), 8 (n d + 3 min(n, d)^2) bytes.
    /// </summary>
    /// <param name="rows">At least one row, all finite.</param>
    /// <param name="components">How many; fewer where there are fewer rows or columns.</param>
    /// <param name="run">Workers and cancellation.</param>
    /// <param name="weights">A weight of 0 or more for each row; null for ones.</param>
    public static PcaModel Fit(Matrix rows, int components, RunContext run, double[]? weights = null)
    {
        Matrix centred = Centred(rows, weights, out double[] mean, out double divisor);
        double total = TotalVariance(centred, divisor);
        components = Math.Min(components, Math.Min(rows.Rows, rows.Columns));
        if (rows.Columns <= rows.Rows)
        {
            Matrix covariance = MatrixProducts.Gram(centred, null, run.Workers, run.Ct);
            Dense.Scale(1 / divisor, covariance.Values);
            SymmetricEigen eigen = SymmetricEigen.Of(covariance);
            return Model(mean, eigen.Vectors, eigen.Values, components, total);
        }

        Matrix products = MatrixProducts.OuterGram(centred, run.Workers, run.Ct);
        SymmetricEigen dual = SymmetricEigen.Of(products);
        Matrix vectors = MatrixProducts.Multiply(dual.Vectors.Take(FirstOf(components)), centred, run.Workers, run.Ct);
        double[] variances = dual.Values[..components];
        Dense.Scale(1 / divisor, variances);
        Orthonormal.Rows(vectors);
        return Model(mean, vectors, variances, components, total);
    }

    /// <summary>
    /// The leading components of wide or long data, nearly: the rows' span of k + 10 random directions, sharpened by six products with the covariance,
    /// then an exact decomposition within it (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.3). O(n d k), 8 (n d + 2 (n + d) (k + 10)) bytes.
    /// </summary>
    /// <param name="rows">At least one row, all finite.</param>
    /// <param name="components">How many; fewer where there are fewer rows or columns.</param>
    /// <param name="draw">The random directions.</param>
    /// <param name="run">Workers and cancellation.</param>
    /// <param name="weights">A weight of 0 or more for each row; null for ones.</param>
    public static PcaModel FitRandomised(Matrix rows, int components, SeededDraw draw, RunContext run, double[]? weights = null)
    {
        Matrix centred = Centred(rows, weights, out double[] mean, out double divisor);
        double total = TotalVariance(centred, divisor);
        components = Math.Min(components, Math.Min(rows.Rows, rows.Columns));
        int width = Math.Min(components + Oversampling, Math.Min(rows.Rows, rows.Columns));
        var basis = new Matrix(width, rows.Columns);
        for (int i = 0; i < width; i++)
        {
            for (int p = 0; p < rows.Columns; p++)
            {
                basis[i, p] = (2 * draw.UnitPositive(i, p)) - 1;
            }
        }

        Orthonormal.Rows(basis);
        for (int step = 0; step < PowerSteps; step++)
        {
            Matrix image = MatrixProducts.Multiply(centred, basis.Transposed(), run.Workers, run.Ct);
            basis = MatrixProducts.TransposeMultiply(image, centred, null, run.Workers, run.Ct);
            Orthonormal.Rows(basis);
        }

        Matrix within = MatrixProducts.Multiply(centred, basis.Transposed(), run.Workers, run.Ct);
        Matrix small = MatrixProducts.Gram(within, null, run.Workers, run.Ct);
        Dense.Scale(1 / divisor, small.Values);
        SymmetricEigen eigen = SymmetricEigen.Of(small);
        Matrix vectors = MatrixProducts.Multiply(eigen.Vectors, basis, run.Workers, run.Ct);
        return Model(mean, vectors, eigen.Values, components, total);
    }

    private static PcaModel Model(double[] mean, Matrix vectors, double[] variances, int components, double total)
    {
        Matrix leading = vectors.Take(FirstOf(components));
        for (int i = 0; i < components; i++)
        {
            SymmetricEigen.FixSign(leading.Row(i));
        }

        // Rounding can leave a direction without variance a hair below zero.
        return new PcaModel(mean, leading, Array.ConvertAll(variances[..components], static v => Math.Max(0, v)), total);
    }

    /// <summary>Rows minus their mean, times the root of their weight.</summary>
    private static Matrix Centred(Matrix rows, double[]? weights, out double[] mean, out double divisor)
    {
        ColumnMoments moments = ColumnMoments.Of(rows, weights);
        mean = moments.Mean;
        divisor = moments.Divisor > 0 ? moments.Divisor : 1;
        var centred = new Matrix(rows.Rows, rows.Columns);
        for (int i = 0; i < rows.Rows; i++)
        {
            double scale = weights is null ? 1 : Math.Sqrt(weights[i]);
            ReadOnlySpan<double> from = rows.Row(i);
            Span<double> to = centred.Row(i);
            for (int p = 0; p < to.Length; p++)
            {
                to[p] = (from[p] - mean[p]) * scale;
            }
        }

        return centred;
    }

    private static double TotalVariance(Matrix centred, double divisor)
    {
        var sum = new ExactSum();
        foreach (double value in centred.Values)
        {
            sum.AddSquare(value);
        }

        return sum.ToDouble() / divisor;
    }

    private static int[] FirstOf(int count)
    {
        var first = new int[count];
        for (int i = 0; i < count; i++)
        {
            first[i] = i;
        }

        return first;
    }
}
