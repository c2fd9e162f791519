namespace Curate.Core.Numerics.Linear;

/// <summary>The factor L of a symmetric positive definite matrix A + jitter I = L L', and what it solves. Only the lower half of A is read.</summary>
/// <remarks>n^3 / 3 operations, 8 n^2 bytes.</remarks>
public sealed class Cholesky
{
    private Cholesky(Matrix lower, double jitter)
    {
        Lower = lower;
        Jitter = jitter;
    }

    public int Size => Lower.Rows;

    /// <summary>L; zeros above the diagonal.</summary>
    public Matrix Lower { get; }

    /// <summary>What was added to the diagonal: 0 when nothing had to be.</summary>
    public double Jitter { get; }

    /// <summary>ln det(A + jitter I).</summary>
    public double LogDeterminant
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Size; i++)
            {
                sum += PortableMath.Log(Lower[i, i]);
            }

            return 2 * sum;
        }
    }

    /// <summary>The factor, with as little jitter as the policy needs.</summary>
    /// <exception cref="ArithmeticException">Not positive definite, even with the largest jitter.</exception>
    public static Cholesky Factor(Matrix a, JitterPolicy policy = default) => TryFactor(a, policy)
        ?? throw new ArithmeticException($"A matrix of size {a.Rows} is not positive definite.");

    /// <summary>The factor, or null when the matrix is not positive definite even with the largest jitter.</summary>
    public static Cholesky? TryFactor(Matrix a, JitterPolicy policy = default)
    {
        if (a.Rows != a.Columns)
        {
            throw new ArgumentException($"A Cholesky factor needs a square matrix, not {a.Rows} x {a.Columns}.", nameof(a));
        }

        var lower = new Matrix(a.Rows, a.Rows);
        if (Fill(a, 0, lower))
        {
            return new Cholesky(lower, 0);
        }

        double mean = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            mean += Math.Abs(a[i, i]) / a.Rows;
        }

        // A zero matrix has no scale of its own.
        mean = mean > 0 ? mean : 1;
        for (double share = policy.First; share > 0 && share <= policy.Last * 1.000001; share *= 10)
        {
            if (Fill(a, share * mean, lower))
            {
                return new Cholesky(lower, share * mean);
            }
        }

        return null;
    }

    /// <summary>b becomes the x of (A + jitter I) x = b. O(n^2).</summary>
    public void Solve(Span<double> b)
    {
        SolveLower(b);
        SolveUpper(b);
    }

    /// <summary>b becomes the x of L x = b.</summary>
    public void SolveLower(Span<double> b)
    {
        for (int i = 0; i < Size; i++)
        {
            ReadOnlySpan<double> row = Lower.Row(i);
            b[i] = (b[i] - Dense.Dot(row[..i], b[..i])) / row[i];
        }
    }

    /// <summary>b becomes the x of L' x = b.</summary>
    public void SolveUpper(Span<double> b)
    {
        for (int i = Size - 1; i >= 0; i--)
        {
            ReadOnlySpan<double> row = Lower.Row(i);
            b[i] /= row[i];
            Dense.AddScaled(-b[i], row[..i], b[..i]);
        }
    }

    /// <summary>(A + jitter I)^-1, symmetric bit for bit. O(n^3).</summary>
    public Matrix Inverse()
    {
        Matrix inverse = Matrix.Identity(Size);
        for (int i = 0; i < Size; i++)
        {
            Solve(inverse.Row(i));
        }

        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                inverse[i, j] = inverse[j, i];
            }
        }

        return inverse;
    }

    private static bool Fill(Matrix a, double jitter, Matrix lower)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            Span<double> row = lower.Row(i);
            for (int j = 0; j < i; j++)
            {
                row[j] = (a[i, j] - Dense.Dot(row[..j], lower.Row(j)[..j])) / lower[j, j];
            }

            // A pivot that is nothing but rounding of its diagonal tells no more than zero would.
            double pivot = a[i, i] + jitter - Dense.Dot(row[..i], row[..i]);
            if (!(pivot > 1e-15 * Math.Abs(a[i, i])) || double.IsInfinity(pivot))
            {
                return false;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return true;
    }
}
