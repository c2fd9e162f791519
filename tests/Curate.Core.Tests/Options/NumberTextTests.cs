using System.Globalization;
using Curate.Core.Options;

namespace Curate.Core.Tests.Options;

public sealed class NumberTextTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    /// <summary>Every test of this class runs under decimal commas, dots for groups and an odd minus.</summary>
    public NumberTextTests()
    {
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NumberGroupSeparator = ".";
        commas.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = commas;
        Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;

    [Theory]
    [InlineData("0", 0)]
    [InlineData("10", 10)]
    [InlineData("-10", -10)]
    [InlineData("10k", 10_000)]
    [InlineData("1.5M", 1_500_000)]
    [InlineData("2G", 2_000_000_000)]
    [InlineData("1e6", 1_000_000)]
    [InlineData("1E+3", 1000)]
    [InlineData("2.5e3", 2500)]
    [InlineData("1000e-3", 1)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void TryWhole_good(string text, long expected)
    {
        Assert.True(NumberText.TryWhole(text, out long value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("1.5")]
    [InlineData("1.")]
    [InlineData(".")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData("~1")]
    [InlineData("1e")]
    [InlineData("1e-")]
    [InlineData("10m")]
    [InlineData("10kk")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("1e19")]
    [InlineData("1e99999999999")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999999999999999999")]
    [InlineData("١")] // a digit, not an ASCII one
    public void TryWhole_odd(string text) => Assert.False(NumberText.TryWhole(text, out _));

    [Theory]
    [InlineData("0.25", 0.25)]
    [InlineData("-0.25", -0.25)]
    [InlineData(".5", 0.5)]
    [InlineData("1e-3", 0.001)]
    [InlineData("1E+3", 1000)]
    [InlineData("0", 0)]
    [InlineData("5e-324", double.Epsilon)]
    public void TryNumber_good(string text, double expected)
    {
        Assert.True(NumberText.TryNumber(text, out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("1.000,5")]
    [InlineData("5.")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("")]
    [InlineData("nan")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("1e-999")]
    [InlineData("1e")]
    [InlineData("1.2.3")]
    public void TryNumber_odd(string text) => Assert.False(NumberText.TryNumber(text, out _));

    [Theory]
    [InlineData("5%", 0.05)]
    [InlineData("0.05", 0.05)]
    [InlineData("12.5%", 0.125)]
    [InlineData("100%", 1)]
    [InlineData("7%", 0.07)] // 7 / 100.0 is 0.07 too, 0.07 * 100 is not 7
    [InlineData("58%", 0.58)]
    [InlineData("1e1%", 0.1)]
    public void TryFraction_good(string text, double expected)
    {
        Assert.True(NumberText.TryFraction(text, out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("5 %")]
    [InlineData("5%%")]
    [InlineData("-5%")]
    [InlineData("-0.1")]
    [InlineData("1,5%")]
    [InlineData("")]
    public void TryFraction_odd(string text) => Assert.False(NumberText.TryFraction(text, out _));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("123", 123)]
    [InlineData("123B", 123)]
    [InlineData("64MiB", 64L << 20)]
    [InlineData("2GiB", 2L << 30)]
    [InlineData("1TiB", 1L << 40)]
    [InlineData("1KiB", 1024)]
    [InlineData("100MB", 100_000_000)]
    [InlineData("1.5G", 1_500_000_000)]
    [InlineData("1.5GiB", 1_610_612_736)]
    [InlineData("10k", 10_000)]
    [InlineData("0.1KiB", 102)]
    [InlineData("1e9", 1_000_000_000)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void TrySize_good(string text, long expected)
    {
        Assert.True(NumberText.TrySize(text, out long value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData("1 MiB")]
    [InlineData("1mib")]
    [InlineData("MiB")]
    [InlineData("1iB")]
    [InlineData("1,5G")]
    [InlineData("10TiBB")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999TiB")]
    public void TrySize_odd(string text) => Assert.False(NumberText.TrySize(text, out _));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(64L << 20, "64 MiB")]
    [InlineData((1L << 20) - 1, "1 MiB")]
    [InlineData(-2048, "-2 KiB")]
    [InlineData(long.MaxValue, "8 EiB")]
    public void Size_shows_binary_units(long bytes, string expected) => Assert.Equal(expected, NumberText.Size(bytes));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-1234.5, "-1234.5")]
    [InlineData(1e21, "1E+21")]
    [InlineData(5e-324, "5E-324")]
    public void Of_is_shortest_and_without_culture(double value, string expected) => Assert.Equal(expected, NumberText.Of(value));

    [Fact]
    public void Of_reads_back()
    {
        const int Seed = 20;
        var random = new Random(Seed);
        for (int i = 0; i < 20_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsFinite(value))
            {
                Assert.True(NumberText.TryNumber(NumberText.Of(value), out double back), $"seed {Seed}: {value:R}");
                Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(back));
            }
        }

        Assert.Equal("-9223372036854775808", NumberText.Of(long.MinValue));
    }

    /// <summary>Texts without fraction and exponent take a way of their own; the same number with a fraction of 0 does not.</summary>
    [Theory]
    [InlineData("0", "0.0")]
    [InlineData("999999999999999999", "999999999999999999.0")]
    [InlineData("9999999999999999999", "9999999999999999999.0")]
    [InlineData("9223372036854775k", "9223372036854775.0k")]
    [InlineData("9223372036854776k", "9223372036854776.0k")]
    [InlineData("9223372T", "9223372.0T")]
    [InlineData("9223373T", "9223373.0T")]
    [InlineData("7B", "7.0B")]
    [InlineData("1kB", "1.0kB")]
    [InlineData("8388607TiB", "8388607.0TiB")]
    [InlineData("8388608TiB", "8388608.0TiB")]
    [InlineData("18014398509481983kiB", "18014398509481983.0kiB")]
    [InlineData("00000000000000000000001GiB", "00000000000000000000001.0GiB")]
    [InlineData("5kk", "5.0kk")]
    [InlineData("5eB", "5.0eB")]
    public void Plain_digits_are_read_as_any_number(string text, string same)
    {
        Assert.Equal(NumberText.TryWhole(same, out long expected), NumberText.TryWhole(text, out long value));
        Assert.Equal(expected, value);
        Assert.Equal(NumberText.TryWhole("-" + same, out expected), NumberText.TryWhole("-" + text, out value));
        Assert.Equal(expected, value);
        Assert.Equal(NumberText.TrySize(same, out expected), NumberText.TrySize(text, out value));
        Assert.Equal(expected, value);
    }
}
