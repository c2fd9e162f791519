using Curate.Core.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Vectors;

public sealed class DistanceRuleTests
{
    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.InnerProduct)]
    [InlineData(Metric.Manhattan)]
    [InlineData(Metric.Chebyshev)]
    public void Rank_of_any_length_is_the_naive_one_to_rounding(Metric metric) => Seeds.Each(3, seed =>
    {
        var rule = new DistanceRule(metric);
        for (int d = 1; d < 70; d++)
        {
            using VectorStore store = TestVectors.Numbers(seed + (ulong)d, 2, d, 0, TestVectors.Run());
            double naive = TestVectors.Naive(rule, store[0], store[1], d);
            Assert.Equal(naive, rule.Rank(store[0], store[1], d), 1e-13 * Math.Max(1, Math.Abs(naive)));
        }
    });

    [Fact]
    public void Rank_with_codes_adds_the_weight_of_each_difference()
    {
        float[] a = [1, 2, 7, 8, 9];
        float[] b = [1, 4, 7, 0, 1];
        Assert.Equal(4 + (2 * 0.25), new DistanceRule(Metric.Euclidean, 0.25).Rank(a, b, 2));
        Assert.Equal(2 + (2 * 0.25), new DistanceRule(Metric.Manhattan, 0.25).Rank(a, b, 2));
        Assert.Equal(2, new DistanceRule(Metric.Hamming).Rank(a.AsSpan(2), b.AsSpan(2), 0));
    }

    [Fact]
    public void Rank_of_a_zero_vector_by_cosine_is_one() => Assert.Equal(1, new DistanceRule(Metric.Cosine).Rank([0f, 0], [1f, 2], 2));

    [Theory]
    [InlineData(Metric.Cosine, 2, 1)]
    [InlineData(Metric.InnerProduct, 2, 1)]
    [InlineData(Metric.Chebyshev, 2, 1)]
    [InlineData(Metric.Hamming, 2, 1)]
    public void Check_of_a_store_that_the_metric_cannot_compare_throws(Metric metric, int numeric, int codes)
    {
        using var store = new VectorStore(1, numeric, codes, TestVectors.Run());
        Assert.Throws<ArgumentException>(() => new DistanceRule(metric).Check(store));
    }
}
