using System.Text.Json;
using Curate.Core.Statistics;

namespace Curate.Core.Tests.Statistics;

/// <summary>Against SciPy 1.10 and scikit-learn 1.2 on samples with ties.</summary>
public sealed class SampleReferenceTests
{
    private static readonly JsonElement s_samples = Reference.Root.GetProperty("samples");
    private static readonly double[] s_a = s_samples.GetProperty("a").Numbers();
    private static readonly double[] s_b = s_samples.GetProperty("b").Numbers();

    [Fact]
    public void Distance_equals_the_reference()
    {
        double distance = KolmogorovSmirnov.Distance([.. s_a.Order()], [.. s_b.Order()]);
        Reference.Near(s_samples.Number("ks"), distance, 1e-12, "distance");

        // The limit with Stephens' correction against the exact p-value.
        Reference.Near(s_samples.Number("ks-p"), KolmogorovSmirnov.PValue(distance, s_a.Length, s_b.Length), 0.1, "p-value");
    }

    [Fact]
    public void Welch_equals_the_reference()
    {
        (double meanA, double varianceA) = Moments(s_a);
        (double meanB, double varianceB) = Moments(s_b);
        MeanDifference difference = MeanDifference.Of(s_a.Length, meanA, varianceA, s_b.Length, meanB, varianceB);
        Reference.Near(s_samples.Number("welch-t"), difference.T, 1e-9, "t");
        Reference.Near(s_samples.Number("welch-p"), difference.PValue, 1e-9, "p");
    }

    [Fact]
    public void Correlations_equal_the_reference()
    {
        double[] paired = s_samples.GetProperty("paired").Numbers();
        Reference.Near(s_samples.Number("pearson"), Correlation.Pearson(s_a, paired), 1e-12, "pearson");
        Reference.Near(s_samples.Number("spearman"), Correlation.Spearman(s_a, paired), 1e-12, "spearman");
        int[] groups = [.. s_samples.GetProperty("groups").Numbers().Select(static g => (int)g)];
        Reference.Near(s_samples.Number("correlation-ratio"), Association.CorrelationRatio(groups, 3, s_a), 1e-11, "eta");
    }

    [Fact]
    public void Tables_equal_the_reference()
    {
        long[] table = [.. s_samples.GetProperty("table").EnumerateArray().SelectMany(static r => r.Numbers()).Select(static n => (long)n)];
        ContingencyTest test = ContingencyTest.Of(table, 3);
        Reference.Near(s_samples.Number("chi-square"), test.ChiSquare, 1e-12, "chi-square");
        Reference.Near(s_samples.Number("chi-square-p"), test.PValue, 1e-10, "p");
        Assert.Equal((int)s_samples.Number("degrees"), test.DegreesOfFreedom);
        Reference.Near(s_samples.Number("cramers-v"), test.CramersV, 1e-12, "V");
        Assert.InRange(test.CorrectedV, 0.3, test.CramersV);
        Reference.Near(s_samples.Number("mutual-information"), Association.MutualInformation(table, 3), 1e-11, "mutual information");
    }

    [Fact]
    public void Divergences_equal_the_reference()
    {
        long[] p = [.. s_samples.GetProperty("p").Numbers().Select(static n => (long)n)];
        long[] q = [.. s_samples.GetProperty("q").Numbers().Select(static n => (long)n)];
        Reference.Near(s_samples.Number("jensen-shannon"), Divergence.JensenShannon(p, q), 1e-11, "distance");
        Reference.Near(s_samples.Number("entropy"), Imbalance.Entropy(p), 1e-12, "entropy");
    }

    private static (double Mean, double Variance) Moments(double[] values)
    {
        double mean = values.Average();
        return (mean, values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
