using Curate.Cli.Reports;

namespace Curate.Cli;

/// <summary>What the terminal may be sent.</summary>
internal static class Terminal
{
    /// <summary>
    /// <c>--color</c> decides; <c>auto</c> means a terminal that is not dumb, with NO_COLOR unset and CLICOLOR not 0. It looks at the raw
    /// arguments, because errors of parsing are coloured, too.
    /// </summary>
    public static bool UsesColour(IReadOnlyList<string> args, bool isTerminal)
    {
        string choice = "auto";
        for (int i = 0; i < args.Count; i++)
        {
            choice = args[i] == "--color" && i + 1 < args.Count ? args[i + 1]
                : args[i].StartsWith("--color=", StringComparison.Ordinal) ? args[i]["--color=".Length..] : choice;
        }

        return UsesColour(choice, isTerminal);
    }

    /// <summary>As above, where the choice is known.</summary>
    public static bool UsesColour(string choice, bool isTerminal) => choice switch
    {
        "always" => true,
        "never" => false,
        _ => isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("CLICOLOR") != "0" && Environment.GetEnvironmentVariable("TERM") != "dumb",
    };

    /// <summary>Cells of a line where standard output is a terminal, else null.</summary>
    public static int? OutputWidth()
    {
        if (Console.IsOutputRedirected)
        {
            return null;
        }

        try
        {
            return Console.WindowWidth is > 0 and int width ? width : TerminalStyle.PlainWidth;
        }
        catch (Exception failure) when (failure is IOException or PlatformNotSupportedException)
        {
            return TerminalStyle.PlainWidth;
        }
    }

    /// <summary>
    /// How a report on standard output may look. It is plain ASCII with <c>--color never</c>, on a dumb terminal, and on a terminal whose
    /// locale names another encoding than UTF-8. A pipe gets the same bytes wherever it runs.
    /// </summary>
    /// <param name="choice"><c>--color</c>.</param>
    /// <param name="width">Cells of the terminal, or null where there is none.</param>
    public static TerminalStyle Style(string choice, int? width)
    {
        string locale = Environment.GetEnvironmentVariable("LC_ALL") is { Length: > 0 } all ? all
            : Environment.GetEnvironmentVariable("LC_CTYPE") is { Length: > 0 } type ? type
            : Environment.GetEnvironmentVariable("LANG") ?? "";
        bool ascii = choice == "never" || (width is not null && (Environment.GetEnvironmentVariable("TERM") == "dumb"
            || (locale.Length > 0 && !locale.Replace("-", "", StringComparison.Ordinal).Contains("utf8", StringComparison.OrdinalIgnoreCase))));
        return new TerminalStyle(Math.Clamp(width ?? TerminalStyle.PlainWidth, TerminalStyle.LeastWidth, 400), UsesColour(choice, width is not null), ascii ? Glyphs.Ascii : Glyphs.Blocks);
    }
}
