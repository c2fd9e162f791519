using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.TestKit;

namespace Curate.Core.Tests.Data;

/// <summary>Numbers are written as the runtime writes them with "R", byte for byte.</summary>
public sealed class ShortestNumberTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(1e15)]
    [InlineData(999999999999999)]
    [InlineData(1234567890123456)]
    [InlineData(9007199254740992)]
    [InlineData(1e16)]
    [InlineData(1e22)]
    [InlineData(1e23)]
    [InlineData(0.0001)]
    [InlineData(0.00001)]
    [InlineData(0.00012345)]
    [InlineData(123456.789)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(2.2250738585072014E-308)]
    [InlineData(2.2250738585072009E-308)]
    [InlineData(9.5E-322)]
    [InlineData(4.35)]
    [InlineData(100)]
    [InlineData(2e-323)]
    [InlineData(8.41E+21)]
    [InlineData(2.0919495182368195E+19)]
    [InlineData(9.409340012568248E+18)]
    public void Known_numbers(double value)
    {
        Check(value);
        Check((float)value);
    }

    [Fact]
    public void Negative_zero()
    {
        Check(-0.0);
        Check(-0.0f);
    }

    [Fact]
    public void Every_power_of_two_and_its_neighbours()
    {
        for (int e = -1074; e <= 1023; e++)
        {
            double power = Math.ScaleB(1, e);
            Check(power);
            Check(Math.BitIncrement(power));
            Check(Math.BitDecrement(power));
            if (e is >= -149 and <= 127)
            {
                float single = MathF.ScaleB(1, e);
                Check(single);
                Check(MathF.BitIncrement(single));
                Check(MathF.BitDecrement(single));
            }
        }
    }

    [Fact]
    public void Every_power_of_ten_and_its_neighbours()
    {
        for (int e = -323; e <= 308; e++)
        {
            double power = double.Parse("1e" + e.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            Check(power);
            Check(Math.BitIncrement(power));
            Check(Math.BitDecrement(power));
            Check(9 * power);
        }
    }

    [Fact]
    public void Random_bits()
    {
        var random = new SplitMix64(1);
        for (int i = 0; i < 300_000; i++)
        {
            ulong bits = random.Next();
            double value = BitConverter.UInt64BitsToDouble(bits);
            float single = BitConverter.UInt32BitsToSingle((uint)bits);
            if (double.IsFinite(value))
            {
                Check(value);
            }

            if (float.IsFinite(single))
            {
                Check(single);
            }
        }
    }

    [Fact]
    public void Numbers_of_few_digits()
    {
        var random = new SplitMix64(2);
        for (int i = 0; i < 200_000; i++)
        {
            double value = random.Below(10_000_000) / Math.Pow(10, random.Below(12));
            Check(value);
            Check((float)value);
            Check(value + (random.Below(1000) * value * 1e-16));
        }
    }

    [Fact]
    public void Numbers_of_up_to_six_places_and_their_neighbours()
    {
        var random = new SplitMix64(3);
        for (int i = 0; i < 200_000; i++)
        {
            // Digits of all counts, also beyond those for which one division is enough.
            double value = (random.Next() >> random.Between(10, 63)) / 1e6;
            Check(value);
            Check(-value);
            Check(Math.BitIncrement(value));
            Check(Math.BitDecrement(value));
        }

        foreach (double edge in new[] { 1e-4, 0.00009, 0.000099, 0.0001005, 9.999999, 10, 99.5, 0.9, 0.09, 0.1, 0.000101, 1e9, 999_999_999.999999, 999_999_999.9999995, 1e-6, 5e-7, 4.9e-7, 1e-7, 1.5e-6 })
        {
            Check(edge);
            Check(Math.BitIncrement(edge));
            Check(Math.BitDecrement(edge));
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.5)]
    [InlineData(1e300)]
    [InlineData(1.0 / 3)]
    public void A_place_that_is_too_short_for_some_numbers_is_refused_for_all(double value)
    {
        Assert.Throws<ArgumentException>(() => ShortestNumber.Write(value, new byte[ShortestNumber.MostBytes - 1]));
        Assert.Throws<ArgumentException>(() => ShortestNumber.Write((float)value, new byte[ShortestNumber.MostBytes - 1]));
    }

    [Fact]
    public void A_power_of_two_that_the_runtime_writes_as_another_number_reads_back() =>
        Assert.Equal("4.1045368012983762E-289", Text(Math.ScaleB(1, -958)));

    private static void Check(double value)
    {
        if (double.IsFinite(value))
        {
            string text = Text(value);
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)));
            string runtime = value.ToString("R", CultureInfo.InvariantCulture);
            if (double.Parse(runtime, CultureInfo.InvariantCulture) == value)
            {
                Assert.Equal(runtime, text);
            }
        }
    }

    private static void Check(float value)
    {
        if (float.IsFinite(value))
        {
            string text = Text(value);
            Assert.Equal(BitConverter.SingleToInt32Bits(value), BitConverter.SingleToInt32Bits(float.Parse(text, CultureInfo.InvariantCulture)));
            string runtime = value.ToString("R", CultureInfo.InvariantCulture);
            if (float.Parse(runtime, CultureInfo.InvariantCulture) == value)
            {
                Assert.Equal(runtime, text);
            }
        }
    }

    private static string Text(double value)
    {
        Span<byte> text = stackalloc byte[ShortestNumber.MostBytes];
        return Encoding.ASCII.GetString(text[..ShortestNumber.Write(value, text)]);
    }

    private static string Text(float value)
    {
        Span<byte> text = stackalloc byte[ShortestNumber.MostBytes];
        return Encoding.ASCII.GetString(text[..ShortestNumber.Write(value, text)]);
    }
}
