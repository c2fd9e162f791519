using Curate.Core.Randomness;

namespace Curate.Core.Tests.Randomness;

public sealed class CopyTreeTests
{
    private static SeededDraw Draw(ulong seed) => new(seed, "copies");

    public static TheoryData<long, long> Sizes => new()
    {
        { 1, 0 }, { 1, 5 }, { 3, 1 }, { 255, 300 }, { 256, 256 }, { 257, 100 }, { 700, 1_000_000 }, { 1000, 1_000_000_000_000 }, { 5000, 3 }, { 100_000, 100_000 },
        { 131_073, 70_000 }, { 1_000_000, 10 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Copies_add_up_and_random_access_agrees(long items, long draws)
    {
        var tree = new CopyTree(Draw(1), items, draws);
        long total = 0;
        for (long i = 0; i < items; i++)
        {
            long copies = tree.Next();
            Assert.True(copies >= 0);
            total += copies;
            if (items <= 5000 || i % 997 == 0 || i > items - 300)
            {
                Assert.Equal(copies, tree.CountAt(i));
            }
        }

        Assert.Equal(draws, total);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(100_000)]
    public void Subsets_add_up_and_random_access_agrees(long items)
    {
        foreach (long chosen in (long[])[0, 1, items / 3, items / 2, items - (items / 5), items])
        {
            var tree = new SubsetTree(Draw(2), items, chosen);
            long total = 0;
            for (long i = 0; i < items; i++)
            {
                long taken = tree.Next();
                Assert.InRange(taken, 0, 1);
                total += taken;
                if (items <= 300 || i % 997 == 0)
                {
                    Assert.Equal(taken, tree.CountAt(i));
                }
            }

            Assert.Equal(chosen, total);
        }
    }

    [Fact]
    public void Equal_keys_give_equal_copies_and_others_do_not()
    {
        static string First(ulong seed)
        {
            var tree = new CopyTree(Draw(seed), 1000, 1000);
            return string.Join(",", Enumerable.Range(0, 1000).Select(_ => tree.Next()));
        }

        Assert.Equal(First(3), First(3));
        Assert.NotEqual(First(3), First(4));
    }

    [Fact]
    public void Golden_copies()
    {
        var copies = new CopyTree(Draw(42), 1_000_000, 1_500_000);
        var subset = new SubsetTree(Draw(42), 1_000_000, 400_000);
        ulong digest = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            digest = (digest * 1_099_511_628_211) + (ulong)((copies.Next() * 2) + subset.Next());
        }

        Assert.Equal(Golden, digest);
    }

    private const ulong Golden = 13539373827621234628;

    [Theory]
    [InlineData(600, 40, 3000)] // far fewer draws than items, across leaves
    [InlineData(600, 6000, 600)]
    [InlineData(9, 100, 5000)] // a leaf that is not a power of two, shared out by halving
    [InlineData(13, 40, 5000)]
    [InlineData(256, 256, 1000)]
    public void Every_item_comes_up_equally_often(int items, int draws, int rounds)
    {
        var sums = new long[items];
        for (int round = 0; round < rounds; round++)
        {
            var tree = new CopyTree(Draw(100).For((ulong)round), items, draws);
            for (int i = 0; i < items; i++)
            {
                sums[i] += tree.Next();
            }
        }

        ChiSquare.AssertFits(sums, [.. sums.Select(_ => (double)draws * rounds / items)], $"items {items}, draws {draws}");
    }

    [Theory]
    [InlineData(520, 30)]
    [InlineData(520, 700)]
    [InlineData(7, 20)]
    public void Copies_of_one_item_are_binomial(int items, int draws)
    {
        const int Rounds = 60_000;
        var observed = new long[draws + 1];
        int item = items - 2;
        for (int round = 0; round < Rounds; round++)
        {
            observed[new CopyTree(Draw(200).For((ulong)round), items, draws).CountAt(item)]++;
        }

        double p = 1.0 / items;
        double chance = Math.Pow(1 - p, draws);
        var expected = new double[draws + 1];
        for (int k = 0; k <= draws; k++)
        {
            expected[k] = Rounds * chance;
            chance *= p / (1 - p) * (draws - k) / (k + 1);
        }

        ChiSquare.AssertFits(observed, expected, $"items {items}, draws {draws}");
    }

    [Fact]
    public void Every_small_outcome_is_multinomial()
    {
        // 3 items, 4 draws: all 15 outcomes with their exact chances.
        const int Rounds = 100_000;
        var observed = new long[25];
        var expected = new double[25];
        for (int round = 0; round < Rounds; round++)
        {
            var tree = new CopyTree(Draw(300).For((ulong)round), 3, 4);
            observed[(tree.Next() * 5) + tree.Next()]++;
        }

        int[] factorial = [1, 1, 2, 6, 24];
        for (int a = 0; a <= 4; a++)
        {
            for (int b = 0; a + b <= 4; b++)
            {
                expected[(a * 5) + b] = Rounds * 24.0 / factorial[a] / factorial[b] / factorial[4 - a - b] / 81;
            }
        }

        for (int i = 0; i < 25; i++)
        {
            Assert.True(expected[i] > 0 || observed[i] == 0);
        }

        ChiSquare.AssertFits(observed, expected, "outcomes");
    }

    [Theory]
    [InlineData(520, 30, 4000)]
    [InlineData(520, 400, 2000)]
    [InlineData(6, 3, 5000)]
    public void Every_item_is_chosen_equally_often(int items, int chosen, int rounds)
    {
        var sums = new long[items];
        long together = 0;
        for (int round = 0; round < rounds; round++)
        {
            var tree = new SubsetTree(Draw(400).For((ulong)round), items, chosen);
            long first = 0;
            for (int i = 0; i < items; i++)
            {
                long taken = tree.Next();
                sums[i] += taken;
                first = i == 0 ? taken : first;
                together += i == items - 1 ? first * taken : 0;
            }
        }

        // Chosen items crowd each other out, which makes the statistic smaller than chi-square: the bound still holds.
        ChiSquare.AssertFits(sums, [.. sums.Select(_ => (double)chosen * rounds / items)], $"items {items}, chosen {chosen}");
        double pair = (double)chosen / items * (chosen - 1) / (items - 1);
        Assert.InRange(together, (rounds * pair) - (6 * Math.Sqrt(rounds * pair)) - 1, (rounds * pair) + (6 * Math.Sqrt(rounds * pair)) + 1);
    }

    [Fact]
    public void Huge_sparse_trees_are_quick_to_walk_into()
    {
        const long Items = 1L << 50;
        var tree = new CopyTree(Draw(5), Items, 1000);
        Assert.InRange(tree.CountAt(Items - 1), 0, 1000);
        for (int i = 0; i < 100_000; i++)
        {
            tree.Next();
        }
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CopyTree(Draw(1), 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SubsetTree(Draw(1), 5, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CopyTree(Draw(1), 5, 5).CountAt(5));
        Assert.Throws<InvalidOperationException>(() => new CopyTree(Draw(1), 0, 0).Next());
    }
}
