using System.Globalization;
using System.Text;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Check;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Cli.Help;

/// <summary>The manual page <c>curate(1)</c>, in the man macros that groff and mandoc read, made from the same specs as help and completion.</summary>
/// <remarks>Options that commands share stand once; those of a command stand below its name. The date is left out, so that one version gives one page.</remarks>
internal static class ManPage
{
    private static readonly (string Path, string Meaning)[] s_files =
    [
        ("OUTPUT.curate.json", "The record of a run beside its output: inputs with size and SHA-256, version, options in effect, seed, rows counted by reason. --no-provenance leaves it out."),
        ("RECIPE.checkpoints/", "What the stages of a recipe decided, so that a stopped run goes on. --checkpoints names another folder, --no-checkpoints keeps none."),
        ("the system's temporary folder", "What does not fit into --memory, deleted when the run ends however it ends. --scratch names another folder, --scratch-limit bounds it."),
    ];

    private static readonly (string Name, string Meaning)[] s_environment =
    [
        ("NO_COLOR, CLICOLOR, TERM", "Colour is left out when NO_COLOR is set, CLICOLOR is 0 or TERM is dumb, unless --color always."),
        ("CI", "When set, progress is a plain line now and then instead of one that is drawn over."),
        ("SLURM_ARRAY_TASK_ID, SLURM_ARRAY_TASK_MIN, SLURM_ARRAY_TASK_COUNT, JOB_COMPLETION_INDEX, JOB_COMPLETION_COUNT", "Which shard to take, for --shard auto alone."),
        ("LC_ALL, LC_CTYPE, LANG", "Reports on a terminal use plain ASCII where the locale is not UTF-8. Nothing else depends on the locale: numbers have a point everywhere."),
    ];

    /// <summary>The whole page.</summary>
    public static string Text()
    {
        IReadOnlyList<CommandSpec> commands = CommandLine.Commands;
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $".TH CURATE 1 \"\" \"curate {CommandHost.Version}\" \"User Commands\"\n");

        // Options and file names must not be broken or spread over the line.
        page.Append(".nh\n.ad l\n");
        Section(page, "NAME");
        page.Append("curate \\- turns raw tables of machine\\-learning examples into good training sets\n");
        Section(page, "SYNOPSIS");
        page.Append(".nf\n\\fBcurate\\fR \\fICOMMAND\\fR [\\fIINPUT\\fR...] [\\fIoptions\\fR]\n");
        page.Append("\\fBcurate\\fR [\\fICOMMAND\\fR] \\fB\\-\\-help\\fR\n\\fBcurate \\-\\-version\\fR\n.fi\n");
        Section(page, "DESCRIPTION");
        Paragraph(page, "curate describes, checks, converts, shuffles, splits, deduplicates, balances and mixes tables of examples, and picks subsets of them: CSV, TSV, JSON Lines and Parquet, plain or compressed.");
        Paragraph(page, "An input is a file, a folder, a glob, or - for standard input; NAME=PATH names a source. Several inputs are one dataset, and key=value folders become columns. "
            + "Rows that are kept come out as they came in, byte for byte in the same format. The same seed gives the same bytes for any number of workers and on every processor. "
            + "Rows in are rows kept and rows dropped, by reason. An output appears when it is complete, and an existing one is left alone without --force.");
        Paragraph(page, "Data goes to -o or standard output, what is said about the run to standard error and to --report.");
        Commands(page, commands);
        Options(page, commands);
        Section(page, "EXIT STATUS");
        foreach ((ExitCode code, string meaning) in ExitStatus.All)
        {
            Entry(page, ((int)code).ToString(CultureInfo.InvariantCulture), meaning);
        }

        Paragraph(page, "A run that does not end with 0 leaves no output. An error has a code that curate explain CODE explains.");
        Section(page, "ENVIRONMENT");
        Entries(page, s_environment);
        Section(page, "FILES");
        Entries(page, s_files);
        Section(page, "EXAMPLES");
        foreach (CommandSpec command in commands)
        {
            page.Append(".PP\n").Append(Escape(command.Summary)).Append("\n.PP\n.RS 4\n.nf\n");
            foreach (string example in command.Examples)
            {
                Line(page, Escape(example));
            }

            page.Append(".fi\n.RE\n");
        }

        Section(page, "SEE ALSO");
        Paragraph(page, "curate COMMAND --help for the options of one command, curate methods for all methods and checks, curate explain NAME for one of them, an alert or an error.");
        return page.ToString();
    }

    private static void Commands(StringBuilder page, IReadOnlyList<CommandSpec> commands)
    {
        Section(page, "COMMANDS");
        foreach (CommandSpec command in commands)
        {
            SubSection(page, command.Usage);
            Paragraph(page, command.Summary);
            if (command.Methods.Count > 1)
            {
                Paragraph(page, $"Methods (--method, default {command.Methods.Default}):");
                Indented(page, command.Methods.Select(static m => (m.Name, m.Summary)));
            }

            if (command.OtherMethods.Count > 0)
            {
                Paragraph(page, $"--method takes {string.Join(", ", command.OtherMethods)}, too: it compares whole files.");
            }

            if (command.Checks.Count > 0)
            {
                Paragraph(page, "Checks (--with, --without):");
                Indented(page, command.Checks.Select(static c => (c.Name, HelpText.Meaning(c))));
            }
        }
    }

    private static void Options(StringBuilder page, IReadOnlyList<CommandSpec> commands)
    {
        Section(page, "OPTIONS");
        Paragraph(page, "Values follow after a space or =. Columns are names, globs, ranges (f0..f31) and /regex/, separated by commas, ! to exclude. Numbers take 10k and 1e6, shares 0.05 or 5%, sizes 64MiB or 1.5G.");
        foreach ((string title, IReadOnlyList<OptionSpec> options) in MethodCommands.Groups)
        {
            SubSection(page, title + ", of every command that reads or writes such data");
            foreach (OptionSpec option in options)
            {
                Option(page, option);
            }
        }

        foreach (CommandSpec command in commands)
        {
            (OptionSpec Option, string? Only, string? RequiredBy)[] own = [.. OwnOf(command)];
            if (own.Length > 0)
            {
                SubSection(page, "Options of curate " + command.Name);
                foreach ((OptionSpec option, string? only, string? requiredBy) in own)
                {
                    Option(page, option, only, requiredBy);
                }
            }
        }
    }

    /// <summary>The options of a command that are not shared by all, each with the methods or checks that take it where not all do.</summary>
    private static IEnumerable<(OptionSpec Option, string? Only, string? RequiredBy)> OwnOf(CommandSpec command)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (command.Methods.Count > 1)
        {
            seen.Add("method");
            yield return (CommandSpec.MethodOption(command.Methods, command.OtherMethods) with { Placeholder = "NAME" }, null, null);
        }

        IEnumerable<(OptionSpec Option, string? Only, string? RequiredBy)> all = HelpText.OwnOptions([.. command.Methods.Select(static m => (m.Name, m.OptionSpecs))])
            .Concat(command.Groups.SelectMany(static g => g.Options).Select(static o => (o, (string?)null, (string?)null)))
            .Concat(HelpText.OwnOptions([.. command.Checks.Select(static c => (c.Name, c.OptionSpecs))]));
        foreach ((OptionSpec option, string? only, string? requiredBy) in all)
        {
            if (!RunOptionSpecs.All.Any(shared => ReferenceEquals(shared, option)) && seen.Add(option.Name))
            {
                yield return (option, only, requiredBy);
            }
        }
    }

    private static void Option(StringBuilder page, OptionSpec option, string? only = null, string? requiredBy = null)
    {
        string alias = RunOptionSpecs.Alias(option.Name) is { } letter ? $"\\fB{Escape(letter)}\\fR, " : "";
        string place = HelpText.Placeholder(option);
        page.Append(".TP\n").Append(alias).Append("\\fB").Append(Escape("--" + option.Name)).Append("\\fR");

        // A long list of choices may go on in the next line.
        page.Append(place.Length > 0 ? $" \\fI{Escape(place).Replace("|", "|\\:", StringComparison.Ordinal)}\\fR\n" : "\n");
        Line(page, Escape(HelpText.Meaning(option, only, requiredBy)));
    }

    private static void Section(StringBuilder page, string title) => page.Append(".SH \"").Append(title).Append("\"\n");

    private static void SubSection(StringBuilder page, string title) => page.Append(".SS \"").Append(Escape(title)).Append("\"\n");

    private static void Paragraph(StringBuilder page, string text)
    {
        page.Append(".PP\n");
        Line(page, Escape(text));
    }

    private static void Indented(StringBuilder page, IEnumerable<(string Name, string Meaning)> entries)
    {
        page.Append(".RS 4\n");
        Entries(page, entries);
        page.Append(".RE\n");
    }

    private static void Entries(StringBuilder page, IEnumerable<(string Name, string Meaning)> entries)
    {
        foreach ((string name, string meaning) in entries)
        {
            Entry(page, name, meaning);
        }
    }

    private static void Entry(StringBuilder page, string name, string meaning)
    {
        page.Append(".TP\n\\fB").Append(Escape(name)).Append("\\fR\n");
        Line(page, Escape(meaning));
    }

    // A line that begins with a dot or an apostrophe would be a request.
    private static void Line(StringBuilder page, string escaped) => page.Append(escaped[0] == '.' ? "\\&" : "").Append(escaped).Append('\n');

    /// <summary>Text as roff: no character of it is a request or an escape, quotes and hyphens stay what they are on the command line, and every byte is ASCII.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => escaped.Append("\\e"),
                '-' => escaped.Append("\\-"),
                '\'' => escaped.Append("\\(aq"),
                '"' => escaped.Append("\\(dq"),
                '`' => escaped.Append("\\(ga"),
                '^' => escaped.Append("\\(ha"),
                '~' => escaped.Append("\\(ti"),
                > 126 => escaped.Append(CultureInfo.InvariantCulture, $"\\[u{rune.Value:X4}]"),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }
}
