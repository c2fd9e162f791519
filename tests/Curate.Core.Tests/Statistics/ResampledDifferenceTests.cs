using Curate.Core.Statistics;

namespace Curate.Core.Tests.Statistics;

/// <summary>Quantiles of Student's t from published tables; the corrected test against its formula worked by hand.</summary>
public sealed class ResampledDifferenceTests
{
    [Theory]
    [InlineData(1, 12.706204736432095)]
    [InlineData(4, 2.7764451051977987)]
    [InlineData(9, 2.2621571628540993)]
    [InlineData(30, 2.0422724563012373)]
    public void TwoSidedQuantile_95_percent_equals_the_table(double degrees, double expected) =>
        Assert.Equal(1, StudentDistribution.TwoSidedQuantile(0.05, degrees) / expected, 1e-9);

    [Fact]
    public void Of_five_folds_widens_the_variance_by_the_share_of_test_rows()
    {
        // Mean 0.03, squares about it 0.001, so s^2 = 0.00025; (1/5 + 1/4) s^2 = 0.0001125.
        ResampledDifference difference = ResampledDifference.Of([0.01, 0.02, 0.03, 0.04, 0.05], 0.25);
        double deviation = Math.Sqrt(0.0001125);
        Assert.Equal(0.03, difference.Mean, 1e-15);
        Assert.Equal(0.03 - (2.7764451051977987 * deviation), difference.Low, 1e-12);
        Assert.Equal(0.03 + (2.7764451051977987 * deviation), difference.High, 1e-12);
        Assert.Equal(StudentDistribution.TwoSided(0.03 / deviation, 4), difference.PValue, 1e-12);
        Assert.InRange(difference.PValue, 0.04, 0.06);
    }

    [Fact]
    public void Of_equal_differences_is_certain_and_one_fold_says_nothing()
    {
        Assert.Equal(new ResampledDifference(0, 0, 0, 1), ResampledDifference.Of([0, 0, 0], 0.25));
        Assert.Equal(new ResampledDifference(0.5, 0.5, 0.5, 0), ResampledDifference.Of([0.5, 0.5], 0.25));
        ResampledDifference one = ResampledDifference.Of([0.5], 0.25);
        Assert.Equal(0.5, one.Mean);
        Assert.True(double.IsNaN(one.Low) && double.IsNaN(one.PValue));
    }
}
