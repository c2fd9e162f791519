using Curate.Core.Randomness;
using Curate.Core.Split;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Split;

public sealed class ControlledRoundingTests
{
    private static void Check(long[] sizes, double[] shares, string what, double most = 1)
    {
        long[][] cells = ControlledRounding.Of(sizes, shares);
        long[] columns = LargestRemainders.Share(sizes.Sum(), shares);
        what += $": sizes {string.Join(' ', sizes)}, shares {string.Join(' ', shares)}: {string.Join(" / ", cells.Select(static row => string.Join(' ', row)))}";
        double sum = shares.Sum();
        for (int s = 0; s < sizes.Length; s++)
        {
            Assert.True(cells[s].Sum() == sizes[s], $"row {s} of {what}");
            for (int p = 0; p < shares.Length; p++)
            {
                double exact = sizes[s] * (shares[p] / sum);
                Assert.True(cells[s][p] >= 0 && Math.Abs(cells[s][p] - exact) <= most + 1e-9 + sizes[s] * 1e-14, $"cell {s},{p} of {what}");
            }
        }

        for (int p = 0; p < shares.Length; p++)
        {
            Assert.True(cells.Sum(row => row[p]) == columns[p], $"column {p} ({columns[p]}) of {what}");
        }
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    [InlineData(4UL)]
    public void Of_random_tables_rows_and_columns_are_exact_and_cells_within_one(ulong seed)
    {
        var random = new SplitMix64(seed);
        for (int round = 0; round < 5000; round++)
        {
            long[] sizes = [.. Enumerable.Range(0, random.Between(1, random.Pick(new[] { 3, 8, 40 }))).Select(_ => (long)random.Below(random.Pick(new[] { 2, 4, 20, 5000 })))];
            int parts = random.Between(1, random.Pick(new[] { 3, 6, 12 }));
            double[] shares = random.Pick(new[] { 0, 1, 2 }) switch
            {
                0 => [.. Enumerable.Range(0, parts).Select(_ => 0.001 + random.Unit())],
                1 => [.. Enumerable.Range(0, parts).Select(_ => (double)random.Between(1, 9))],
                _ => [.. Enumerable.Repeat(1.0, parts)],
            };
            Check(sizes, shares, $"seed {seed}, round {round}");
        }
    }

    /// <summary>Tables for which no cells within one of their exact values sum to the split sizes (found by search).</summary>
    [Theory]
    [InlineData("18 52", "6 6 11 1 1 1 1")]
    [InlineData("17 3", "1 1 1 29 1 29")]
    [InlineData("59 51", "11 11 1 1 1")]
    public void Of_tables_without_a_rounding_within_one_rows_and_columns_stay_exact(string sizes, string shares) =>
        Check([.. sizes.Split(' ').Select(long.Parse)], [.. shares.Split(' ').Select(double.Parse)], "infeasible", most: 1.999);

    [Fact]
    public void Of_the_usual_shares_and_large_strata()
    {
        Check([], [0.8, 0.2], "no strata");
        Check([0, 0], [0.8, 0.1, 0.1], "no rows");
        Check([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [0.8, 0.1, 0.1], "ones");
        Check([3_000_000_001, 1_999_999_999, 7], [0.8, 0.1, 0.1], "large");
        Check([1_000_000_000_001, 5], [1, 1, 1], "larger");
    }
}
