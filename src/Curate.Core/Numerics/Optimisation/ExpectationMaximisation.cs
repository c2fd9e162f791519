using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>
/// Maximum likelihood of a finite mixture of any family by expectation-maximisation (Dempster, Laird and Rubin 1977): the likelihood never falls where the
/// family's own maximisation is exact. The log-likelihood is an exact sum over rows.
/// </summary>
/// <remarks>O(n k) densities an iteration; 16 n k bytes. The same bits for any number of workers.</remarks>
public static class ExpectationMaximisation
{
    private const int BlockRows = 1024;

    /// <param name="family">Densities and their fit; its parameters are set from <paramref name="start"/> first.</param>
    /// <param name="start">Rows x components: shares to begin with, each row summing to 1.</param>
    /// <param name="options">When to end.</param>
    /// <param name="run">Workers and cancellation.</param>
    /// <param name="weights">A weight of 0 or more for each row, not all 0; null for ones.</param>
    /// <exception cref="ArithmeticException">A row with weight has density 0 under every component.</exception>
    public static MixtureFit Fit(IMixtureFamily family, Matrix start, MixtureOptions options, RunContext run, double[]? weights = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(start.Rows, family.Rows);
        ArgumentOutOfRangeException.ThrowIfNotEqual(start.Columns, family.Components);
        ColumnMoments.CheckWeights(weights, family.Rows);
        var total = new ExactSum();
        for (int i = 0; i < family.Rows; i++)
        {
            total.Add(weights is null ? 1 : weights[i]);
        }

        double sum = total.ToDouble();
        if (!(sum > 0))
        {
            throw new ArgumentException("Some weight has to be above 0.", nameof(weights));
        }

        Matrix chances = start.Copy();
        var shares = new Matrix(start.Rows, start.Columns);
        var history = new List<double>();
        double[] proportions = Maximise(family, chances, shares, weights, sum, run);
        bool converged = false;
        while (true)
        {
            double likelihood = Expect(family, proportions, chances, weights, run);
            converged = history.Count > 0 && likelihood - history[^1] < options.Tolerance * sum;
            history.Add(likelihood);
            if (converged || history.Count > options.MaxIterations)
            {
                return new MixtureFit(proportions, chances, likelihood, history, converged);
            }

            run.Ct.ThrowIfCancellationRequested();
            proportions = Maximise(family, chances, shares, weights, sum, run);
        }
    }

    private static double[] Maximise(IMixtureFamily family, Matrix chances, Matrix shares, double[]? weights, double sum, RunContext run)
    {
        var proportions = new double[family.Components];
        for (int i = 0; i < chances.Rows; i++)
        {
            double weight = weights is null ? 1 : weights[i];
            Span<double> row = shares.Row(i);
            chances.Row(i).CopyTo(row);
            Dense.Scale(weight, row);
            Dense.AddScaled(1, row, proportions);
        }

        Dense.Scale(1 / sum, proportions);
        family.Maximise(shares, run);
        return proportions;
    }

    private static double Expect(IMixtureFamily family, double[] proportions, Matrix chances, double[]? weights, RunContext run)
    {
        int blocks = (chances.Rows + BlockRows - 1) / BlockRows;
        var parts = new ExactSum[blocks];
        double[] logs = Array.ConvertAll(proportions, PortableMath.Log);
        Workers.ForBlocks(run.Workers, blocks, block =>
        {
            var part = new ExactSum();
            for (int i = block * BlockRows; i < Math.Min(chances.Rows, (block + 1) * BlockRows); i++)
            {
                Span<double> row = chances.Row(i);
                family.LogDensities(i, row);
                for (int c = 0; c < row.Length; c++)
                {
                    row[c] = double.IsNegativeInfinity(logs[c]) ? double.NegativeInfinity : row[c] + logs[c];
                }

                double log = Dense.Softmax(row);
                double weight = weights is null ? 1 : weights[i];
                if (weight > 0)
                {
                    if (!double.IsFinite(log))
                    {
                        throw new ArithmeticException($"Row {i} has no finite density under any component of the mixture.");
                    }

                    part.AddProduct(weight, log);
                }
            }

            parts[block] = part;
        }, run.Ct);
        var whole = new ExactSum();
        foreach (ExactSum part in parts)
        {
            whole.Merge(part);
        }

        return whole.ToDouble();
    }
}
