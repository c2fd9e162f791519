using System.Text.Json;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Learners;
using Curate.Core.Tests.Numerics.Linear;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Optimisation;

public sealed class MixtureTests
{
    [Theory]
    [InlineData("iris", CovarianceKind.Full)]
    [InlineData("iris", CovarianceKind.Diagonal)]
    [InlineData("wine", CovarianceKind.Full)]
    [InlineData("wine", CovarianceKind.Diagonal)]
    [InlineData("breast-cancer", CovarianceKind.Full)]
    [InlineData("breast-cancer", CovarianceKind.Diagonal)]
    public void Gaussian_mixture_equals_scikit_learn_from_the_same_start(string table, CovarianceKind kind)
    {
        JsonElement reference = LearnerReference.Of(table, kind == CovarianceKind.Full ? "mixture-full" : "mixture-diag");
        Curate.Core.Numerics.Learners.LabelledRows rows = LearnerReference.Standard(table);
        var part = new Matrix(rows.Count, 4);
        var shares = new Matrix(rows.Count, rows.Classes);
        for (int i = 0; i < rows.Count; i++)
        {
            rows.Rows.Row(i)[..4].CopyTo(part.Row(i));
            shares[i, rows.Labels[i]] = 1;
        }

        var options = new GaussianMixtureOptions { Components = rows.Classes, Covariance = kind, Tolerance = 1e-12, MaxIterations = 5000 };
        GaussianMixtureModel model = GaussianMixture.FitFrom(part, shares, options, TestVectors.Run());
        Assert.True(model.Fit.Converged);
        Assert.Equal(reference.GetProperty("likelihood").GetDouble(), model.Fit.LogLikelihood, 1e-3);
        TestMatrices.Near(LearnerReference.Matrix(reference.GetProperty("mean")).Values, model.Means.Values, 1e-3);
        TestMatrices.Near(LearnerReference.Numbers(reference.GetProperty("weight")), model.Fit.Proportions, 1e-3);
    }

    [Theory]
    [InlineData(CovarianceKind.Full)]
    [InlineData(CovarianceKind.Diagonal)]
    public void Likelihood_never_falls_and_bits_do_not_depend_on_workers(CovarianceKind kind)
    {
        Matrix rows = LearnerReference.Standard("wine").Rows;
        double[] weights = TestMatrices.Weights(7, rows.Rows);
        var options = new GaussianMixtureOptions { Components = 4, Covariance = kind, Tolerance = 1e-9, MaxIterations = 60, Starts = 2 };
        GaussianMixtureModel model = GaussianMixture.Fit(rows, options, new SeededDraw(1, "mixture"), TestVectors.Run(1), weights);
        for (int i = 1; i < model.Fit.History.Count; i++)
        {
            // The regularisation of 1e-6 is not part of the likelihood and may take a little from it.
            Assert.True(model.Fit.History[i] >= model.Fit.History[i - 1] - 1e-3, $"{model.Fit.History[i - 1]:R} to {model.Fit.History[i]:R}");
        }

        foreach (int workers in new[] { 2, 7 })
        {
            GaussianMixtureModel again = GaussianMixture.Fit(rows, options, new SeededDraw(1, "mixture"), TestVectors.Run(workers), weights);
            TestMatrices.SameBits(model.Means.Values, again.Means.Values);
            TestMatrices.SameBits(model.Fit.Responsibilities.Values, again.Fit.Responsibilities.Values);
        }
    }

    [Fact]
    public void A_row_of_weight_two_counts_as_two_rows()
    {
        Matrix rows = LearnerReference.Standard("iris").Rows;
        int[] doubled = [.. Enumerable.Range(0, 150), .. Enumerable.Range(0, 75).Select(i => 2 * i)];
        var weights = new double[150];
        for (int i = 0; i < 150; i++)
        {
            weights[i] = i % 2 == 0 ? 2 : 1;
        }

        var options = new GaussianMixtureOptions { Components = 2, MaxIterations = 25, Tolerance = 0 };
        var shares = new Matrix(150, 2);
        for (int i = 0; i < 150; i++)
        {
            shares[i, i < 50 ? 0 : 1] = 1;
        }

        GaussianMixtureModel weighted = GaussianMixture.FitFrom(rows, shares, options, TestVectors.Run(), weights);
        GaussianMixtureModel repeated = GaussianMixture.FitFrom(rows.Take(doubled), shares.Take(doubled), options, TestVectors.Run());
        TestMatrices.Near(repeated.Means.Values, weighted.Means.Values, 1e-10);
        Assert.Equal(repeated.Fit.LogLikelihood, weighted.Fit.LogLikelihood, 1e-7);
    }

    [Fact]
    public void Any_family_can_be_mixed_and_its_likelihood_never_falls()
    {
        var draws = new SplitMix64(5);
        double[] counts = [.. Enumerable.Range(0, 3000).Select(i => (double)Poisson(i % 3 == 0 ? 2 : 11, draws))];
        var start = new Matrix(counts.Length, 2);
        for (int i = 0; i < counts.Length; i++)
        {
            start[i, 0] = counts[i] < 6 ? 0.8 : 0.2;
            start[i, 1] = 1 - start[i, 0];
        }

        var family = new PoissonFamily(counts);
        MixtureFit fit = ExpectationMaximisation.Fit(family, start, new MixtureOptions { Tolerance = 1e-10 }, TestVectors.Run());
        Assert.True(fit.Converged);
        for (int i = 1; i < fit.History.Count; i++)
        {
            Assert.True(fit.History[i] >= fit.History[i - 1] - 1e-9);
        }

        Assert.Equal(2, family.Means[0], 0.2);
        Assert.Equal(11, family.Means[1], 0.3);
        Assert.Equal(1.0 / 3, fit.Proportions[0], 0.03);
    }

    private static int Poisson(double mean, SplitMix64 draws)
    {
        double limit = Math.Exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; product *= draws.Unit())
        {
            count++;
        }

        return count;
    }

    private sealed class PoissonFamily(double[] counts) : IMixtureFamily
    {
        public double[] Means { get; } = [1, 1];

        public int Components => 2;

        public int Rows => counts.Length;

        public void LogDensities(int row, Span<double> logs)
        {
            for (int c = 0; c < 2; c++)
            {
                logs[c] = (counts[row] * Math.Log(Means[c])) - Means[c] - Curate.Core.Numerics.PortableMath.LogGamma(counts[row] + 1);
            }
        }

        public void Maximise(Matrix shares, RunContext run)
        {
            for (int c = 0; c < 2; c++)
            {
                double sum = 0;
                double weight = 0;
                for (int i = 0; i < counts.Length; i++)
                {
                    sum += shares[i, c] * counts[i];
                    weight += shares[i, c];
                }

                Means[c] = sum / weight;
            }
        }
    }
}
