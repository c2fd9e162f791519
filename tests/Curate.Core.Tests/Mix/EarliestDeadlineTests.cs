using System.Numerics;
using Curate.Core.Mix;
using Curate.TestKit;

namespace Curate.Core.Tests.Mix;

public sealed class EarliestDeadlineTests
{
    [Theory]
    [MemberData(nameof(Seeds50))]
    public void Every_prefix_is_within_one_row_of_the_quotas(ulong seed) => Seeds.With(seed, () =>
    {
        var random = new SplitMix64(seed);
        var quotas = new long[random.Between(1, 40)];
        for (int i = 0; i < quotas.Length; i++)
        {
            // From sources without rows to some that are thousands of times as large as others.
            quotas[i] = random.Chance(0.1) ? 0 : random.Between(1, random.Pick([1, 5, 90, 4000]));
        }

        AssertFair(quotas);
    });

    public static TheoryData<ulong> Seeds50 => Seeds.Theory(50);

    [Theory]
    [InlineData(7)]
    [InlineData(50, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(3, 3, 3, 3)]
    [InlineData(1000, 1)]
    [InlineData(0, 5, 0)]
    public void Every_prefix_is_within_one_row_for_hard_quotas(params int[] quotas) => AssertFair([.. quotas.Select(static q => (long)q)]);

    [Fact]
    public void Next_two_sources_alternate_as_worked_by_hand()
    {
        // Shares 2/3 and 1/3: the first may have two of every three places.
        var order = new EarliestDeadline([4, 2]);
        Assert.Equal([0, 1, 0, 0, 1, 0], Enumerable.Range(0, 6).Select(_ => order.Next()));
    }

    [Fact]
    public void Quotas_of_billions_of_rows_are_exact()
    {
        long[] quotas = [EarliestDeadline.MostRows / 2, (EarliestDeadline.MostRows / 2) - 7, 7];
        var order = new EarliestDeadline(quotas);
        var given = new long[3];
        for (long t = 1; t <= 100_000; t++)
        {
            given[order.Next()]++;
            AssertWithin(quotas, given, t, order.Rows, 3);
        }
    }

    private static void AssertFair(long[] quotas)
    {
        var order = new EarliestDeadline(quotas);
        Assert.Equal(quotas.Sum(), order.Rows);
        var given = new long[quotas.Length];
        int sources = quotas.Count(static q => q > 0);
        for (long t = 1; t <= order.Rows; t++)
        {
            given[order.Next()]++;
            AssertWithin(quotas, given, t, order.Rows, sources);
        }

        Assert.Equal(quotas, given);
    }

    /// <summary>|c - t q / T| is at most 1 - 1 / (2n - 2), in whole numbers.</summary>
    private static void AssertWithin(long[] quotas, long[] given, long t, long rows, int sources)
    {
        int parts = Math.Max(2, (2 * sources) - 2);
        for (int i = 0; i < quotas.Length; i++)
        {
            BigInteger apart = BigInteger.Abs(((BigInteger)given[i] * rows) - ((BigInteger)t * quotas[i]));
            Assert.True(apart * parts <= (BigInteger)rows * (parts - 1), $"source {i} has {given[i]} of {quotas[i]} rows after {t} of {rows}");
        }
    }
}
