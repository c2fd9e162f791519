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

        return choice switch
        {
            "always" => true,
            "never" => false,
            _ => isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
                && Environment.GetEnvironmentVariable("CLICOLOR") != "0" && Environment.GetEnvironmentVariable("TERM") != "dumb",
        };
    }
}
