using Curate.Core.Numerics;

namespace Curate.Core.Tests.Numerics;

public sealed class PortableMathTests
{
    /// <summary>Inputs and outputs as bits. Each output was checked against a 60-digit (for sine and cosine 400-digit) reference to be within 1 ulp (1e-14 for lgamma).</summary>
    [Theory]
    [InlineData("log", 0x4030b1bb64496377UL, 0x0000000000000000UL, 0x40068540f2a75de2UL)]
    [InlineData("log", 0x21c21c24e2d06fa6UL, 0x0000000000000000UL, 0xc074eaa8d234d3edUL)]
    [InlineData("log", 0x16f01a6dd91c7379UL, 0x0000000000000000UL, 0xc07c6b2b7e938bbeUL)]
    [InlineData("log", 0x448e206623fa203cUL, 0x0000000000000000UL, 0x40499dc49c5c38c5UL)]
    [InlineData("log", 0x6f63642f1008d244UL, 0x0000000000000000UL, 0x40807253dc935817UL)]
    [InlineData("log", 0x0794de5b31fb5569UL, 0x0000000000000000UL, 0xc083879ff364c6fcUL)]
    [InlineData("log", 0x3fe463245108c649UL, 0x0000000000000000UL, 0xbfdcda51698cc463UL)]
    [InlineData("log", 0x3fe8d9394c51b272UL, 0x0000000000000000UL, 0xbfd0301fdd8b171aUL)]
    [InlineData("exp", 0x406079bf69b3f381UL, 0x0000000000000000UL, 0x4bd1ccfd8d63eea7UL)]
    [InlineData("exp", 0xc013a98b14075317UL, 0x0000000000000000UL, 0x3f7e07ad73b031ecUL)]
    [InlineData("exp", 0x40270eb0fdbe1d62UL, 0x0000000000000000UL, 0x40f8cd55c31c6cbcUL)]
    [InlineData("exp", 0x4033393b324e7276UL, 0x0000000000000000UL, 0x41aa9b64655238c0UL)]
    [InlineData("exp", 0xc04ed547cf19aa92UL, 0x0000000000000000UL, 0x3a6062d7ec696862UL)]
    [InlineData("exp", 0x406ae8112b32d025UL, 0x0000000000000000UL, 0x535750692f960566UL)]
    [InlineData("exp", 0xc06042810b378502UL, 0x0000000000000000UL, 0x343434dfb7e204a9UL)]
    [InlineData("exp", 0xc0318a27ab9b144fUL, 0x0000000000000000UL, 0x3e59e9bf292c6123UL)]
    [InlineData("expm1", 0xbfd661fc33acc3f8UL, 0x0000000000000000UL, 0xbfd2e34761ce5951UL)]
    [InlineData("expm1", 0x40407634fbc8ec6aUL, 0x0000000000000000UL, 0x42e69ad57e83625aUL)]
    [InlineData("expm1", 0x40225df14104bbe3UL, 0x0000000000000000UL, 0x40c302fdeaf3430eUL)]
    [InlineData("expm1", 0x40097feabab2ffdcUL, 0x0000000000000000UL, 0x40373a0f84c571e6UL)]
    [InlineData("expm1", 0x3dc5dd1a90ae721bUL, 0x0000000000000000UL, 0x3dc5dd1a90b05020UL)]
    [InlineData("expm1", 0xbcf3581bd81572faUL, 0x0000000000000000UL, 0xbcf3581bd81572eeUL)]
    [InlineData("expm1", 0x3fe688bf31ed117eUL, 0x0000000000000000UL, 0x3ff05afc9a1d74b4UL)]
    [InlineData("expm1", 0x40386d4ae020da95UL, 0x0000000000000000UL, 0x4222e75d3597bf86UL)]
    [InlineData("log1p", 0x404a24b563dc496bUL, 0x0000000000000000UL, 0x400fce35b4f5221dUL)]
    [InlineData("log1p", 0x404de91e1d8fd23cUL, 0x0000000000000000UL, 0x40106e878b0d3c4bUL)]
    [InlineData("log1p", 0xbfeac35e899490fbUL, 0x0000000000000000UL, 0xbffcf5d54ff2bb8dUL)]
    [InlineData("log1p", 0x4056e3160e19c62cUL, 0x0000000000000000UL, 0x40121c65349a1c1aUL)]
    [InlineData("log1p", 0xbfe76805074773e0UL, 0x0000000000000000UL, 0xbff5090cf8ba53c5UL)]
    [InlineData("log1p", 0x3dee0590b4d97b63UL, 0x0000000000000000UL, 0x3dee0590b4cb662bUL)]
    [InlineData("log1p", 0xbfeeaf26c16e5410UL, 0x0000000000000000UL, 0xc00987bdac93db2bUL)]
    [InlineData("log1p", 0x3fe7e1d409f49075UL, 0x0000000000000000UL, 0x3fe1d71d0697ced6UL)]
    [InlineData("sin", 0x504867854e41c1ecUL, 0x0000000000000000UL, 0x3fe6ea892c709329UL)]
    [InlineData("sin", 0x3ff23af5268475e8UL, 0x0000000000000000UL, 0x3fed1173732958ccUL)]
    [InlineData("sin", 0xc129de954a837c2aUL, 0x0000000000000000UL, 0xbfeaa119b140c134UL)]
    [InlineData("sin", 0xc12ba113dc0f3128UL, 0x0000000000000000UL, 0x3fd4fcd77c7e097cUL)]
    [InlineData("sin", 0xc111fcc3cfb85615UL, 0x0000000000000000UL, 0x3ff0000000000000UL)]
    [InlineData("sin", 0x411e0910c95fac22UL, 0x0000000000000000UL, 0x3fecd9b332004053UL)]
    [InlineData("sin", 0xc1261db3c30ab6adUL, 0x0000000000000000UL, 0xbff0000000000000UL)]
    [InlineData("sin", 0x844efce52c3f0fd6UL, 0x0000000000000000UL, 0x844efce52c3f0fd6UL)]
    [InlineData("cos", 0x29067408dcdc28e2UL, 0x0000000000000000UL, 0x3ff0000000000000UL)]
    [InlineData("cos", 0x7e5f3b3261ca35e6UL, 0x0000000000000000UL, 0xbfec65586e691092UL)]
    [InlineData("cos", 0x40f90a9dbc9bd5b6UL, 0x0000000000000000UL, 0xbff0000000000000UL)]
    [InlineData("cos", 0x4120cf52be87b5a6UL, 0x0000000000000000UL, 0xbfebf7e850039ed3UL)]
    [InlineData("cos", 0xc000a567e3b14ad0UL, 0x0000000000000000UL, 0xbfdf3dd77e210101UL)]
    [InlineData("cos", 0x4118fd5cd11265c2UL, 0x0000000000000000UL, 0x3ff0000000000000UL)]
    [InlineData("cos", 0x053b5e8c687f1193UL, 0x0000000000000000UL, 0x3ff0000000000000UL)]
    [InlineData("cos", 0xc0f3ce16edf8942eUL, 0x0000000000000000UL, 0x3fe6eb67e3a00be3UL)]
    [InlineData("lgamma", 0x3fff6a0e3453a0e9UL, 0x0000000000000000UL, 0xbf8ece233bc8a38eUL)]
    [InlineData("lgamma", 0x3fff72f4236a191bUL, 0x0000000000000000UL, 0xbf8d06fccc27e077UL)]
    [InlineData("lgamma", 0x3fffb79fb9176f3fUL, 0x0000000000000000UL, 0xbf7e2f7ff8075593UL)]
    [InlineData("lgamma", 0x40002cb7c2adf309UL, 0x0000000000000000UL, 0x3f83382c301f3930UL)]
    [InlineData("lgamma", 0x3ff06edbb7d8ddb7UL, 0x0000000000000000UL, 0xbf8ec6d4f3fef2c3UL)]
    [InlineData("lgamma", 0x3feff6691629866cUL, 0x0000000000000000UL, 0x3f462d84784de874UL)]
    [InlineData("lgamma", 0x3fff7584ee1084a3UL, 0x0000000000000000UL, 0xbf8c8373b9ca02e7UL)]
    [InlineData("lgamma", 0x3ff0c0fd8e8981fbUL, 0x0000000000000000UL, 0xbf9a056c6330924bUL)]
    [InlineData("pow", 0x402290d1eca521a4UL, 0xc0576e8b0978dd16UL, 0x2d1a2049412d49c6UL)]
    [InlineData("pow", 0x70a5cc2a03e18a27UL, 0x3fe4bbd4baa5d798UL, 0x5f8048c37564a63bUL)]
    [InlineData("pow", 0x62a0ea7f8435d95bUL, 0x3fdec6ffa7952f07UL, 0x509e9bc1008ad33cUL)]
    [InlineData("pow", 0x2371c4ed2fed6605UL, 0xbff244782ad39f37UL, 0x6075da971d03ce72UL)]
    [InlineData("pow", 0x203cadfd8dfc0c7aUL, 0x3fd58b149188a7cfUL, 0x354379cbd47fc8a4UL)]
    [InlineData("pow", 0x59ae9cf1903703a1UL, 0xbffec62b8414f246UL, 0x0e69cf442187ba69UL)]
    [InlineData("pow", 0x00248944c437d4dfUL, 0x3fea83beebb39cf9UL, 0x0b13eaa1a53b3a45UL)]
    [InlineData("pow", 0x3ff845c47bb08b89UL, 0xc0571d4504743a8aUL, 0x3c75418171eed153UL)]
    public void Golden_bits_are_the_same_on_every_platform(string function, ulong x, ulong y, ulong expected)
    {
        double value = Call(function, BitConverter.UInt64BitsToDouble(x), BitConverter.UInt64BitsToDouble(y));
        Assert.Equal(expected, BitConverter.DoubleToUInt64Bits(value));
    }

    private static double Call(string function, double x, double y) => function switch
    {
        "log" => PortableMath.Log(x),
        "exp" => PortableMath.Exp(x),
        "expm1" => PortableMath.Expm1(x),
        "log1p" => PortableMath.Log1p(x),
        "sin" => PortableMath.Sin(x),
        "cos" => PortableMath.Cos(x),
        "lgamma" => PortableMath.LogGamma(x),
        "pow" => PortableMath.Pow(x, y),
        _ => throw new ArgumentException(function),
    };

    /// <summary>The framework is within 1 ulp or so itself, and so are we.</summary>
    [Theory]
    [InlineData("log", 1e-300, 1e300)]
    [InlineData("log", 0.5, 2)]
    [InlineData("exp", -745, 709)]
    [InlineData("exp", -1, 1)]
    [InlineData("sin", -10, 10)]
    [InlineData("cos", -10, 10)]
    [InlineData("sin", -1e15, 1e15)]
    [InlineData("cos", -1e300, 1e300)]
    [InlineData("pow", 0, 30)]
    public void Close_to_the_framework(string function, double low, double high)
    {
        const int Seed = 11;
        var random = new Random(Seed);
        for (int i = 0; i < 20_000; i++)
        {
            double x = low + ((high - low) * random.NextDouble());
            double y = (random.NextDouble() - 0.5) * 200;
            double expected = function switch { "log" => Math.Log(x), "exp" => Math.Exp(x), "sin" => Math.Sin(x), "cos" => Math.Cos(x), _ => Math.Pow(x, y) };
            double value = Call(function, x, y);
            Assert.True(Math.Abs(value - expected) <= 2 * Math.Max(Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected), double.Epsilon),
                $"seed {Seed}: {function}({x:R}, {y:R}) = {value:R}, not {expected:R}");
        }
    }

    [Fact]
    public void Expm1_and_Log1p_keep_small_arguments_and_undo_each_other()
    {
        for (double x = 0.3; x > 1e-20; x *= 0.7)
        {
            Assert.Equal(x, PortableMath.Log1p(PortableMath.Expm1(x)), x * 1e-15);
            Assert.Equal(-x, PortableMath.Expm1(PortableMath.Log1p(-x)), x * 1e-15);
            Assert.True(PortableMath.Expm1(x) >= x && PortableMath.Log1p(x) <= x);
        }
    }

    [Fact]
    public void LogGamma_of_whole_numbers_is_the_log_factorial()
    {
        double factorial = 1;
        for (int n = 1; n <= 170; n++)
        {
            factorial *= n;
            Assert.Equal(PortableMath.Log(factorial), PortableMath.LogGamma(n + 1), Math.Max(1e-15, 2e-15 * PortableMath.Log(factorial)));
        }

        Assert.Equal(0, PortableMath.LogGamma(1));
        Assert.Equal(0, PortableMath.LogGamma(2));
        Assert.Equal(0.5723649429247001, PortableMath.LogGamma(0.5), 1e-15); // ln sqrt(pi)
        double t = Math.ScaleB(1, -27);
        double series = (-0.57721566490153286 * t) + (Math.PI * Math.PI / 12 * t * t);
        Assert.Equal(series, PortableMath.LogGamma(1 + t), 1e-13 * t); // relative, where the function vanishes
    }

    [Fact]
    public void LogGamma_follows_the_recurrence_across_its_branches()
    {
        const int Seed = 12;
        var random = new Random(Seed);
        for (int i = 0; i < 20_000; i++)
        {
            double x = random.NextDouble() * 30;
            double expected = PortableMath.LogGamma(x) + PortableMath.Log(x);
            Assert.Equal(expected, PortableMath.LogGamma(x + 1), 1e-14 * Math.Max(1, Math.Abs(PortableMath.LogGamma(x))));
        }
    }

    [Fact]
    public void StirlingError_completes_the_formula()
    {
        double factorial = 1;
        for (int n = 1; n < 30; n++)
        {
            factorial *= n;
            double formula = ((n + 0.5) * Math.Log(n)) - n + (0.5 * Math.Log(2 * Math.PI));
            Assert.Equal(Math.Log(factorial) - formula, PortableMath.StirlingError(n), 2e-14);
        }
    }

    [Theory]
    [InlineData("log", 0.0, 0, double.NegativeInfinity)]
    [InlineData("log", -1.0, 0, double.NaN)]
    [InlineData("log", double.PositiveInfinity, 0, double.PositiveInfinity)]
    [InlineData("log", double.NaN, 0, double.NaN)]
    [InlineData("log", 1.0, 0, 0.0)]
    [InlineData("log1p", -1.0, 0, double.NegativeInfinity)]
    [InlineData("log1p", -2.0, 0, double.NaN)]
    [InlineData("log1p", double.PositiveInfinity, 0, double.PositiveInfinity)]
    [InlineData("exp", 710.0, 0, double.PositiveInfinity)]
    [InlineData("exp", -746.0, 0, 0.0)]
    [InlineData("exp", double.NegativeInfinity, 0, 0.0)]
    [InlineData("exp", double.NaN, 0, double.NaN)]
    [InlineData("exp", 0.0, 0, 1.0)]
    [InlineData("expm1", double.NegativeInfinity, 0, -1.0)]
    [InlineData("expm1", double.PositiveInfinity, 0, double.PositiveInfinity)]
    [InlineData("expm1", double.NaN, 0, double.NaN)]
    [InlineData("sin", double.PositiveInfinity, 0, double.NaN)]
    [InlineData("cos", double.NaN, 0, double.NaN)]
    [InlineData("cos", 0.0, 0, 1.0)]
    [InlineData("lgamma", 0.0, 0, double.PositiveInfinity)]
    [InlineData("lgamma", -1.0, 0, double.NaN)]
    [InlineData("lgamma", double.PositiveInfinity, 0, double.PositiveInfinity)]
    public void Special_values(string function, double x, double y, double expected) => Assert.Equal(expected, Call(function, x, y));

    [Fact]
    public void Pow_special_values_are_those_of_the_standard()
    {
        double[] values = [0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e300, -1e300, 1e-300, 9007199254740993];
        foreach (double x in values)
        {
            foreach (double y in values)
            {
                Assert.True(BitConverter.DoubleToInt64Bits(Math.Pow(x, y)) == BitConverter.DoubleToInt64Bits(PortableMath.Pow(x, y))
                    || (double.IsNaN(Math.Pow(x, y)) && double.IsNaN(PortableMath.Pow(x, y)))
                    || Math.Abs(PortableMath.Pow(x, y) / Math.Pow(x, y) - 1) < 1e-15, $"{x}^{y}: {PortableMath.Pow(x, y):R}, not {Math.Pow(x, y):R}");
            }
        }
    }

    [Fact]
    public void Subnormal_results_round_once()
    {
        Assert.Equal(double.Epsilon, PortableMath.Exp(-744.5));
        Assert.Equal(Math.Log(double.Epsilon), PortableMath.Log(double.Epsilon));
        Assert.Equal(Math.Pow(2, -1060), PortableMath.Pow(2, -1060));
    }
}
