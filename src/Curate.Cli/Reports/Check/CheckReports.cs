using System.Text;
using Curate.Cli.Reports.Blocks;

namespace Curate.Cli.Reports.Check;

/// <summary>Checks in each format. All but JSON's <c>run</c> depends on the data and the options alone.</summary>
internal static class CheckReports
{
    public static byte[] Write(CheckPage page, string format, bool full, TerminalStyle style) => format switch
    {
        "json" => CheckJson.Of(page),
        "md" => Encoding.UTF8.GetBytes(MarkdownWriter.Write(Title(page), CheckOutline.Of(page, full))),
        "html" => Encoding.UTF8.GetBytes(HtmlWriter.Write(Title(page), $"Seed {page.Seed}, curate {page.Version}.", CheckOutline.Of(page, full: true))),
        "junit" => CheckJUnit.Of(page),
        "sarif" => CheckSarif.Of(page),
        "github" => Encoding.UTF8.GetBytes(CheckGitHub.Of(page)),
        "gitlab" => CheckGitLab.Of(page),
        _ => Encoding.UTF8.GetBytes(Text(page, full, style)),
    };

    private static string Text(CheckPage page, bool full, TerminalStyle style)
    {
        string title = Title(page);
        return (style.Colour ? $"\x1b[1m{title}\x1b[0m" : title) + "\n" + TerminalWriter.Write(CheckOutline.Of(page, full), style);
    }

    private static string Title(CheckPage page) => DisplayText.Clean(page.Name);
}
