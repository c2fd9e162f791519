using Curate.Core.Numerics;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;

namespace Curate.Core.Resample.Weights;

/// <summary>
/// Entropy balancing whose means may lie anywhere within a distance of their targets: the dual is ln sum q exp(lambda'(x - target)) + sum tolerance |lambda|
/// (Dudik, Phillips and Schapire 2007, "Maximum entropy density estimation with generalized regularization", section 3).
/// </summary>
internal static class BoxBalancing
{
    /// <summary>Weights that sum to 1, and iterations. What is not met within the tolerances is for the caller to find.</summary>
    /// <param name="columns">n x c functions of rows.</param>
    /// <param name="targets">Wanted means.</param>
    /// <param name="tolerances">How far each may be off.</param>
    /// <param name="start">Base weights, above 0.</param>
    /// <param name="ct">Looked at once a step.</param>
    public static (double[] Weights, int Steps) Fit(Matrix columns, double[] targets, double[] tolerances, double[] start, CancellationToken ct)
    {
        ColumnMoments moments = ColumnMoments.Of(columns, start);
        var scaled = new Matrix(columns.Rows, columns.Columns);
        var penalties = new double[targets.Length];
        for (int p = 0; p < targets.Length; p++)
        {
            double spread = moments.Variance[p] > 0 ? Math.Sqrt(moments.Variance[p]) : 1;

            // A hair within the tolerance, so that what ends at its edge is within it for certain.
            penalties[p] = Math.Max(0, (tolerances[p] / spread) - 1e-10);
            for (int i = 0; i < columns.Rows; i++)
            {
                scaled[i, p] = (columns[i, p] - targets[p]) / spread;
            }
        }

        var dual = new Dual(scaled, Array.ConvertAll(start, PortableMath.Log));
        Optimum optimum = OrthantwiseLbfgs.Minimise(dual, penalties, new double[targets.Length],
            new LbfgsOptions { MaxIterations = 2000, GradientTolerance = 1e-9 }, ct);

        // The search says which means lie at an edge, and Newton steps put them there to the last digits.
        int[] active = [.. Enumerable.Range(0, targets.Length).Where(p => optimum.X[p] != 0)];
        var edges = new Matrix(columns.Rows, active.Length);
        var ends = new double[active.Length];
        for (int k = 0; k < active.Length; k++)
        {
            ends[k] = -Math.Sign(optimum.X[active[k]]) * penalties[active[k]];
            for (int i = 0; i < columns.Rows; i++)
            {
                edges[i, k] = scaled[i, active[k]];
            }
        }

        BalancingResult exact = EntropyBalancing.Fit(edges, ends, start, ct: ct);
        return (exact.Weights, optimum.Iterations + exact.Iterations);
    }

    private sealed class Dual(Matrix columns, double[] logStart) : IObjective
    {
        public double[] Weights { get; } = new double[logStart.Length];

        public int Size => columns.Columns;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            for (int i = 0; i < Weights.Length; i++)
            {
                Weights[i] = logStart[i] + Dense.Dot(columns.Row(i), x);
            }

            double value = Dense.Softmax(Weights);
            MatrixProducts.ApplyTransposed(columns, Weights, gradient);
            return value;
        }
    }
}
