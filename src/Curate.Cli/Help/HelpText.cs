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
        page.Append("curate turns raw tables of training examples (CSV, TSV, JSON Lines) into good training sets.\n\n");
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

        page.Append('\n').Append(command.Summary).Append("\n\nUsage: curate ").Append(command.Name);
        page.Append(command.ArgumentName.Length > 0 ? $" [{command.ArgumentName}...] [options]\n" : " [options]\n");
        if (command.Methods.Count > 1)
        {
            page.Append("\nMethods (--method, default ").Append(command.Methods[0].Name).Append("):\n");
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
                Entry(page, check.Name, check.Summary + (check.Needs is null ? "" : $" Needs {check.Needs}."));
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
    public static string Placeholder(OptionSpec option) => option.Kind switch
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

    private static void Own(StringBuilder page, string title, IReadOnlyList<(string Name, IReadOnlyList<OptionSpec> Options)> owners)
    {
        // An option that all of them share stands once; the others say which ones take them.
        var shown = new HashSet<string>(StringComparer.Ordinal);
        bool first = true;
        foreach ((_, IReadOnlyList<OptionSpec> options) in owners)
        {
            foreach (OptionSpec option in options)
            {
                if (!shown.Add(option.Name))
                {
                    continue;
                }

                if (first)
                {
                    page.Append('\n').Append(title).Append(":\n");
                    first = false;
                }

                string[] takers = [.. owners.Where(o => o.Options.Any(taken => taken.Name == option.Name)).Select(static o => o.Name)];
                Option(page, option, takers.Length == owners.Count ? null : string.Join(", ", takers));
            }
        }
    }

    private static void Option(StringBuilder page, OptionSpec option, string? only = null)
    {
        string name = (RunOptionSpecs.Alias(option.Name) is { } alias ? alias + ", --" : "--") + option.Name;
        string place = Placeholder(option);
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

        if (only is not null)
        {
            text += $" ({only})";
        }

        Entry(page, place.Length > 0 ? name + " " + place : name, text);
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
