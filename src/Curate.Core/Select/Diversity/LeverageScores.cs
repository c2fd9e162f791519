using Curate.Core.Errors;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Leverage of the rows of a design: how much of a direction hangs on one row, tau_i = x_i' (X' X)^+ x_i, the squared length of its row in an orthonormal basis of the columns; the sum is
/// the rank. And the Lewis weights that stand in for it under other norms (Cohen and Peng 2015).
/// </summary>
/// <remarks>O(n d^2) a design and 8 (d + 1) bytes a row. Columns are divided by their length first, which changes no leverage.</remarks>
internal sealed class LeverageScores
{
    // An eigenvalue below this part of the largest is a direction that rows do not have.
    private const double Tolerance = 1e-11;
    private readonly Matrix _design;
    private readonly RunContext _run;

    /// <param name="rows">The features.</param>
    /// <param name="intercept">A column of ones stands before them.</param>
    /// <param name="run">Workers.</param>
    public LeverageScores(VectorStore rows, bool intercept, RunContext run)
    {
        int first = intercept ? 1 : 0;
        _run = run;
        _design = new Matrix(rows.Count, rows.Numeric + first);
        var squares = new ExactSum[_design.Columns];
        for (int c = 0; c < squares.Length; c++)
        {
            squares[c] = new ExactSum();
        }

        for (int i = 0; i < rows.Count; i++)
        {
            Span<double> to = _design.Row(i);
            ReadOnlySpan<float> from = rows[i];
            to[0] = 1;
            for (int p = 0; p < from.Length; p++)
            {
                to[first + p] = from[p];
            }

            for (int c = 0; c < to.Length; c++)
            {
                squares[c].Add(to[c] * to[c]);
            }
        }

        for (int c = 0; c < squares.Length; c++)
        {
            double length = Math.Sqrt(squares[c].ToDouble());
            for (int i = 0; i < rows.Count && length > 0; i++)
            {
                _design[i, c] /= length;
            }
        }
    }

    /// <summary>Directions that rows have, after <see cref="Of"/>.</summary>
    public int Rank { get; private set; }

    /// <summary>x_i' (X' W X)^+ x_i for every row; without weights the leverage.</summary>
    public double[] Of(double[]? weights = null)
    {
        SymmetricEigen eigen = SymmetricEigen.Of(MatrixProducts.Gram(_design, weights, _run.Workers, _run.Ct));
        double most = eigen.Values.Length == 0 ? 0 : eigen.Values.Max();
        int[] kept = [.. Enumerable.Range(0, eigen.Values.Length).Where(k => eigen.Values[k] > Tolerance * most)];
        Rank = kept.Length;
        var scores = new double[_design.Rows];
        Workers.ForBlocks(_run.Workers, (scores.Length + 255) / 256, block =>
        {
            for (int i = block * 256; i < Math.Min(scores.Length, (block + 1) * 256); i++)
            {
                ReadOnlySpan<double> row = _design.Row(i);
                double sum = 0;
                foreach (int k in kept)
                {
                    ReadOnlySpan<double> direction = eigen.Vectors.Row(k);
                    double along = 0;
                    for (int c = 0; c < row.Length; c++)
                    {
                        along = Math.FusedMultiplyAdd(row[c], direction[c], along);
                    }

                    sum += along * along / eigen.Values[k];
                }

                scores[i] = sum;
            }
        }, _run.Ct);
        return scores;
    }

    /// <summary>
    /// The Lewis weights of a norm p below 4: w_i = (x_i' (X' W^(1 - 2 / p) X)^+ x_i)^(p / 2), by repeating that until no weight changes by more than a part in 10^9 of the largest, at most
    /// 100 times. For p = 2 they are the leverage.
    /// </summary>
    public double[] Lewis(double p)
    {
        double[] weights = Of();
        for (int round = 0; p != 2 && round < 100; round++)
        {
            double[] scale = Array.ConvertAll(weights, w => w > 0 ? PortableMath.Pow(w, 1 - (2 / p)) : 0);
            double[] scores = Of(scale);
            double moved = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                double next = scores[i] > 0 ? PortableMath.Pow(scores[i], p / 2) : 0;
                moved = Math.Max(moved, Math.Abs(next - weights[i]));
                weights[i] = next;
            }

            if (moved <= 1e-9 * weights.DefaultIfEmpty(0).Max())
            {
                break;
            }
        }

        return weights;
    }
}
