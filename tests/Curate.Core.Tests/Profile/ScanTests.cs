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
    public void TextRuns_equal_texts_one_by_one()
    {
        string[] odd = ["", " ", "\t", "a", " a", "a ", "\na b\r", "NA", "null", "-", "--", "unknown", "true", "t", "12", "Infinity ", "[1]", "two words", new string('x', 5000), "caf\u00E9 au lait", "\u00E9", "\u00E9t\u00E9 \U0001F600", string.Concat(Enumerable.Repeat("\u00E4\u00F6 ", 21)), string.Concat(Enumerable.Repeat("\u00FC", 32)), string.Concat(Enumerable.Repeat("\u00FC", 40))];
        Seeds.Each(40, seed =>
        {
            var random = new SplitMix64(seed);
            var texts = new TextColumn();
            for (int i = random.Below(700); i > 0; i--)
            {
                if (random.Chance(0.05))
                {
                    texts.AppendNull();
                    continue;
                }

                string text = random.Chance(0.3) ? odd[random.Below(odd.Length)] : string.Concat(Enumerable.Range(0, random.Below(60)).Select(_ => "ab cD\t,_:"[random.Below(9)]));
                texts.Append(Encoding.UTF8.GetBytes(seed % 2 == 0 && text.StartsWith('1') ? "x" : text));
            }

            var block = new ValueBlock();
            block.Fill(texts, 0, texts.Count, new ulong[texts.Count]);
            if (block.Count == 0)
            {
                return;
            }

            Assert.True(block.IsPackedText);
            int from = random.Below(Math.Min(3, block.Count));
            var runs = new TextState();
            int end = TextRuns.Add(runs, block, from);
            var singles = new TextState();
            for (int i = from; i < end; i++)
            {
                Assert.True(LexicalScan.OfText(block[i], out _) == LexicalClass.Text, Encoding.UTF8.GetString(block[i]));
                singles.Add(block[i]);
            }

            Assert.Equal(Sketches.StateRoundTrip.Bytes(singles.Save), Sketches.StateRoundTrip.Bytes(runs.Save));
        });
    }

    [Theory]
    [InlineData("plain", true, true)]
    [InlineData("d\u00E9j\u00E0", true, false)]
    [InlineData("no\u00A0break", false, false)]
    [InlineData("\u3000wide", false, false)]
    public void IsPackedText_texts_with_white_space_beyond_ASCII_are_not(string second, bool isPacked, bool isAscii)
    {
        var block = new ValueBlock();
        var texts = new TextColumn();
        texts.Append("plain"u8);
        texts.Append(Encoding.UTF8.GetBytes(second));
        block.Fill(texts, 0, 2, new ulong[2]);
        Assert.Equal((isPacked, isAscii), (block.IsPackedText, block.IsAscii));
    }

    [Fact]
    public void IsPackedText_fields_of_records_are_not()
    {
        var fields = new TextColumn();
        fields.Look("a,b\nc,d\n"u8.ToArray(), [-1, 1, 3, 5, 7], 2, 1, 2);
        var block = new ValueBlock();
        block.Fill(fields, 0, 2, new ulong[2]);
        Assert.False(block.IsPackedText);
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
    [InlineData("a\t b\u00A0c", "a a a")]
    [InlineData("x😀😀!", "a😀!")]
    [InlineData("", "")]
    public void Shape_folds_runs(string text, string shape) => Assert.Equal(shape, ValueShape.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Shape_ends_behind_forty_signs()
    {
        string forty = string.Concat(Enumerable.Repeat("a-", 20));
        Assert.Equal(forty, ValueShape.Of(Encoding.UTF8.GetBytes(forty + "-")));
        Assert.Equal(forty + "…", ValueShape.Of(Encoding.UTF8.GetBytes(forty + "b")));
        string wide = string.Concat(Enumerable.Repeat("😀!", 20));
        Assert.Equal(wide + "…", ValueShape.Of(Encoding.UTF8.GetBytes(wide + "😀")));
    }

    [Fact]
    public void Scripts_are_counted_letter_by_letter()
    {
        var scripts = new NameCounts();
        ValueShape.CountScripts(Encoding.UTF8.GetBytes("Ab1 é Ж, жq 日本"), 3, scripts);
        ValueShape.CountScripts("42"u8, 1, scripts);
        (string[] names, long[] counts) = scripts.Sorted();
        Assert.Equal(["Cyrillic", "Han", "Latin"], names);
        Assert.Equal([6, 6, 12], counts);
    }

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
