using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>
/// The weights nearest to base weights, in relative entropy, under which the means of given columns are exactly the targets (Hainmueller 2012, "Entropy
/// balancing for causal effects", equations 6 to 9): w_i proportional to q_i exp(lambda'x_i), lambda by damped Newton steps on the convex dual
/// ln sum q_i exp(lambda'(x_i - target)).
/// </summary>
/// <remarks>O(n c^2 + c^3) a step, usually under ten steps; 8 (n (c + 2) + 2 c^2) bytes.</remarks>
public static class EntropyBalancing
{
    private const int MostHalvings = 60;

    /// <param name="columns">n x c: the functions of each row whose means are to be met (values, squares, indicators ...), finite.</param>
    /// <param name="targets">c means.</param>
    /// <param name="baseWeights">q, not negative, not all 0; null for equal ones.</param>
    /// <param name="tolerance">Of every mean, in standard deviations of its column.</param>
    /// <param name="maxIterations">Most Newton steps.</param>
    /// <param name="ct">Looked at once a step.</param>
    public static BalancingResult Fit(
        Matrix columns, ReadOnlySpan<double> targets, double[]? baseWeights = null, double tolerance = 1e-12, int maxIterations = 200,
        CancellationToken ct = default)
    {
        int n = columns.Rows;
        int c = columns.Columns;
        ArgumentOutOfRangeException.ThrowIfNotEqual(targets.Length, c);
        ColumnMoments moments = ColumnMoments.Of(columns, baseWeights);
        if (!(moments.Weight > 0))
        {
            throw new ArgumentException("Some base weight has to be above 0.", nameof(baseWeights));
        }

        var scales = new double[c];
        var z = new Matrix(n, c);
        for (int p = 0; p < c; p++)
        {
            scales[p] = moments.Variance[p] > 0 ? Math.Sqrt(moments.Variance[p]) : 1;
            for (int i = 0; i < n; i++)
            {
                z[i, p] = (columns[i, p] - targets[p]) / scales[p];
            }
        }

        var logBase = new double[n];
        for (int i = 0; i < n; i++)
        {
            logBase[i] = baseWeights is null ? 0 : PortableMath.Log(baseWeights[i]);
        }

        var lambda = new double[c];
        var trial = new double[c];
        var step = new double[c];
        var means = new double[c];
        var weights = new double[n];
        double value = Weigh(z, logBase, lambda, weights);
        double error = Means(z, weights, means);
        int iteration = 0;
        while (error > tolerance && iteration < maxIterations)
        {
            ct.ThrowIfCancellationRequested();
            iteration++;
            Matrix hessian = MatrixProducts.Gram(z, weights);
            for (int p = 0; p < c; p++)
            {
                for (int q = 0; q < c; q++)
                {
                    hessian[p, q] -= means[p] * means[q];
                }
            }

            // Columns that repeat each other make it singular; the jitter then picks one of the equal solutions.
            if (Cholesky.TryFactor(hessian, new JitterPolicy(1e-13, 1)) is not { } factor)
            {
                break;
            }

            means.CopyTo(step, 0);
            factor.Solve(step);
            double slope = Dense.Dot(means, step);
            double length = 1;
            bool moved = false;
            for (int halving = 0; halving < MostHalvings && !moved; halving++, length *= 0.5)
            {
                lambda.CopyTo(trial, 0);
                Dense.AddScaled(-length, step, trial);
                double tried = Weigh(z, logBase, trial, weights);

                // Near the end the value no longer tells, and the means decide.
                moved = tried <= value - (1e-4 * length * slope);
                double now = Means(z, weights, means);
                moved |= now < error && tried <= value + (1e-12 * (1 + Math.Abs(value)));
                if (moved)
                {
                    value = tried;
                    error = now;
                    trial.CopyTo(lambda, 0);
                }
            }

            if (!moved)
            {
                Weigh(z, logBase, lambda, weights);
                error = Means(z, weights, means);
                break;
            }
        }

        for (int p = 0; p < c; p++)
        {
            lambda[p] /= scales[p];
        }

        return new BalancingResult(weights, lambda, error, iteration, error <= tolerance);
    }

    private static double Weigh(Matrix z, double[] logBase, double[] lambda, double[] weights)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = logBase[i] + Dense.Dot(z.Row(i), lambda);
        }

        return Dense.Softmax(weights);
    }

    private static double Means(Matrix z, double[] weights, double[] means)
    {
        MatrixProducts.ApplyTransposed(z, weights, means);
        return Dense.LargestAbsolute(means);
    }
}
