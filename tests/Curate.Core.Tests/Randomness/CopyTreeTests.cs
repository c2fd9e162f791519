using Curate.Core.Randomness;

namespace Curate.Core.Tests.Randomness;

public sealed class CopyTreeTests
{
    private static long[] Counts(ulong seed, long items, long draws)
    {
        var tree = new CopyTree(new SeededDraw(seed, "copies"), items, draws);
        var counts = new long[items];
        for (long i = 0; i < items; i++)
        {
            counts[i] = tree.Next();
        }

        return counts;
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 100_000)]
    [InlineData(3, 1)]
    [InlineData(3, 300_000)]
    [InlineData(7, 48)]
    [InlineData(7, 49)]
    [InlineData(1000, 999)]
    [InlineData(1000, 12_345)]
    [InlineData(200_000, 5)]
    [InlineData(100_003, 70_000)]
    public void Next_over_all_items_sums_to_the_draws_exactly(long items, long draws)
    {
        for (ulong seed = 0; seed < 4; seed++)
        {
            Assert.True(draws == Counts(seed, items, draws).Sum(), $"seed {seed}");
        }
    }

    [Fact]
    public void Next_after_the_last_item_is_zero()
    {
        var tree = new CopyTree(new SeededDraw(1, "copies"), 2, 10);
        Assert.Equal(10, tree.Next() + tree.Next());
        Assert.Equal(0, tree.Next());
    }

    [Fact]
    public void Next_no_items_and_no_draws_is_zero_and_draws_without_items_are_refused()
    {
        Assert.Equal(0, new CopyTree(new SeededDraw(1, "copies"), 0, 0).Next());
        Assert.Throws<ArgumentOutOfRangeException>(() => new CopyTree(new SeededDraw(1, "copies"), 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CopyTree(new SeededDraw(1, "copies"), 5, -1));
    }

    [Theory]
    [InlineData(1UL, 10, 1_000_000)]
    [InlineData(2UL, 37, 500_000)]
    [InlineData(3UL, 1000, 100_000)]
    [InlineData(4UL, 3, 3_000_000)]
    public void Next_counts_of_one_tree_are_uniform(ulong seed, int items, int draws)
    {
        double expected = (double)draws / items;
        double chiSquare = Counts(seed, items, draws).Sum(n => (n - expected) * (n - expected) / expected);
        double freedom = items - 1;
        double deviation = Math.Sqrt(2 * freedom);
        Assert.True(chiSquare < freedom + 5 * deviation + 10 && chiSquare > freedom - 5 * deviation - 1, $"seed {seed}: chi-square {chiSquare} for {freedom} degrees of freedom");
    }

    [Theory]
    [InlineData(4, 10)]
    [InlineData(5, 200)]
    [InlineData(50, 60)]
    public void Next_counts_over_many_trees_have_the_moments_of_a_multinomial(int items, int draws)
    {
        const int Trees = 6000;
        var sum = new double[items];
        var squares = new double[items];
        double cross = 0;
        for (ulong seed = 0; seed < Trees; seed++)
        {
            long[] counts = Counts(seed * 7919 + 5, items, draws);
            for (int i = 0; i < items; i++)
            {
                sum[i] += counts[i];
                squares[i] += counts[i] * counts[i];
            }

            cross += counts[0] * counts[items - 1];
        }

        double p = 1.0 / items;
        double variance = draws * p * (1 - p);
        for (int i = 0; i < items; i++)
        {
            double mean = sum[i] / Trees;
            Assert.InRange(mean, draws * p - 5 * Math.Sqrt(variance / Trees), draws * p + 5 * Math.Sqrt(variance / Trees));
            Assert.InRange(squares[i] / Trees - mean * mean, variance * 0.85, variance * 1.15);
        }

        // Covariance of a multinomial: -draws p^2.
        double covariance = cross / Trees - sum[0] / Trees * (sum[items - 1] / Trees);
        Assert.InRange(covariance, -draws * p * p - 5 * variance / Math.Sqrt(Trees), -draws * p * p + 5 * variance / Math.Sqrt(Trees));
    }

    [Fact]
    public void Next_single_counts_follow_the_binomial_distribution()
    {
        // 3 draws over 2 items: the first item's count is 0, 1, 2, 3 with chances 1, 3, 3, 1 in 8.
        var seen = new int[4];
        for (ulong seed = 0; seed < 8000; seed++)
        {
            seen[Counts(seed, 2, 3)[0]]++;
        }

        double[] expected = [1000, 3000, 3000, 1000];
        double chiSquare = seen.Select((n, i) => (n - expected[i]) * (n - expected[i]) / expected[i]).Sum();
        Assert.InRange(chiSquare, 0, 21);
    }

    [Fact]
    public void Next_huge_items_few_draws_falls_on_items_far_apart()
    {
        // Too many items to walk: the place of the first pick is looked for among the first 2^20 of 2^22.
        int hits = 0;
        for (ulong seed = 0; seed < 40; seed++)
        {
            var tree = new CopyTree(new SeededDraw(seed, "copies"), 1L << 22, 4);
            long first = 0;
            for (int i = 0; i < 1 << 20; i++)
            {
                first += tree.Next();
            }

            hits += (int)first;
        }

        // 160 points, a quarter of them expected: 40 with deviation 5.5.
        Assert.InRange(hits, 13, 67);
    }

    [Fact]
    public void Next_another_seed_gives_other_counts_and_the_same_seed_the_same()
    {
        Assert.Equal(Counts(1, 1000, 5000), Counts(1, 1000, 5000));
        Assert.NotEqual(Counts(1, 1000, 5000), Counts(2, 1000, 5000));
    }
}
