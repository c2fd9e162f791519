using Curate.Core.Numerics.Linear;

namespace Curate.Core.Check.TwoSample;

/// <summary>
/// The squared Frechet (Wasserstein-2) distance of two normal distributions, |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)) (Dowson and Landau 1982), from the
/// moments of two samples.
/// </summary>
internal static class FrechetDistance
{
    /// <summary>Mean and covariance (n - 1) of rows. O(n d^2).</summary>
    public static (double[] Mean, Matrix Covariance) Moments(Matrix rows)
    {
        int d = rows.Columns;
        var mean = new double[d];
        for (int i = 0; i < rows.Rows; i++)
        {
            Dense.AddScaled(1, rows.Row(i), mean);
        }

        Dense.Scale(1.0 / rows.Rows, mean);
        Matrix centred = rows.Copy();
        for (int i = 0; i < rows.Rows; i++)
        {
            Dense.AddScaled(-1, mean, centred.Row(i));
        }

        Matrix covariance = MatrixProducts.Gram(centred);
        Dense.Scale(1.0 / Math.Max(1, rows.Rows - 1), covariance.Values);
        return (mean, covariance);
    }

    /// <summary>The distance of two samples; never below 0. O(n d^2 + d^3).</summary>
    public static double Of(Matrix first, Matrix second) => Of(Moments(first), Moments(second));

    /// <summary>The distance of two normal distributions; covariances may be singular. O(d^3).</summary>
    public static double Of((double[] Mean, Matrix Covariance) first, (double[] Mean, Matrix Covariance) second)
    {
        Matrix root = Root(first.Covariance);

        // With S1 = A A' the eigenvalues of S1 S2 are those of A' S2 A, which is symmetric.
        Matrix inner = MatrixProducts.TransposeMultiply(root, MatrixProducts.Multiply(second.Covariance, root));
        double sum = Dense.SquaredDistance(first.Mean, second.Mean) + first.Covariance.Trace() + second.Covariance.Trace();
        foreach (double value in ShiftedEigen.ValuesOf(inner))
        {
            sum -= 2 * Math.Sqrt(Math.Max(0, value));
        }

        return Math.Max(0, sum);
    }

    /// <summary>A with S = A A': triangular where S is definite, else from its eigenvectors.</summary>
    private static Matrix Root(Matrix covariance)
    {
        if (Cholesky.TryFactor(covariance) is { } factor)
        {
            return factor.Lower;
        }

        (Matrix vectors, double[] values) = ShiftedEigen.Of(covariance);
        Matrix root = vectors.Transposed();
        for (int i = 0; i < root.Rows; i++)
        {
            Span<double> row = root.Row(i);
            for (int k = 0; k < row.Length; k++)
            {
                row[k] *= Math.Sqrt(Math.Max(0, values[k]));
            }
        }

        return root;
    }
}
