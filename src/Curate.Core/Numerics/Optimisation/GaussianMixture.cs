using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>Fits mixtures of Gaussians by expectation-maximisation from k-means clusters (McLachlan and Peel 2000, section 3.2).</summary>
/// <remarks>
/// O(n k d) an iteration with diagonal covariances, O(n k d^2) with full ones; 16 n k + 8 k d^2 bytes, and 4 n d while it starts. The same bits for any
/// number of workers.
/// </remarks>
public static class GaussianMixture
{
    /// <param name="rows">Finite values, at least one row.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="draw">The starting clusters.</param>
    /// <param name="run">Workers, memory and cancellation.</param>
    /// <param name="weights">A weight of 0 or more for each row, not all 0; null for ones.</param>
    public static GaussianMixtureModel Fit(Matrix rows, GaussianMixtureOptions options, SeededDraw draw, RunContext run, double[]? weights = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Components, 1);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Rows);
        GaussianMixtureModel? best = null;
        using VectorStore store = Stored(rows, run);
        for (int start = 0; start < Math.Max(1, options.Starts); start++)
        {
            var shares = new Matrix(rows.Rows, options.Components);
            using (KMeansResult clusters = KMeans.Fit(store, new KMeansOptions { Clusters = options.Components }, draw.For((ulong)start), run, weights))
            {
                for (int i = 0; i < rows.Rows; i++)
                {
                    shares[i, clusters.Labels[i]] = 1;
                }
            }

            GaussianMixtureModel model = FitFrom(rows, shares, options, run, weights);
            if (best is null || model.Fit.LogLikelihood > best.Fit.LogLikelihood)
            {
                best = model;
            }
        }

        return best!;
    }

    /// <summary>Fits from given shares (rows x components) instead of clusters.</summary>
    public static GaussianMixtureModel FitFrom(Matrix rows, Matrix shares, GaussianMixtureOptions options, RunContext run, double[]? weights = null)
    {
        foreach (double value in rows.Values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("A mixture is fitted to finite values.", nameof(rows));
            }
        }

        var family = new GaussianComponents(rows, options.Components, options.Covariance, options.Regularisation);
        MixtureFit fit = ExpectationMaximisation.Fit(
            family, shares, new MixtureOptions { Tolerance = options.Tolerance, MaxIterations = options.MaxIterations }, run, weights);
        return new GaussianMixtureModel(family, fit, options.Covariance);
    }

    /// <summary>Centred and scaled before they become float32, so that far-off columns keep their differences.</summary>
    private static VectorStore Stored(Matrix rows, RunContext run)
    {
        ColumnMoments moments = ColumnMoments.Of(rows);
        double largest = 0;
        foreach (double variance in moments.Variance)
        {
            largest = Math.Max(largest, variance);
        }

        double scale = largest > 0 ? 1 / Math.Sqrt(largest) : 1;
        var store = new VectorStore(rows.Rows, rows.Columns, 0, run);
        for (int i = 0; i < rows.Rows; i++)
        {
            ReadOnlySpan<double> from = rows.Row(i);
            Span<float> to = store[i];
            for (int p = 0; p < to.Length; p++)
            {
                to[p] = (float)((from[p] - moments.Mean[p]) * scale);
            }
        }

        return store;
    }
}
