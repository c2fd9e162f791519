using Curate.Core.Errors;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;

namespace Curate.Core.Statistics;

/// <summary>
/// The Vendi score: how many different rows there are in effect, exp of the Renyi entropy of order q of the eigenvalues of K / n, with K the similarities of n
/// rows and ones on its diagonal (Friedman and Dieng 2023, definition 3.1; Pasarkar and Dieng 2024, equation 3). From 1 (all rows alike) to n.
/// </summary>
internal static class VendiScore
{
    /// <summary>The score of eigenvalues.</summary>
    /// <param name="eigenvalues">Of K, not divided by n; those of X X' and of X' X are the same but for zeros.</param>
    /// <param name="rows">n.</param>
    /// <param name="order">q above 0; infinity for the share of the largest.</param>
    public static double Of(ReadOnlySpan<double> eigenvalues, double rows, double order)
    {
        double sum = 0;
        double largest = 0;
        foreach (double value in eigenvalues)
        {
            double share = value / rows;

            // Rounding leaves zeros a little above or below; no share that counts is so small.
            if (share <= 1e-14)
            {
                continue;
            }

            largest = Math.Max(largest, share);
            sum += double.IsInfinity(order) ? 0 : order == 1 ? -share * PortableMath.Log(share) : order == 2 ? share * share : PortableMath.Pow(share, order);
        }

        return largest == 0 ? 0
            : double.IsInfinity(order) ? 1 / largest
            : order == 1 ? PortableMath.Exp(sum)
            : order == 2 ? 1 / sum
            : PortableMath.Exp(PortableMath.Log(sum) / (1 - order));
    }

    /// <summary>An order as it is written: a number above 0, or inf.</summary>
    /// <exception cref="CurateException">It is neither.</exception>
    public static double OrderOf(string text)
    {
        if (text == "inf")
        {
            return double.PositiveInfinity;
        }

        if (!NumberText.TryNumber(text, out double order) || !(order > 0) || double.IsInfinity(order))
        {
            Fail.Usage($"{Fail.Show(text)} is no order of a Vendi score.", "Give a number above 0, such as 1 or 2, or inf.");
        }

        return order;
    }

    /// <summary>X' X of some rows, d x d.</summary>
    public static Matrix Gram(VectorStore store, IReadOnlyList<int> rows)
    {
        int d = store.Numeric;
        var gram = new Matrix(d, d);
        var values = new double[d];
        foreach (int row in rows)
        {
            ReadOnlySpan<float> own = store[row];
            for (int p = 0; p < d; p++)
            {
                values[p] = own[p];
            }

            for (int p = 0; p < d; p++)
            {
                Dense.AddScaled(values[p], values, gram.Row(p));
            }
        }

        return gram;
    }
}
