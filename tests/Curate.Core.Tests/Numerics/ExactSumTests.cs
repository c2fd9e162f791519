using System.Numerics;
using Curate.Core.Numerics;

namespace Curate.Core.Tests.Numerics;

public sealed class ExactSumTests
{
    private const int Bias = 2148;

    /// <summary>A double as a whole number of units of 2^-2148.</summary>
    private static BigInteger Exact(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        BigInteger mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        BigInteger scaled = mantissa << (Math.Max(exponent, 1) - 1075 + Bias);
        return bits < 0 ? -scaled : scaled;
    }

    /// <summary>Nearest means: no neighbour is nearer, and of two equally near ones the mantissa is even.</summary>
    private static void AssertNearest(BigInteger exact, double value, string shown)
    {
        if (double.IsInfinity(value))
        {
            Assert.True(BigInteger.Abs(exact) >= Exact(double.MaxValue) + ((Exact(double.MaxValue) - Exact(Math.BitDecrement(double.MaxValue))) / 2), shown);
            return;
        }

        BigInteger off = BigInteger.Abs(Exact(value) - exact);
        foreach (double neighbour in (double[])[Math.BitDecrement(value), Math.BitIncrement(value)])
        {
            if (double.IsFinite(neighbour))
            {
                BigInteger other = BigInteger.Abs(Exact(neighbour) - exact);
                Assert.True(off < other || (off == other && (BitConverter.DoubleToInt64Bits(value) & 1) == 0), $"{shown}: {neighbour:R} is nearer than {value:R}");
            }
        }
    }

    private static double Any(Random random, int spread)
    {
        while (true)
        {
            double value = spread switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => (random.NextDouble() - 0.5) * 1e6,
                2 => (random.NextDouble() - 0.5) * double.Epsilon * Math.Pow(2, random.Next(0, 80)),
                3 => Math.ScaleB(random.Next(-4, 5), random.Next(-60, 60)),
                _ => Math.ScaleB(random.NextDouble() - 0.5, random.Next(950, 1025)),
            };
            if (double.IsFinite(value))
            {
                return value;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sums_are_correctly_rounded(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 3000; round++)
        {
            int spread = random.Next(5);
            double[] values = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => Any(random, spread))];
            if (random.Next(2) == 0)
            {
                // Cancellation leaves the smallest parts to decide.
                values = [.. values, .. values.Skip(1).Select(v => -v)];
                random.Shuffle(values);
            }

            var sum = new ExactSum();
            BigInteger exact = 0;
            foreach (double value in values)
            {
                sum.Add(value);
                exact += Exact(value);
            }

            AssertNearest(exact, sum.ToDouble(), $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Sums_of_products_are_correctly_rounded(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 3000; round++)
        {
            int spread = random.Next(5);
            int other = random.Next(5);
            var sum = new ExactSum();
            BigInteger exact = 0;
            for (int i = random.Next(1, 12); i > 0; i--)
            {
                double a = Any(random, spread);
                double b = Any(random, other);
                sum.AddProduct(a, b);
                exact += (Exact(a) * Exact(b)) >> Bias;
                if (random.Next(3) == 0)
                {
                    sum.AddProduct(-a, b);
                    exact -= (Exact(a) * Exact(b)) >> Bias;
                }
            }

            AssertNearest(exact, sum.ToDouble(), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void Products_that_overflow_or_underflow_still_cancel()
    {
        var sum = new ExactSum();
        sum.AddProduct(1e300, 1e300);
        Assert.Equal(double.PositiveInfinity, sum.ToDouble());
        sum.AddProduct(1e-300, 1e-300);
        sum.AddProduct(-1e300, 1e300);
        Assert.Equal(0, sum.ToDouble());
        for (int i = 0; i < 30; i++)
        {
            sum.Merge(Copy(sum));
        }

        Assert.Equal(0, sum.ToDouble());
        sum.AddProduct(-1e-300, 1e-300 * (1 << 30));
        sum.Add(double.Epsilon);
        Assert.Equal(double.Epsilon, sum.ToDouble());
    }

    private static ExactSum Copy(ExactSum sum)
    {
        using var stream = new MemoryStream(Saved(sum));
        return ExactSum.Load(new BinaryReader(stream));
    }

    private static byte[] Saved(ExactSum sum)
    {
        var stream = new MemoryStream();
        sum.Save(new BinaryWriter(stream));
        return stream.ToArray();
    }

    [Fact]
    public void Order_splits_and_ways_of_adding_do_not_matter()
    {
        const int Seed = 6;
        var random = new Random(Seed);
        double[] values = [.. Enumerable.Range(0, 10_000).Select(i => Any(random, i % 5))];
        var one = new ExactSum();
        foreach (double value in values)
        {
            one.Add(value);
        }

        random.Shuffle(values);
        var block = new ExactSum();
        block.Add(values.AsSpan());
        var parts = new ExactSum();
        for (int from = 0; from < values.Length; from += 777)
        {
            var part = new ExactSum();
            part.Add(values.AsSpan(from, Math.Min(777, values.Length - from)));
            parts.Merge(part);
        }

        Assert.Equal(Saved(one), Saved(block));
        Assert.Equal(Saved(one), Saved(parts));
        Assert.Equal(one.ToDouble(), Copy(parts).ToDouble());
    }

    [Fact]
    public void Carries_survive_long_runs_of_one_sign()
    {
        var sum = new ExactSum();
        double value = Math.BitDecrement(1.0);
        const int Count = 100_000;
        for (int i = 0; i < Count; i++)
        {
            sum.Add(value);
            sum.AddProduct(-value, value);
        }

        BigInteger exact = Count * (Exact(value) - ((Exact(value) * Exact(value)) >> Bias));
        AssertNearest(exact, sum.ToDouble(), "one sign");
    }

    [Theory]
    [InlineData(new double[0], 0.0)]
    [InlineData(new[] { 0.1, 0.2, -0.3 }, 2.7755575615628914e-17)]
    [InlineData(new[] { 1e308, 1e308, -1e308 }, 1e308)]
    [InlineData(new[] { double.MaxValue, double.MaxValue }, double.PositiveInfinity)]
    [InlineData(new[] { 9007199254740992, 1.0 }, 9007199254740992)] // a tie goes to even
    [InlineData(new[] { 9007199254740992, 1.0, double.Epsilon }, 9007199254740994)]
    [InlineData(new[] { 1, double.NaN }, double.NaN)]
    [InlineData(new[] { 1, double.PositiveInfinity }, double.PositiveInfinity)]
    [InlineData(new[] { 1, double.NegativeInfinity }, double.NegativeInfinity)]
    [InlineData(new[] { double.PositiveInfinity, double.NegativeInfinity }, double.NaN)]
    public void Known_sums(double[] values, double expected)
    {
        var sum = new ExactSum();
        sum.Add(values.AsSpan());
        Assert.Equal(expected, sum.ToDouble());
    }

    [Fact]
    public void Special_products_are_counted()
    {
        var sum = new ExactSum();
        sum.AddProduct(double.PositiveInfinity, 0);
        sum.AddProduct(double.NegativeInfinity, 2);
        Assert.Equal((1, 0, 1), (sum.NaNs, sum.PositiveInfinities, sum.NegativeInfinities));
    }

    [Fact]
    public void Load_refuses_bytes_that_are_no_sum()
    {
        byte[] saved = Saved(Copy(new ExactSum()));
        saved[24] = 100;
        saved[25] = 100;
        Assert.Throws<InvalidDataException>(() => ExactSum.Load(new BinaryReader(new MemoryStream(saved))));
    }
}
