using Curate.Core.Numerics;
using Curate.Core.Randomness;
using Curate.Core.Tests.Randomness;

namespace Curate.Core.Tests.Numerics;

public sealed class HypergeometricTests
{
    private const ulong Seed = 77;

    [Theory]
    [InlineData(10, 4, 3)]
    [InlineData(100, 16, 50)] // the border between the urn and rejection
    [InlineData(100, 17, 50)]
    [InlineData(100, 80, 90)]
    [InlineData(100, 90, 30)]
    [InlineData(256, 128, 128)]
    [InlineData(5000, 2500, 20)]
    [InlineData(100_000, 50_000, 777)]
    [InlineData(100_000, 300, 60_000)]
    [InlineData(1_000_000, 500_000, 500_000)]
    [InlineData(1_000_000_000_000, 1_000_000_000, 50_000)]
    public void Draw_follows_the_distribution(long total, long marked, long drawn)
    {
        const int Draws = 50_000;
        var draws = new DrawStream(new SeededDraw(Seed, "hypergeometric"));
        double mean = (double)drawn * marked / total;
        double spread = Math.Sqrt(mean * (1 - ((double)marked / total)) * (total - drawn) / (total - 1.0));
        long least = Math.Max(0, drawn - (total - marked));
        long most = Math.Min(drawn, marked);
        long low = (long)Math.Max(least, Math.Floor(mean - (6 * spread) - 3));
        long high = (long)Math.Min(most, Math.Ceiling(mean + (6 * spread) + 3));
        long step = Math.Max(1, (high - low) / 200);
        var observed = new long[((high - low) / step) + 1];
        for (int i = 0; i < Draws; i++)
        {
            long k = Hypergeometric.Draw(total, marked, drawn, ref draws);
            Assert.InRange(k, low, high);
            observed[(k - low) / step]++;
        }

        var expected = new double[observed.Length];
        double chance = 1;
        double sum = 0;
        for (long k = low; k <= high; k++)
        {
            expected[(k - low) / step] += chance;
            sum += chance;
            chance *= (double)(marked - k) / (k + 1) * (drawn - k) / (total - marked - drawn + k + 1);
        }

        ChiSquare.AssertFits(observed, [.. expected.Select(e => e * Draws / sum)], $"seed {Seed}, {total}, {marked}, {drawn}");
    }

    [Fact]
    public void Draw_edges()
    {
        var draws = new DrawStream(new SeededDraw(Seed, "edges"));
        Assert.Equal(0, Hypergeometric.Draw(0, 0, 0, ref draws));
        Assert.Equal(0, Hypergeometric.Draw(100, 0, 50, ref draws));
        Assert.Equal(50, Hypergeometric.Draw(100, 100, 50, ref draws));
        Assert.Equal(30, Hypergeometric.Draw(100, 30, 100, ref draws));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var other = new DrawStream(new SeededDraw(Seed, "edges"));
            Hypergeometric.Draw(10, 11, 5, ref other);
        });
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var other = new DrawStream(new SeededDraw(Seed, "edges"));
            Hypergeometric.Draw(10, 5, -1, ref other);
        });
    }

    [Fact]
    public void Draw_is_the_same_on_every_platform()
    {
        var draws = new DrawStream(new SeededDraw(Seed, "golden"));
        long[] drawn = [.. Enumerable.Range(1, 8).Select(i => Hypergeometric.Draw(1L << (5 * i), 1L << (4 * i), 1L << (4 * i), ref draws))];
        Assert.Equal(Golden, string.Join(",", drawn));
    }

    private const string Golden = "8,68,482,4083,32712,262804,2096530,16780485";
}
