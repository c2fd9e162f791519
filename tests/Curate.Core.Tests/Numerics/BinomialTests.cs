using System.Numerics;
using Curate.Core.Numerics;
using Curate.Core.Randomness;
using Curate.Core.Tests.Randomness;

namespace Curate.Core.Tests.Numerics;

public sealed class BinomialTests
{
    private const ulong Seed = 2024;

    private static DrawStream Stream(string purpose) => new(new SeededDraw(Seed, purpose));

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(20, 0.05)]
    [InlineData(30, 0.32)]
    [InlineData(20, 0.5)] // the border between inversion and rejection
    [InlineData(21, 0.5)]
    [InlineData(100, 0.11)]
    [InlineData(100, 0.9)]
    [InlineData(1000, 0.5)]
    [InlineData(100_000, 0.00005)]
    [InlineData(100_000, 0.0123)]
    [InlineData(1_000_000_000, 0.5)]
    [InlineData(1_000_000_000_000, 1e-9)]
    public void Draw_follows_the_distribution(long n, double p)
    {
        const int Draws = 60_000;
        DrawStream draws = Stream("binomial");
        double mean = n * p;
        double spread = Math.Sqrt(mean * (1 - p));
        long low = (long)Math.Max(0, mean - (6 * spread) - 3);
        long high = (long)Math.Min(n, mean + (6 * spread) + 3);

        // Wide distributions are looked at in bins of whole numbers; chances come from an independent recurrence.
        long step = Math.Max(1, (high - low) / 200);
        var observed = new long[((high - low) / step) + 1];
        for (int i = 0; i < Draws; i++)
        {
            long k = Binomial.Draw(n, p, ref draws);
            Assert.InRange(k, low, high);
            observed[(k - low) / step]++;
        }

        var expected = new double[observed.Length];
        if (high - low < 2_000_000)
        {
            double chance = 1;
            double total = 0;
            for (long k = low; k <= high; k++)
            {
                expected[(k - low) / step] += chance;
                total += chance;
                chance *= p / (1 - p) * (n - k) / (k + 1);
            }

            for (int i = 0; i < expected.Length; i++)
            {
                expected[i] *= Draws / total;
            }

            ChiSquare.AssertFits(observed, expected, $"seed {Seed}, n {n}, p {p}");
        }
    }

    [Fact]
    public void Draw_edges()
    {
        DrawStream draws = Stream("edges");
        Assert.Equal(0, Binomial.Draw(0, 0.5, ref draws));
        Assert.Equal(0, Binomial.Draw(10, 0, ref draws));
        Assert.Equal(10, Binomial.Draw(10, 1, ref draws));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            DrawStream other = Stream("edges");
            Binomial.Draw(10, 1.5, ref other);
        });
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            DrawStream other = Stream("edges");
            Binomial.Draw(-1, 0.5, ref other);
        });
    }

    [Fact]
    public void Draw_is_the_same_on_every_platform()
    {
        DrawStream draws = Stream("golden");
        long[] drawn = [.. Enumerable.Range(0, 8).Select(i => Binomial.Draw(1L << (5 * i), 0.3, ref draws))];
        Assert.Equal(GoldenBinomial, string.Join(",", drawn));
    }

    private const string GoldenBinomial = "1,11,317,9875,314988,10068329,322138654,10307944656";

    [Theory]
    [InlineData(10, 0.3)]
    [InlineData(1000, 0.01)]
    [InlineData(5000, 0.7)]
    public void LogChance_equals_exact_arithmetic(int n, double p)
    {
        BigInteger choose = 1;
        for (int k = 0; k <= n; k++)
        {
            double exact = BigInteger.Log(choose) + (k * Math.Log(p)) + ((n - k) * Math.Log(1 - p));
            Assert.Equal(exact, Binomial.LogChance(k, n, p), 1e-11 + (1e-13 * Math.Abs(exact)));
            choose = choose * (n - k) / (k + 1);
        }

        Assert.Equal(double.NegativeInfinity, Binomial.LogChance(-1, n, p));
        Assert.Equal(double.NegativeInfinity, Binomial.LogChance(n + 1, n, p));
    }
}
