using Curate.Core.Randomness;

namespace Curate.Core.Numerics.Linear;

/// <summary>
/// The eigenvalue of largest size of a symmetric operator: v becomes A v / |A v| until |A v - value v| is at most tolerance x |value|
/// (Golub and Van Loan, section 8.2.1). Where two values of opposite sign tie for the largest size, it does not converge and says so.
/// </summary>
/// <remarks>One product an iteration; the error falls by |second / first| each. 16 n bytes.</remarks>
public static class PowerIteration
{
    /// <param name="a">A symmetric operator.</param>
    /// <param name="draw">Where the start comes from.</param>
    /// <param name="tolerance">Of the residual, relative to the value.</param>
    /// <param name="maxIterations">Most products.</param>
    /// <param name="ct">Looked at once a product.</param>
    public static Eigenpair Leading(ILinearOperator a, SeededDraw draw, double tolerance = 1e-10, int maxIterations = 10_000, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Size, 1);
        var v = new double[a.Size];
        var next = new double[a.Size];
        for (int i = 0; i < v.Length; i++)
        {
            v[i] = (2 * draw.UnitPositive(0, i)) - 1;
        }

        Dense.Scale(1 / Dense.Norm(v), v);
        double value = 0;
        double residual = double.PositiveInfinity;
        for (int iteration = 1; iteration <= maxIterations; iteration++)
        {
            ct.ThrowIfCancellationRequested();
            a.Apply(v, next);
            value = Dense.Dot(v, next);
            double norm = Dense.Norm(next);
            Dense.AddScaled(-value, v, next);
            residual = Dense.Norm(next);
            if (residual <= tolerance * Math.Abs(value) || norm == 0)
            {
                SymmetricEigen.FixSign(v);
                return new Eigenpair(value, v, residual, iteration, Converged: true);
            }

            Dense.AddScaled(value, v, next);
            Dense.Scale(1 / Dense.Norm(next), next);
            (v, next) = (next, v);
        }

        SymmetricEigen.FixSign(v);
        return new Eigenpair(value, v, residual, maxIterations, Converged: false);
    }
}
