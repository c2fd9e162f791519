using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Randomness;

public sealed class DrawThresholdsTests
{
    private sealed class Given(ulong[] draws, int[] groups) : IRowDraws
    {
        public long Rows => draws.Length;

        public int GroupOf(long row) => groups[row];

        public ulong DrawOf(long row) => draws[row];

        public void Read(long first, Span<int> into, Span<ulong> own)
        {
            groups.AsSpan((int)first, into.Length).CopyTo(into);
            draws.AsSpan((int)first, own.Length).CopyTo(own);
        }
    }

    private static void Check(ulong[] draws, int[] groups, long[] quotas, string what)
    {
        long[] sizes = [.. Enumerable.Range(0, quotas.Length).Select(g => (long)groups.Count(x => x == g))];
        var expected = new HashSet<int>();
        for (int g = 0; g < quotas.Length; g++)
        {
            expected.UnionWith(Enumerable.Range(0, draws.Length).Where(row => groups[row] == g).OrderBy(row => draws[row]).ThenBy(static row => row).Take((int)quotas[g]));
        }

        // By histograms alone, by sorting what a few of them leave, and by sorting at once.
        foreach (int mostSorted in new[] { 0, 5, DrawThresholds.MostSorted })
        {
            DrawThresholds found = DrawThresholds.Find(new Given(draws, groups), quotas, sizes, workers: 1, mostSorted);
            for (int row = 0; row < draws.Length; row++)
            {
                Assert.True(found.Includes(groups[row], draws[row], row) == expected.Contains(row), $"{what}: row {row}, group {groups[row]}, draw {draws[row]:x}, {mostSorted} sorted");
            }
        }
    }

    [Theory]
    [InlineData(1UL, 1, 64)]
    [InlineData(2UL, 3, 64)]
    [InlineData(3UL, 40, 64)]
    [InlineData(4UL, 3, 2)]
    [InlineData(5UL, 5, 1)]
    [InlineData(6UL, 2, 9)]
    public void Find_random_draws_equals_sorting(ulong seed, int groupCount, int bits)
    {
        var random = new SplitMix64(seed);
        for (int round = 0; round < 15; round++)
        {
            int rows = random.Below(600);

            // Few bits make ties, at the top or at the bottom of the word.
            int shift = bits == 64 ? 0 : random.Chance(0.5) ? 64 - bits : 0;
            ulong[] draws = [.. Enumerable.Range(0, rows).Select(_ => bits == 64 ? random.Next() : random.Next() >> (64 - bits) << shift)];
            int[] groups = [.. Enumerable.Range(0, rows).Select(_ => random.Below(groupCount))];
            long[] quotas = [.. Enumerable.Range(0, groupCount).Select(g => (long)random.Below(groups.Count(x => x == g) + 1))];
            Check(draws, groups, quotas, $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void Find_equal_draws_takes_the_first_rows()
    {
        foreach (ulong draw in new[] { 0UL, 1UL, ulong.MaxValue, 0x123456789ABCDEF0UL })
        {
            ulong[] draws = [.. Enumerable.Repeat(draw, 50)];
            for (int quota = 0; quota <= 50; quota += 7)
            {
                Check(draws, [.. Enumerable.Range(0, 50).Select(static i => i % 2)], [quota / 2, Math.Min(25, quota)], $"draw {draw}, quota {quota}");
            }
        }
    }

    [Fact]
    public void Find_draws_that_share_their_leading_bits_are_told_apart_by_the_last()
    {
        ulong[] draws = [.. Enumerable.Range(0, 64).Select(static i => 0xFFFFFFFFFFFFFFC0UL | (uint)(i * 37 % 64))];
        for (int quota = 0; quota <= 64; quota++)
        {
            Check(draws, new int[64], [quota], $"quota {quota}");
        }
    }

    [Fact]
    public void Find_many_groups_refines_in_rounds()
    {
        // More groups than one histogram takes at once.
        const int Groups = (1 << 18) + 100;
        var random = new SplitMix64(8);
        ulong[] draws = [.. Enumerable.Range(0, Groups * 2).Select(_ => random.Next())];
        int[] groups = [.. Enumerable.Range(0, Groups * 2).Select(static i => i % Groups)];
        long[] quotas = [.. Enumerable.Repeat(1L, Groups)];
        long[] sizes = [.. Enumerable.Repeat(2L, Groups)];
        DrawThresholds found = DrawThresholds.Find(new Given(draws, groups), quotas, sizes);
        for (int g = 0; g < Groups; g++)
        {
            bool first = draws[g] <= draws[g + Groups];
            Assert.True(found.Includes(g, draws[g], g) == first && found.Includes(g, draws[g + Groups], g + Groups) == !first, $"group {g}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pick_many_rows_equals_sorting_whatever_the_threads(int workers)
    {
        // More rows than one thread looks at in one go, in number no multiple of the rows of a word; the last group is in one piece.
        const int Rows = 600_037;
        var random = new SplitMix64(12);
        ulong[] draws = [.. Enumerable.Range(0, Rows).Select(_ => random.Next() >> 40 << 40)];
        int[] groups = [.. Enumerable.Range(0, Rows).Select(static i => i < 400_000 ? i % 3 : 3)];
        long[] sizes = [.. Enumerable.Range(0, 4).Select(g => (long)groups.Count(x => x == g))];
        long[] quotas = [sizes[0] / 2, 0, sizes[2], 1000];
        var picked = new BitMap();
        DrawThresholds.Pick(new Given(draws, groups), quotas, sizes, picked, workers);
        var expected = new bool[Rows];
        for (int g = 0; g < quotas.Length; g++)
        {
            foreach (int row in Enumerable.Range(0, Rows).Where(row => groups[row] == g).OrderBy(row => draws[row]).ThenBy(static row => row).Take((int)quotas[g]))
            {
                expected[row] = true;
            }
        }

        Assert.Equal(quotas.Sum(), picked.PopCount());
        for (int row = 0; row < Rows; row++)
        {
            Assert.True(picked[row] == expected[row], $"row {row} of group {groups[row]}");
        }
    }

    [Fact]
    public void Find_more_than_there_are_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawThresholds.Find(new Given([1], [0]), [2], [1]));
}
