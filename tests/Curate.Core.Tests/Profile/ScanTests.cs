using System.Text;
using Curate.Core.Data;
using Curate.Core.Profile.Columns;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile;

public sealed class ScanTests
{
    [Fact]
    public void TryPlain_agrees_with_the_grammar_of_values()
    {
        Seeds.Each(20, seed =>
        {
            var random = new SplitMix64(seed);
            for (int i = 0; i < 2000; i++)
            {
                byte[] text = Encoding.UTF8.GetBytes(Digits(random));
                bool plain = PlainNumber.TryParse(ref text[0], text.Length, out ulong mantissa, out int scale, out bool negative);
                LexicalClass looks = LexicalScan.OfText(text, out _);
                string shown = Encoding.UTF8.GetString(text);
                if (!plain)
                {
                    continue;
                }

                if (mantissa > PlainNumber.MostExact && scale < 0)
                {
                    Assert.Equal(LexicalClass.LongWhole, looks);
                    continue;
                }

                bool isNumber = scale >= 0 || (negative && mantissa == 0);
                Assert.True(looks == (isNumber ? LexicalClass.Number : LexicalClass.Whole), shown);
                Assert.True(NumberScan.TryAny(text, out double value, out ulong m, out int exponent, out bool isDecimal) && isDecimal, shown);
                if (mantissa <= PlainNumber.MostExact)
                {
                    double exact = PlainNumber.Exact(mantissa, scale);
                    Assert.True(value == (negative ? -exact : exact), shown);
                    Assert.Equal((mantissa, mantissa == 0 ? exponent : -Math.Max(0, scale)), (m, exponent));
                }
            }
        });
    }

    [Fact]
    public void TryPlain_with_bytes_before_the_text_equals_TryPlain_without()
    {
        Seeds.Each(50, seed =>
        {
            var random = new SplitMix64(seed);
            for (int i = 0; i < 4000; i++)
            {
                byte[] text = Encoding.UTF8.GetBytes(i % 3 == 0 ? Scramble(random) : Digits(random));
                byte[] before = Encoding.UTF8.GetBytes(new string("9.-,x"[random.Below(5)], random.Below(20)));
                byte[] both = [.. before, .. text];
                bool plain = PlainNumber.TryParse(ref text[0], text.Length, out ulong mantissa, out int scale, out bool negative);
                bool found = PlainNumber.TryParse(ref both[before.Length], text.Length, before.Length, out ulong m, out int s, out bool n);
                Assert.True(plain == found, Encoding.UTF8.GetString(text));
                if (plain)
                {
                    Assert.Equal((mantissa, scale, negative), (m, s, n));
                }
            }
        });

        static string Scramble(SplitMix64 random) =>
            string.Concat(Enumerable.Range(0, 1 + random.Below(20)).Select(_ => "00123456789999..-,/:x"[random.Below(21)]));
    }

    [Theory]
    [InlineData("5.", 5, 0)]
    [InlineData("-12.50", 1250, -2)]
    [InlineData("1e3", 1, 3)]
    [InlineData("2.5E-4", 25, -5)]
    [InlineData(" 7 ", 7, 0)]
    [InlineData(".25", 25, -2)]
    [InlineData("9223372036854775807", 9223372036854775807, 0)]
    public void TryAny_of_decimals_gives_mantissa_and_exponent(string text, ulong mantissa, int exponent)
    {
        Assert.True(NumberScan.TryAny(Encoding.UTF8.GetBytes(text), out _, out ulong m, out int e, out bool isDecimal));
        Assert.Equal((true, mantissa, exponent), (isDecimal, m, e));
    }

    [Theory]
    [InlineData("1e400000")]
    [InlineData("NaN")]
    [InlineData("-inf")]
    [InlineData("1e-300")]
    [InlineData("0.12345678901234567890123")]
    public void TryAny_of_what_is_no_short_decimal_says_so(string text)
    {
        if (NumberScan.TryAny(Encoding.UTF8.GetBytes(text), out _, out _, out _, out bool isDecimal))
        {
            Assert.False(isDecimal);
        }
        else
        {
            Assert.Equal("1e400000", text);
        }
    }

    [Fact]
    public void Count_of_random_texts_equals_a_walk_over_runes()
    {
        string[] pieces = [" ", "\t", "a", "bc", "é", "日", "😀", "\u00A0", "\u3000", "-", "x1", "\n"];
        Seeds.Each(20, seed =>
        {
            var random = new SplitMix64(seed);
            for (int i = 0; i < 500; i++)
            {
                string text = string.Concat(Enumerable.Range(0, 1 + random.Below(80)).Select(_ => pieces[random.Below(random.Chance(0.5) ? 4 : pieces.Length)]));
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                TextScan.Count(bytes, out int characters, out int words);
                Assert.Equal(text.EnumerateRunes().Count(), characters);
                Assert.Equal(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, words);
                Assert.Equal(text.Trim().Length != text.Length, TextScan.IsPadded(bytes));
            }
        });
    }

    [Theory]
    [InlineData("AB-1234", "A-9")]
    [InlineData("Ada Lovelace", "Aa Aa")]
    [InlineData("2024-01-02", "9-9-9")]
    [InlineData("Ünder", "Aa")]
    [InlineData("", "")]
    public void Shape_folds_runs(string text, string shape) => Assert.Equal(shape, ValueShape.Of(Encoding.UTF8.GetBytes(text)));

    private static string Digits(SplitMix64 random)
    {
        const string Signs = "0123456789.-0123456789";
        var text = new StringBuilder(random.Chance(0.2) ? "-" : "");
        for (int i = 1 + random.Below(20); i > 0; i--)
        {
            text.Append(random.Chance(0.9) ? Signs[random.Below(10)] : Signs[random.Below(Signs.Length)]);
        }

        return text.ToString();
    }
}
