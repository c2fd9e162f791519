using Curate.Core.Data;
using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;
using Curate.TestKit;

namespace Curate.Core.Tests.Randomness.Designs;

public sealed class AllocationTests
{
    [Fact]
    public void Neyman_allocation_has_the_least_variance_of_all()
    {
        Seeds.Each(60, seed =>
        {
            var draws = new SplitMix64(seed);
            int strata = 1 + draws.Below(4);
            long[] sizes = [.. Enumerable.Range(0, strata).Select(_ => 1L + draws.Below(9))];
            double[] deviations = [.. Enumerable.Range(0, strata).Select(_ => draws.Chance(0.15) ? 0 : draws.Unit())];
            long[] least = [.. sizes.Select(n => (long)draws.Below((int)Math.Min(n, 2) + 1))];
            long[] most = [.. sizes.Select((n, h) => Math.Max(least[h], n - draws.Below(3)))];
            long total = least.Sum() + draws.Below((int)(most.Sum() - least.Sum()) + 1);
            long[] found = StratifiedAllocation.Neyman(total, sizes, deviations, least, most);
            Assert.Equal(total, found.Sum());
            for (int h = 0; h < strata; h++)
            {
                Assert.InRange(found[h], least[h], most[h]);
            }

            double best = double.PositiveInfinity;
            Try(0, total, 0);
            double own = Enumerable.Range(0, strata).Sum(h => Variance(h, found[h]));
            Assert.True(own <= best * (1 + 1e-12) || own == best, $"{own:R} above {best:R}");

            void Try(int h, long left, double sum)
            {
                if (h == strata)
                {
                    best = left == 0 ? Math.Min(best, sum) : best;
                    return;
                }

                for (long n = least[h]; n <= Math.Min(most[h], left); n++)
                {
                    Try(h + 1, left - n, sum + Variance(h, n));
                }
            }

            // A stratum that varies and has no unit costs far more than any variance, the more the more it varies.
            double Variance(int h, long n)
            {
                double value = sizes[h] * deviations[h];
                return value == 0 ? 0 : n == 0 ? 1e6 * value * value : value * value / n;
            }
        });
    }

    [Fact]
    public void Neyman_allocation_of_large_totals_is_near_the_exact_shares()
    {
        long[] found = StratifiedAllocation.Neyman(1_000_000_000, [4_000_000_000, 1_000_000_000, 2_000_000_000], [1, 4, 2]);
        Assert.Equal(1_000_000_000, found.Sum());
        Assert.InRange(found[0], 333_333_330, 333_333_336);
        Assert.InRange(found[1], 333_333_330, 333_333_336);
    }

    [Fact]
    public void Shares_follow_the_rule_within_bounds()
    {
        Assert.Equal([50L, 30, 20], StratifiedAllocation.BySize(100, [500, 300, 200], AllocationRule.Proportional));
        Assert.Equal([34L, 33, 33], StratifiedAllocation.BySize(100, [500, 300, 200], AllocationRule.Equal));
        Assert.Equal([45L, 45, 10], StratifiedAllocation.BySize(100, [500, 300, 10], AllocationRule.Equal));
        Assert.Equal([60L, 20, 20], StratifiedAllocation.BySize(100, [900, 100, 100], AllocationRule.Power, 0.5));
        Assert.Equal([75L, 15, 10], StratifiedAllocation.BySize(100, [900, 50, 50], AllocationRule.Proportional, least: [0, 15, 10]));
        Assert.Equal([40L, 30, 30], StratifiedAllocation.BySize(100, [900, 50, 50], AllocationRule.Proportional, most: [40, 50, 50]));
        Assert.Throws<ArgumentException>(() => StratifiedAllocation.BySize(10, [4, 4], AllocationRule.Equal));
        Assert.Throws<ArgumentException>(() => StratifiedAllocation.BySize(1, [4, 4], AllocationRule.Equal, least: [1, 1]));
        Seeds.Each(100, seed =>
        {
            var draws = new SplitMix64(seed);
            long[] sizes = [.. Enumerable.Range(0, 1 + draws.Below(12)).Select(_ => (long)draws.Below(100))];
            long[] least = [.. sizes.Select(_ => (long)draws.Below(6))];
            long[] most = [.. sizes.Select((n, h) => Math.Max(least[h], draws.Below(100)))];
            long low = sizes.Select((n, h) => Math.Min(n, least[h])).Sum();
            long high = sizes.Select((n, h) => Math.Min(n, most[h])).Sum();
            long total = low + draws.Below((int)(high - low) + 1);
            double[] values = [.. sizes.Select(_ => draws.Chance(0.2) ? 0 : draws.Unit())];
            long[] found = StratifiedAllocation.Share(total, values, sizes, least, most);
            Assert.Equal(total, found.Sum());
            for (int h = 0; h < sizes.Length; h++)
            {
                Assert.InRange(found[h], Math.Min(sizes[h], least[h]), Math.Min(sizes[h], most[h]));
            }
        });
    }

    [Fact]
    public void Weighted_samples_come_one_by_one_in_proportion_to_weights()
    {
        double[] weights = [1, 2, 0, 4, 3];
        const int Rounds = 40_000;
        var observed = new long[25];
        for (int round = 0; round < Rounds; round++)
        {
            RowId[] rows = Sample(weights, 2, (ulong)round).ToSorted();
            observed[(rows[0].Row * 5) + rows[1].Row]++;
        }

        var chances = new List<double>();
        var counts = new List<long>();
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                double p = i == j ? 0 : weights[i] / 10 * (weights[j] / (10 - weights[i]));
                if (p == 0)
                {
                    Assert.Equal(0, observed[(i * 5) + j]);
                }
                else
                {
                    chances.Add(p * Rounds);
                    counts.Add(observed[(i * 5) + j]);
                }
            }
        }

        ChiSquare.AssertFits(counts, chances, "weighted pairs");
    }

    [Fact]
    public void Weighted_samples_merge_and_nest()
    {
        double[] weights = [.. Enumerable.Range(0, 500).Select(static i => 1.0 + (i % 7))];
        RowId[] whole = Sample(weights, 40, 3).ToSorted();
        var parts = new[] { new WeightedSample(40, new SeededDraw(3, "weighted")), new WeightedSample(40, new SeededDraw(3, "weighted")) };
        for (int i = 499; i >= 0; i--)
        {
            parts[i % 2].Add(new RowId(0, i), weights[i]);
        }

        parts[1].Merge(parts[0]);
        Assert.Equal(whole, parts[1].ToSorted());
        Assert.Equal(whole[..12], Sample(weights, 12, 3).ToSorted());
        Assert.Throws<ArgumentOutOfRangeException>(() => parts[0].Add(new RowId(0, 0), -1));
    }

    private static WeightedSample Sample(double[] weights, int count, ulong seed)
    {
        var sample = new WeightedSample(count, new SeededDraw(seed, "weighted"));
        for (int i = 0; i < weights.Length; i++)
        {
            sample.Add(new RowId(0, i), weights[i]);
        }

        return sample;
    }
}
