namespace Curate.Core.Numerics.Linear;

/// <summary>
/// Solves A x = b for a symmetric positive definite operator by conjugate gradients, with a diagonal preconditioner where one is given
/// (Hestenes and Stiefel 1952; Golub and Van Loan, algorithm 11.5.1).
/// </summary>
/// <remarks>One product an iteration, at most n in exact arithmetic. 32 n bytes.</remarks>
public static class ConjugateGradient
{
    /// <param name="a">The operator.</param>
    /// <param name="b">The right side.</param>
    /// <param name="x">The start, and then the solution.</param>
    /// <param name="diagonal">The diagonal of A, all positive; empty for no preconditioner.</param>
    /// <param name="tolerance">It ends at |b - A x| of at most tolerance x |b|.</param>
    /// <param name="maxIterations">Most products after the first; 0 stands for 10 n.</param>
    /// <param name="ct">Looked at once a product.</param>
    public static LinearSolution Solve(
        ILinearOperator a, ReadOnlySpan<double> b, Span<double> x, ReadOnlySpan<double> diagonal = default, double tolerance = 1e-10, int maxIterations = 0,
        CancellationToken ct = default)
    {
        int n = a.Size;
        var r = new double[n];
        var z = new double[n];
        var p = new double[n];
        var product = new double[n];
        a.Apply(x, product);
        for (int i = 0; i < n; i++)
        {
            r[i] = b[i] - product[i];
        }

        double enough = tolerance * Dense.Norm(b);
        double size = Dense.Norm(r);
        Precondition(r, diagonal, z);
        z.CopyTo(p, 0);
        double rz = Dense.Dot(r, z);
        int most = maxIterations > 0 ? maxIterations : 10 * n;
        int iteration = 0;
        for (; size > enough && iteration < most; iteration++)
        {
            ct.ThrowIfCancellationRequested();
            a.Apply(p, product);
            double curvature = Dense.Dot(p, product);
            if (!(curvature > 0))
            {
                return new LinearSolution(size, iteration + 1, Converged: false);
            }

            double step = rz / curvature;
            Dense.AddScaled(step, p, x);
            Dense.AddScaled(-step, product, r);
            size = Dense.Norm(r);
            Precondition(r, diagonal, z);
            double next = Dense.Dot(r, z);
            double kept = next / rz;
            rz = next;
            for (int i = 0; i < n; i++)
            {
                p[i] = Math.FusedMultiplyAdd(kept, p[i], z[i]);
            }
        }

        return new LinearSolution(size, iteration, size <= enough);
    }

    private static void Precondition(double[] r, ReadOnlySpan<double> diagonal, double[] z)
    {
        for (int i = 0; i < r.Length; i++)
        {
            z[i] = diagonal.IsEmpty ? r[i] : r[i] / diagonal[i];
        }
    }
}
