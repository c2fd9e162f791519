using Curate.Core.Data;
using Curate.Core.Randomness;

namespace Curate.Core.Tests.Randomness;

public sealed class SeededDrawTests
{
    [Fact]
    public void Bits_golden_values_never_change()
    {
        // Every seeded result of every version rests on these.
        var draw = new SeededDraw(42, "select");
        Assert.Equal("5388f5b5d41cb4dc " +
            "6570363d6116cb78 " +
            "18be7635de7a1122 " +
            "e338508294ae30c9 " +
            "000820acd0286d53 " +
            "4df51b1c1a92030f " +
            "889ff8767a328a89 " +
            "582c41245a512a37", string.Join(' ', new[]
        {
            draw.Bits(0, 0), draw.Bits(0, 1), draw.Bits(0, 1L << 40), draw.Bits(3, 7), new SeededDraw(0, "").Bits(0, 0),
            draw.For(5).Bits(0, 0), draw.For("part"u8).Bits(0, 0), new SeededDraw(43, "select").Bits(0, 0),
        }.Select(static b => b.ToString("x16"))));
        Assert.Equal(draw.Bits(3, 7), draw.Bits(new RowId(3, 7)));
    }

    [Fact]
    public void Unit_and_UnitPositive_lie_in_their_intervals_and_are_even()
    {
        var draw = new SeededDraw(7, "unit");
        var buckets = new int[100];
        for (long row = 0; row < 100_000; row++)
        {
            double unit = draw.Unit(0, row);
            Assert.InRange(unit, 0, 0.99999999999999994);
            double positive = draw.UnitPositive(0, row);
            Assert.True(positive is > 0 and <= 1);
            buckets[(int)(unit * 100)]++;
        }

        // 99 degrees of freedom, deviation 14.
        Assert.InRange(buckets.Sum(static n => (n - 1000.0) * (n - 1000.0) / 1000), 40, 170);
    }

    [Fact]
    public void Bits_neighbouring_rows_sources_and_seeds_flip_half_of_the_bits()
    {
        var draw = new SeededDraw(1, "a");
        double rows = 0, sources = 0, parts = 0, seeds = 0;
        for (int i = 0; i < 2000; i++)
        {
            rows += System.Numerics.BitOperations.PopCount(draw.Bits(0, i) ^ draw.Bits(0, i + 1));
            sources += System.Numerics.BitOperations.PopCount(draw.Bits(i, 5) ^ draw.Bits(i + 1, 5));
            parts += System.Numerics.BitOperations.PopCount(draw.For((ulong)i).Bits(0, 5) ^ draw.For((ulong)i + 1).Bits(0, 5));
            seeds += System.Numerics.BitOperations.PopCount(new SeededDraw((ulong)i, "a").Bits(0, 5) ^ new SeededDraw((ulong)i + 1, "a").Bits(0, 5));
        }

        // Deviation of the mean: 4 / sqrt(2000) = 0.09.
        Assert.All(new[] { rows, sources, parts, seeds }, static flips => Assert.InRange(flips / 2000, 31.5, 32.5));
    }
}
