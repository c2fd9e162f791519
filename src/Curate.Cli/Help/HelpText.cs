using System.Text;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Check;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Cli.Help;

/// <summary>Help pages, made from the same specs that parse the command line. Examples come first; every default is shown.</summary>
internal static class HelpText
{
    private const int Width = 100;

    public static string Overview()
    {
        var page = new StringBuilder();
        page.Append("curate turns raw tables of training examples (CSV, TSV, JSON Lines, Parquet) into good training sets.\n\n");
        page.Append("Examples:\n");
        page.Append("  curate profile raw.csv --label species\n");
        page.Append("  curate dedupe raw.csv -o unique.csv\n");
        page.Append("  curate resample train.csv --label species --to auto -o balanced.csv\n");
        page.Append("  curate split data.jsonl --label class --fractions 0.8,0.1,0.1 -o split.jsonl\n");
        page.Append("  curate select 'parts/*.csv' --rows 10k > sample.csv\n\n");
        page.Append("Commands:\n");
        foreach (CommandSpec command in CommandLine.Commands)
        {
            Entry(page, command.Name, command.Summary);
        }

        page.Append("\nRun curate COMMAND --help for its options, curate methods for all methods, curate explain NAME for one of them.\n");
        return page.ToString();
    }

    public static string Of(CommandSpec command)
    {
        var page = new StringBuilder();
        page.Append("Examples:\n");
        foreach (string example in command.Examples)
        {
            page.Append("  ").Append(example).Append('\n');
        }

        page.Append('\n').Append(command.Summary).Append("\n\nUsage: ").Append(command.Usage).Append('\n');
        if (command.Methods.Count > 1)
        {
            page.Append("\nMethods (--method, default ").Append(command.Methods.Default).Append("):\n");
            foreach (MethodEntry method in command.Methods)
            {
                Entry(page, method.Name, method.Summary);
            }
        }

        if (command.Checks.Count > 0)
        {
            page.Append("\nChecks (--with, --without):\n");
            foreach (CheckEntry check in command.Checks)
            {
                Entry(page, check.Name, Meaning(check));
            }
        }

        Own(page, "Method options", [.. command.Methods.Select(static m => (m.Name, m.OptionSpecs))]);
        foreach ((string title, IReadOnlyList<OptionSpec> options) in command.Groups)
        {
            page.Append('\n').Append(title).Append(":\n");
            foreach (OptionSpec option in options)
            {
                Option(page, option);
            }
        }

        Own(page, "Options of single checks", [.. command.Checks.Select(static c => (c.Name, c.OptionSpecs))]);
        return page.ToString();
    }

    /// <summary>What an option takes, as a word: <c>N</c>, <c>COL</c>, <c>FILE</c>.</summary>
    public static string Placeholder(OptionSpec option) => option.Placeholder ?? option.Kind switch
    {
        OptionKind.Flag => "",
        OptionKind.Whole => "N",
        OptionKind.Number => "X",
        OptionKind.Fraction => "P",
        OptionKind.Size => "SIZE",
        OptionKind.Column => "COL",
        OptionKind.Columns => "COLS",
        OptionKind.Path => "FILE",
        OptionKind.Paths => "FILE",
        OptionKind.Choice => string.Join('|', option.Choices),
        OptionKind.List => "A,B,...",
        _ => "TEXT",
    };

    /// <summary>What an option means: its help, default and range, and which methods or checks take it or require it where not all of a command do.</summary>
    public static string Meaning(OptionSpec option, string? only, string? requiredBy = null)
    {
        string text = option.Help;
        if (option.Required)
        {
            text += " Required.";
        }
        else if (option.Default is { } value && option.Kind != OptionKind.Flag)
        {
            text += $" [default: {value}]";
        }

        if (option.Range is { } range)
        {
            text += $" [{range}]";
        }

        if (requiredBy is not null)
        {
            text += $" Required by {requiredBy}.";
        }

        return only is null ? text : $"{text} ({only})";
    }

    /// <summary>What a check does, and what it needs.</summary>
    public static string Meaning(CheckEntry check) => check.Summary + (check.Needs is null ? "" : $" Needs {check.Needs}.");

    /// <summary>The options of methods or checks, each name once, with those that take it and those that require it where not all do.</summary>
    public static IEnumerable<(OptionSpec Option, string? Only, string? RequiredBy)> OwnOptions(IReadOnlyList<(string Name, IReadOnlyList<OptionSpec> Options)> owners)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (OptionSpec option in owners.SelectMany(static o => o.Options))
        {
            if (shown.Add(option.Name))
            {
                (string Name, OptionSpec Option)[] takers = [.. owners.SelectMany(o => o.Options.Where(taken => taken.Name == option.Name).Select(taken => (o.Name, taken)))];
                string[] requiring = [.. takers.Where(static t => t.Option.Required).Select(static t => t.Name)];
                yield return (option with { Required = requiring.Length == takers.Length },
                    takers.Length == owners.Count ? null : string.Join(", ", takers.Select(static t => t.Name)),
                    requiring.Length == 0 || requiring.Length == takers.Length ? null : string.Join(", ", requiring));
            }
        }
    }

    private static void Own(StringBuilder page, string title, IReadOnlyList<(string Name, IReadOnlyList<OptionSpec> Options)> owners)
    {
        bool first = true;
        foreach ((OptionSpec option, string? only, string? requiredBy) in OwnOptions(owners))
        {
            if (first)
            {
                page.Append('\n').Append(title).Append(":\n");
                first = false;
            }

            Option(page, option, only, requiredBy);
        }
    }

    private static void Option(StringBuilder page, OptionSpec option, string? only = null, string? requiredBy = null)
    {
        string name = (RunOptionSpecs.Alias(option.Name) is { } alias ? alias + ", --" : "--") + option.Name;
        string place = Placeholder(option);
        Entry(page, place.Length > 0 ? name + " " + place : name, Meaning(option, only, requiredBy));
    }

    private static void Entry(StringBuilder page, string name, string text)
    {
        const int Indent = 30;
        page.Append("  ").Append(name);
        int column = name.Length + 2;
        if (column >= Indent - 1)
        {
            page.Append('\n');
            column = 0;
        }

        page.Append(' ', Indent - column);
        column = Indent;
        foreach (string word in text.Split(' '))
        {
            if (column + word.Length + 1 > Width && column > Indent)
            {
                page.Append('\n').Append(' ', Indent);
                column = Indent;
            }

            if (column > Indent)
            {
                page.Append(' ');
                column++;
            }

            page.Append(word);
            column += word.Length;
        }

        page.Append('\n');
    }
}
