using System.Text;
using Curate.Cli.Reports.Blocks;

namespace Curate.Cli.Reports.Advice;

/// <summary>Advice in each format. All but JSON's <c>run</c> depends on the data and the options alone.</summary>
internal static class AdviceReports
{
    /// <summary>For standard output.</summary>
    public static string Text(AdvicePage page, TerminalStyle style, bool full)
    {
        string title = Title(page);
        return (style.Colour ? $"\x1b[1m{title}\x1b[0m" : title) + "\n" + TerminalWriter.Write(AdviceOutline.Of(page, full), style);
    }

    /// <summary>For a file, by its extension, which was checked before.</summary>
    public static byte[] Of(AdvicePage page, string path, bool full) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".json" => AdviceJson.Of(page),
        ".md" => Encoding.UTF8.GetBytes(MarkdownWriter.Write(Title(page), AdviceOutline.Of(page, full))),
        ".html" or ".htm" => Encoding.UTF8.GetBytes(HtmlWriter.Write(Title(page), $"Seed {page.Report.Seed}, curate {page.Version}.", AdviceOutline.Of(page, full: true))),
        _ => Encoding.UTF8.GetBytes(Text(page, TerminalStyle.Plain, full)),
    };

    private static string Title(AdvicePage page) => "Should I resample? " + page.Report.Method + " for " + DisplayText.Clean(page.Report.Label);
}
