using Curate.Core.Randomness;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Randomness;

public sealed class LargestRemaindersTests
{
    [Fact]
    public void Share_worked_by_hand()
    {
        Assert.Equal([3, 3, 4], LargestRemainders.Share(10, [1, 1, 1.2]));
        Assert.Equal([4, 3, 3], LargestRemainders.Share(10, [1, 1, 1]));
        Assert.Equal([80, 10, 10], LargestRemainders.Share(100, [0.8, 0.1, 0.1]));
        Assert.Equal([29, 71], LargestRemainders.Share(100, [0.29, 0.71]));
        Assert.Equal([0, 5, 0], LargestRemainders.Share(5, [0, 1, 0]));
        Assert.Equal([1, 0, 0], LargestRemainders.Share(1, [1, 1, 1]));
        Assert.Equal([0, 0], LargestRemainders.Share(0, [1, 1]));
        Assert.Equal([0, 0], LargestRemainders.Share(0, [0, 0]));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void Share_random_weights_sums_exactly_and_is_within_one(ulong seed)
    {
        var random = new SplitMix64(seed);
        for (int round = 0; round < 3000; round++)
        {
            long total = (long)(random.Next() >> random.Between(20, 63));
            double[] weights = [.. Enumerable.Range(0, random.Between(1, 12)).Select(_ => random.Chance(0.1) ? 0 : random.Chance(0.3) ? random.Between(1, 9) : random.Unit())];
            if (weights.Sum() == 0)
            {
                continue;
            }

            long[] parts = LargestRemainders.Share(total, weights);
            Assert.True(parts.Sum() == total, $"seed {seed}, round {round}: {string.Join(' ', parts)} sum to {parts.Sum()}, not {total}");
            for (int i = 0; i < parts.Length; i++)
            {
                double exact = total * (weights[i] / weights.Sum());
                Assert.True(Math.Abs(parts[i] - exact) < 1 + 1e-9 + 1e-14 * total, $"seed {seed}, round {round}: {parts[i]} for {exact}");
            }
        }
    }

    [Fact]
    public void Share_of_thousands_of_millions_keeps_real_fractions()
    {
        Assert.Equal([1_000_000_001, 1_000_000_001, 1_000_000_000], LargestRemainders.Share(3_000_000_002, [1, 1, 1]));
        Assert.Equal([1_000_000_001, 1_000_000_000, 1_000_000_000], LargestRemainders.Share(3_000_000_001, [1, 1, 1]));
    }
}
