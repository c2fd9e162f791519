using Curate.Cli.Reports;

namespace Curate.Cli.Tests.Profile;

/// <summary>Widths, cutting and figures of reports.</summary>
public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("日本", 4)]
    [InlineData("한국", 4)]
    [InlineData("ｆｕｌｌ", 8)]
    [InlineData("ﾊﾝｶｸ", 4)]
    [InlineData("😀", 2)]
    [InlineData("👩‍👩‍👧", 2)]
    [InlineData("❤️", 2)]
    [InlineData("▁▂▃", 3)]
    [InlineData("a\u200bb", 2)]
    public void Width_counts_cells(string text, int cells) => Assert.Equal(cells, DisplayText.Width(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("日本語", 6, "日本語")]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日…")]
    [InlineData("ab cdef", 4, "ab…")]
    [InlineData("abc", 0, "")]
    [InlineData("x👩‍👩‍👧y", 3, "x…")]
    public void Cut_leaves_room_for_the_ellipsis(string text, int width, string cut) => Assert.Equal(cut, DisplayText.Cut(text, width, "…"));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\tb\r\n", "a\\tb\\r\\n")]
    [InlineData("\u001b[2J", "\\x1b[2J")]
    [InlineData("\u009b", "\\x9b")]
    [InlineData("\u202etxt.exe", "\\u202etxt.exe")]
    [InlineData("日本", "日本")]
    public void Clean_shows_what_would_steer(string text, string clean) => Assert.Equal(clean, DisplayText.Clean(text));

    [Fact]
    public void Fold_breaks_at_spaces_and_inside_long_words()
    {
        Assert.Equal(["one two", "three"], DisplayText.Fold("one two three", 8));
        Assert.Equal(["abcd", "efgh", "i jk"], DisplayText.Fold("abcdefghi jk", 4));
        Assert.Equal([""], DisplayText.Fold("", 4));
    }

    [Theory]
    [InlineData(0, "0%")]
    [InlineData(1, "100%")]
    [InlineData(0.442, "44.2%")]
    [InlineData(0.0031, "0.31%")]
    [InlineData(0.00001, "<0.01%")]
    [InlineData(0.9996, "99.96%")]
    [InlineData(0.999999999, ">99.99%")]
    [InlineData(double.NaN, "-")]
    public void Share_never_rounds_to_nothing_or_all(double share, string text) => Assert.Equal(text, Figures.Share(share));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1999, "1999")]
    [InlineData(123456, "123,456")]
    [InlineData(43.92193, "43.922")]
    [InlineData(-0.053117, "-0.053117")]
    [InlineData(1.5e-7, "1.5e-7")]
    [InlineData(6.02e23, "6.02e23")]
    [InlineData(double.NaN, "-")]
    [InlineData(double.PositiveInfinity, "inf")]
    public void Number_is_short_and_clear(double value, string text) => Assert.Equal(text, Figures.Number(value));

    [Fact]
    public void Spark_and_bar_scale_to_the_largest()
    {
        Assert.Equal("▁▄█ ", Glyphs.Blocks.Spark([0.01, 4, 8, 0]));
        Assert.Equal("█████", Glyphs.Blocks.Bar(1, 5));
        Assert.Equal("██▌", Glyphs.Blocks.Bar(0.5, 5));
        Assert.Equal("▏", Glyphs.Blocks.Bar(1e-9, 5));
        Assert.Equal("", Glyphs.Blocks.Bar(double.NaN, 5));
        Assert.Equal("###", Glyphs.Ascii.Bar(0.5, 6));
        Assert.Equal([3, 7, 5], Glyphs.Squeeze([1, 2, 3, 4, 5], 3));
    }
}
