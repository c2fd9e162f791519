using System.Text.Json;
using Curate.Core.Statistics;

namespace Curate.Core.Tests.Statistics;

/// <summary>Against SciPy 1.10.</summary>
public sealed class DistributionReferenceTests
{
    [Fact]
    public void Distributions_equal_the_reference()
    {
        int checks = 0;
        foreach (JsonElement row in Reference.Root.GetProperty("distributions").EnumerateArray())
        {
            string name = row[0].GetString()!;
            double[] x = row[1].Numbers();
            double expected = row[2].GetDouble();
            double actual = name switch
            {
                "normal-upper" => NormalDistribution.Upper(x[0]),
                "normal-quantile" => NormalDistribution.Quantile(x[0]),
                "chi-square-upper" => ChiSquareDistribution.Upper(x[0], x[1]),
                "chi-square-lower" => ChiSquareDistribution.Lower(x[0], x[1]),
                "t-upper" => StudentDistribution.Upper(x[0], x[1]),
                "f-upper" => FisherDistribution.Upper(x[0], x[1], x[2]),
                "kolmogorov-upper" => KolmogorovDistribution.Upper(x[0]),
                "beta-lower" => IncompleteBeta.Lower(x[0], x[1], x[2]),
                "binomial-two-sided" => BinomialTest.TwoSided((long)x[0], (long)x[1], x[2]),
                "wilson-low" => Proportions.Wilson(x[0], x[1]).Low,
                "wilson-high" => Proportions.Wilson(x[0], x[1]).High,
                "exact-low" => Proportions.ClopperPearson((long)x[0], (long)x[1]).Low,
                "exact-high" => Proportions.ClopperPearson((long)x[0], (long)x[1]).High,
                _ => throw new InvalidOperationException(name),
            };

            // SciPy's Wilson end at no success is a rounding error above 0, where the formula gives 0.
            string what = $"{name}({string.Join(", ", x)})";
            if (expected is > -1e-15 and < 1e-15 && name == "wilson-low")
            {
                Assert.Equal(0, actual);
            }
            else
            {
                Reference.Near(expected, actual, 2e-10, what);
            }

            checks++;
        }

        Assert.Equal(213, checks);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1e-9)]
    [InlineData(0.9999)]
    public void Quantile_inverts_lower(double share) => Reference.Near(share, NormalDistribution.Lower(NormalDistribution.Quantile(share)), 1e-12, "share");

    [Fact]
    public void Z95_is_the_quantile() => Assert.Equal(NormalDistribution.Z95, NormalDistribution.Quantile(0.975), 12);

    [Fact]
    public void Distributions_at_the_ends_are_0_or_1()
    {
        Assert.Equal(1, ChiSquareDistribution.Upper(0, 3));
        Assert.Equal(0, ChiSquareDistribution.Upper(double.PositiveInfinity, 3));
        Assert.Equal(1, KolmogorovDistribution.Upper(0));
        Assert.Equal(0, StudentDistribution.TwoSided(double.PositiveInfinity, 4));
        Assert.Equal(1, IncompleteBeta.Lower(2, 3, 1));
        Assert.Equal(0, IncompleteBeta.Lower(2, 3, 0));
        Assert.True(double.IsNaN(NormalDistribution.Upper(double.NaN)));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => IncompleteGamma.Lower(0, 1));
    }
}
