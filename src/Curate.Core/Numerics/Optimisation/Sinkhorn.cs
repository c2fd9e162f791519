using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>
/// Entropic optimal transport: the plan P with row sums a and column sums b that minimises sum P C + epsilon sum P (ln P - 1), by Sinkhorn's alternating
/// scaling in the logarithm (Cuturi 2013; Peyre and Cuturi 2019, "Computational optimal transport", equations 4.42 and 4.43), so that no entropy is too small
/// to be represented.
/// </summary>
/// <remarks>2 n m exponentials a pass; 16 n m bytes (the cost also turned over). The same bits for any number of workers.</remarks>
public static class Sinkhorn
{
    private const int BlockRows = 32;

    /// <param name="cost">n x m, finite or plus infinity for pairs that are forbidden.</param>
    /// <param name="a">Masses of the rows, not negative.</param>
    /// <param name="b">Masses of the columns, not negative, with the same sum (to 1e-9 of it).</param>
    /// <param name="options">Entropy and end.</param>
    /// <param name="run">Workers and cancellation.</param>
    public static TransportPlan Fit(Matrix cost, double[] a, double[] b, SinkhornOptions options, RunContext run)
    {
        Check(cost, a, b, options);
        Matrix turned = cost.Transposed();
        var f = new double[a.Length];
        var g = new double[b.Length];
        double[] logA = Array.ConvertAll(a, PortableMath.Log);
        double[] logB = Array.ConvertAll(b, PortableMath.Log);
        for (int j = 0; j < g.Length; j++)
        {
            g[j] = b[j] > 0 ? 0 : double.NegativeInfinity;
        }

        double largest = 0;
        foreach (double c in cost.Values)
        {
            largest = double.IsFinite(c) ? Math.Max(largest, Math.Abs(c)) : largest;
        }

        double epsilon = options.Scaling ? Math.Max(options.Epsilon, Math.Min(10 * options.Epsilon, 0.1 * largest)) : options.Epsilon;
        int iteration = 0;
        double error = double.PositiveInfinity;
        var sums = new double[a.Length];
        while (true)
        {
            bool last = epsilon == options.Epsilon;
            double enough = last ? options.Tolerance : Math.Max(options.Tolerance, 1e-3 * Dense.Sum(a));
            while (iteration < options.MaxIterations)
            {
                run.Ct.ThrowIfCancellationRequested();
                iteration++;
                Half(cost, g, logA, f, epsilon, run);
                Half(turned, f, logB, g, epsilon, run);
                RowSums(cost, f, g, epsilon, sums, run);
                error = 0;
                for (int i = 0; i < a.Length; i++)
                {
                    error += Math.Abs(sums[i] - a[i]);
                }

                if (error <= enough || double.IsNaN(error))
                {
                    break;
                }
            }

            if (last || iteration >= options.MaxIterations)
            {
                return new TransportPlan(cost, epsilon, f, g, error, iteration, last && error <= options.Tolerance);
            }

            epsilon = Math.Max(options.Epsilon, 0.5 * epsilon);
        }
    }

    /// <summary>f_i = epsilon (ln a_i - ln sum_j exp((g_j - C_ij) / epsilon)).</summary>
    private static void Half(Matrix cost, double[] g, double[] logMass, double[] f, double epsilon, RunContext run)
    {
        Workers.ForBlocks(run.Workers, (cost.Rows + BlockRows - 1) / BlockRows, block =>
        {
            var terms = new double[cost.Columns];
            for (int i = block * BlockRows; i < Math.Min(cost.Rows, (block + 1) * BlockRows); i++)
            {
                if (double.IsNegativeInfinity(logMass[i]))
                {
                    f[i] = double.NegativeInfinity;
                    continue;
                }

                ReadOnlySpan<double> row = cost.Row(i);
                for (int j = 0; j < terms.Length; j++)
                {
                    terms[j] = (g[j] - row[j]) / epsilon;
                }

                f[i] = epsilon * (logMass[i] - Dense.LogSumExp(terms));
            }
        }, run.Ct);
    }

    private static void RowSums(Matrix cost, double[] f, double[] g, double epsilon, double[] sums, RunContext run)
    {
        Workers.ForBlocks(run.Workers, (cost.Rows + BlockRows - 1) / BlockRows, block =>
        {
            for (int i = block * BlockRows; i < Math.Min(cost.Rows, (block + 1) * BlockRows); i++)
            {
                ReadOnlySpan<double> row = cost.Row(i);
                double sum = 0;
                for (int j = 0; j < row.Length; j++)
                {
                    sum += PortableMath.Exp((f[i] + g[j] - row[j]) / epsilon);
                }

                sums[i] = sum;
            }
        }, run.Ct);
    }

    private static void Check(Matrix cost, double[] a, double[] b, SinkhornOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(a.Length, cost.Rows);
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, cost.Columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Epsilon);
        ColumnMoments.CheckWeights(a, a.Length);
        ColumnMoments.CheckWeights(b, b.Length);
        double sumA = Dense.Sum(a);
        double sumB = Dense.Sum(b);
        if (!(sumA > 0) || Math.Abs(sumA - sumB) > 1e-9 * sumA)
        {
            throw new ArgumentException("The masses of rows and columns must have the same sum, above 0.", nameof(b));
        }
    }
}
