using System.Globalization;
using System.Text;
using Curate.Cli.Reports.Blocks;
using Curate.Core.Errors;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>
/// A profile in each format. Everything but the text for a terminal depends on the data and the options alone; JSON has what depends on the run
/// under <c>run</c>.
/// </summary>
internal static class ProfileReports
{
    /// <summary>The format that is named, or that the extension of the output means; text where there is no extension.</summary>
    public static ProfileFormat FormatOf(string? name, string? output)
    {
        string path = output ?? "";
        if (Path.GetExtension(path).ToLowerInvariant() is ".gz" or ".zst")
        {
            path = path[..path.LastIndexOf('.')];
        }

        switch (name ?? Path.GetExtension(path).ToLowerInvariant())
        {
            case "json" or ".json":
                return ProfileFormat.Json;
            case "md" or ".md" or ".markdown":
                return ProfileFormat.Markdown;
            case "html" or ".html" or ".htm":
                return ProfileFormat.Html;
            case "text" or ".txt" or "":
                return ProfileFormat.Text;
            default:
                Fail.Usage($"The format of the report does not follow from the name {Fail.Show(output ?? "")}.", "Name it .txt, .json, .md or .html, or pass --format.");
                return default;
        }
    }

    /// <param name="page">What to write.</param>
    /// <param name="format">How.</param>
    /// <param name="full">Everything, rather than what tells most.</param>
    /// <param name="style">The terminal, for text.</param>
    /// <param name="showTime">Text says how long it took: for a terminal, where nobody compares bytes.</param>
    public static byte[] Write(ProfilePage page, ProfileFormat format, bool full, TerminalStyle style, bool showTime) => format switch
    {
        ProfileFormat.Json => ProfileJson.Of(page),
        ProfileFormat.Markdown => Encoding.UTF8.GetBytes(MarkdownWriter.Write(Title(page.Report), [.. Head(page), .. ProfileOutline.Of(page.Report, new OutlineOptions { Full = full })])),
        ProfileFormat.Html => Encoding.UTF8.GetBytes(HtmlWriter.Write(Title(page.Report), $"Seed {page.Report.Seed}, sample of {Figures.Of(page.Report.SampleRows, "row")}, curate {page.Version}.",
            [.. Head(page), .. ProfileOutline.Of(page.Report, new OutlineOptions { Full = full, IsPage = true })])),
        _ => Encoding.UTF8.GetBytes(Text(page, full, style, showTime)),
    };

    private static string Text(ProfilePage page, bool full, TerminalStyle style, bool showTime)
    {
        string name = DisplayText.Cut(DisplayText.Clean(page.Report.Name), style.Width, style.Glyphs.Ellipsis);
        var text = new StringBuilder();
        text.Append(style.Colour ? $"\x1b[1m{name}\x1b[0m" : name);
        if (showTime)
        {
            string rate = page.Report.Bytes is { } bytes && page.Seconds > 0 ? $", {Figures.Bytes((long)(bytes / page.Seconds))}/s" : "";
            string time = string.Create(CultureInfo.InvariantCulture, $"  {page.Seconds:0.00} s{rate}");
            text.Append(style.Colour ? $"\x1b[2m{time}\x1b[0m" : time);
        }

        text.Append('\n').Append(TerminalWriter.Write([.. Head(page), .. ProfileOutline.Of(page.Report, new OutlineOptions { Full = full })], style));
        return text.ToString();
    }

    private static string Title(ProfileReport report) => "Profile of " + report.Name;

    /// <summary>What was not looked at.</summary>
    private static List<Block> Head(ProfilePage page)
    {
        var blocks = new List<Block>();
        foreach ((string code, long rows) in page.BadRows)
        {
            blocks.Add(new TextBlock($"Left out: {Figures.Of(rows, "bad record")} ({code}). See curate explain {code}.", Tone.Warning));
        }

        if (page.LeftOut > 0)
        {
            blocks.Add(new TextBlock($"Left out: {Figures.Of(page.LeftOut, "row")} by --where."));
        }

        return blocks;
    }
}
