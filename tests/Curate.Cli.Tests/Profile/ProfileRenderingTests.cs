using System.Text;
using System.Xml;
using Curate.Cli.Reports;
using Curate.Cli.Reports.Profile;
using Curate.Core.Profile.Report;
using Curate.TestKit;

namespace Curate.Cli.Tests.Profile;

/// <summary>A profile on the terminal, as Markdown and as a page. The expected files are read by people when they change.</summary>
public sealed class ProfileRenderingTests
{
    private const string Folder = "tests/Curate.Cli.Tests/Profile/expected/";

    [Theory]
    [InlineData(60, false, "text-60.txt")]
    [InlineData(100, false, "text-100.txt")]
    [InlineData(200, false, "text-200.txt")]
    [InlineData(80, true, "text-full.txt")]
    public void Text_is_laid_out_for_the_width(int width, bool full, string file)
    {
        string text = Text(SampleProfile.Full, ProfileFormat.Text, full, TerminalStyle.Plain with { Width = width });
        GoldenFile.Matches(Folder + file, text);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(72)]
    [InlineData(100)]
    [InlineData(200)]
    public void Text_keeps_to_the_width_but_for_commands_to_paste(int width)
    {
        string text = Text(SampleProfile.Full, ProfileFormat.Text, full: true, TerminalStyle.Plain with { Width = width });
        Assert.All(text.Split('\n').Where(static line => !line.StartsWith("    curate ", StringComparison.Ordinal)), line => Assert.True(DisplayText.Width(line) <= width, $"{DisplayText.Width(line)} cells: {line}"));
    }

    [Fact]
    public void Text_in_ascii_holds_no_drawing_signs()
    {
        string text = Text(SampleProfile.Wide(3), ProfileFormat.Text, full: false, TerminalStyle.Plain with { Glyphs = Glyphs.Ascii });
        Assert.All(text, c => Assert.True(c < 128 || char.IsLetter(c), $"U+{(int)c:X4}"));
        Assert.Contains("####", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_colour_says_the_same_words()
    {
        TerminalStyle style = TerminalStyle.Plain with { Width = 100 };
        string colour = Text(SampleProfile.Full, ProfileFormat.Text, full: false, style with { Colour = true });
        Assert.Contains("\x1b[1;31merror\x1b[0m", colour, StringComparison.Ordinal);
        string plain = System.Text.RegularExpressions.Regex.Replace(colour, "\x1b\\[[0-9;]*m", "");
        static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(static line => line.TrimEnd()));
        Assert.Equal(Trimmed(Text(SampleProfile.Full, ProfileFormat.Text, full: false, style)), Trimmed(plain));
    }

    [Fact]
    public void Text_of_nothing_says_so()
    {
        string text = Text(SampleProfile.Nothing, ProfileFormat.Text);
        Assert.Contains("There are no rows.", text, StringComparison.Ordinal);
        Assert.Contains("There are no columns.", text, StringComparison.Ordinal);
        Assert.Contains("only the first 10 rows were read", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("md")]
    [InlineData("html")]
    public void Values_cannot_steer_a_terminal(string format)
    {
        string text = Text(SampleProfile.Full, ProfileReports.FormatOf(format, null), full: true);
        Assert.All(text, c => Assert.False((char.IsControl(c) && c != '\n') || c is '\u202e' or '\u2028', $"U+{(int)c:X4}"));
        string shown = format == "md" ? text.Replace("\\\\", "\\", StringComparison.Ordinal).Replace("\\]", "]", StringComparison.Ordinal) : text;
        Assert.Contains("\\x1b]0;owned\\x07", shown, StringComparison.Ordinal);
        Assert.Contains("\\u202egnp.exe", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "brief.md")]
    [InlineData(true, "full.md")]
    public void Markdown_is_as_expected(bool full, string file) => GoldenFile.Matches(Folder + file, Text(SampleProfile.Full, ProfileFormat.Markdown, full));

    [Fact]
    public void Markdown_values_cannot_format_or_call_anybody()
    {
        string text = Text(SampleProfile.Full, ProfileFormat.Markdown, full: true);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@team", text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        Assert.Contains("\\|a\\|\\*b\\*", text, StringComparison.Ordinal);

        // A value must not end a table row early: rows of a table have as many unescaped bars as its header.
        string[] lines = text.Split('\n');
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('|') && lines[i - 1].StartsWith('|'))
            {
                Assert.Equal(Bars(lines[i - 1]), Bars(lines[i]));
            }
        }

        static int Bars(string line) => line.Replace("\\\\", "", StringComparison.Ordinal).Replace("\\|", "", StringComparison.Ordinal).Count(static c => c == '|');
    }

    [Fact]
    public void Page_is_as_expected() => GoldenFile.Matches(Folder + "page.html", Text(SampleProfile.Full, ProfileFormat.Html));

    [Fact]
    public void Page_stands_alone_and_is_well_formed()
    {
        string page = Text(SampleProfile.Full, ProfileFormat.Html);
        foreach (string forbidden in new[] { "<script", "<link", "<img", "<iframe", "http:", "https:", "url(", "@import", "javascript:", " on" + "load=", " onclick=" })
        {
            string text = forbidden is "http:" or "https:" ? page.Replace("https://example.org/", "", StringComparison.Ordinal) : page;
            Assert.DoesNotContain(forbidden, text, StringComparison.OrdinalIgnoreCase);
        }

        // The page closes what it opens, so that once its void elements are closed it is XML.
        string xml = System.Text.RegularExpressions.Regex.Replace(page.Replace("<!doctype html>", "", StringComparison.Ordinal), "<meta [^>]*>", "");
        var document = new XmlDocument { XmlResolver = null };
        document.LoadXml(xml);
        Assert.Equal(1, document.GetElementsByTagName("h1").Count);
        Assert.All(document.GetElementsByTagName("th").Cast<XmlElement>(), header => Assert.Contains(header.GetAttribute("scope"), new[] { "col", "row" }));
        foreach (XmlElement drawing in document.GetElementsByTagName("svg"))
        {
            Assert.True(drawing.GetAttribute("aria-hidden") == "true" || (drawing.GetAttribute("role") == "img" && drawing.FirstChild?.Name == "title" && drawing.FirstChild.InnerText.Length > 0));
        }

        string[] anchors = [.. document.GetElementsByTagName("a").Cast<XmlElement>().Select(static a => a.GetAttribute("href").TrimStart('#'))];
        string[] ids = [.. document.SelectNodes("//*[@id]")!.Cast<XmlElement>().Select(static e => e.GetAttribute("id"))];
        Assert.NotEmpty(anchors);
        Assert.Equal(ids, anchors);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(document.SelectNodes("//table")!.Cast<XmlElement>(), table => Assert.Equal("caption", table.FirstChild!.Name));
        Assert.Equal(SampleProfile.Full.Columns.Count, document.GetElementsByTagName("details").Count);
    }

    [Fact]
    public void Page_of_200_columns_stays_below_a_megabyte() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(Text(SampleProfile.Wide(200), ProfileFormat.Html)), 100_000, 1_000_000);

    [Fact]
    public void Time_is_shown_on_a_terminal_alone()
    {
        ProfilePage page = SampleProfile.Page(SampleProfile.Full);
        string shown = Encoding.UTF8.GetString(ProfileReports.Write(page, ProfileFormat.Text, full: false, TerminalStyle.Plain, showTime: true));
        Assert.Contains("1.25 s, 572.2 MiB/s", shown, StringComparison.Ordinal);
        foreach (ProfileFormat format in new[] { ProfileFormat.Text, ProfileFormat.Markdown, ProfileFormat.Html })
        {
            byte[] first = ProfileReports.Write(page, format, full: true, TerminalStyle.Plain, showTime: false);
            Assert.Equal(first, ProfileReports.Write(page with { Seconds = 99, Workers = 7 }, format, full: true, TerminalStyle.Plain, showTime: false));
        }
    }

    private static string Text(ProfileReport report, ProfileFormat format, bool full = false, TerminalStyle? style = null) =>
        Encoding.UTF8.GetString(ProfileReports.Write(SampleProfile.Page(report), format, full, style ?? TerminalStyle.Plain, showTime: false));
}
