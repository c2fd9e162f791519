namespace Curate.Core.Numerics.Linear;

/// <summary>
/// Eigenvalues and vectors of a positive semidefinite matrix, however many eigenvalues are zero. Those vanish beside the rounding of the large ones, and steps that ask for
/// accuracy beside their own size do not end; with the trace added to the diagonal all are of one size.
/// </summary>
internal static class ShiftedEigen
{
    /// <summary>As <see cref="SymmetricEigen.Of"/>; eigenvalues are accurate to a few 2^-53 of the trace. The matrix is left as it is.</summary>
    public static (Matrix Vectors, double[] Values) Of(Matrix semidefinite)
    {
        Matrix shifted = Shifted(semidefinite, out double trace);
        SymmetricEigen eigen = SymmetricEigen.Of(shifted);
        return (eigen.Vectors, Array.ConvertAll(eigen.Values, value => value - trace));
    }

    /// <summary>The eigenvalues alone: the same bits in about a sixth of the time.</summary>
    public static double[] ValuesOf(Matrix semidefinite)
    {
        Matrix shifted = Shifted(semidefinite, out double trace);
        return Array.ConvertAll(SymmetricEigen.ValuesOf(shifted), value => value - trace);
    }

    private static Matrix Shifted(Matrix semidefinite, out double trace)
    {
        Matrix shifted = semidefinite.Copy();
        trace = 0;
        for (int i = 0; i < shifted.Rows; i++)
        {
            trace += Math.Abs(shifted[i, i]);
        }

        for (int i = 0; i < shifted.Rows; i++)
        {
            shifted[i, i] += trace;
        }

        return shifted;
    }
}
