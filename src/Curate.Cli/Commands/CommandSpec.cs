using Curate.Cli.Options;
using Curate.Core.Check;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Cli.Commands;

/// <summary>One command as data: what help, parsing and completion need, and how it runs.</summary>
internal sealed record CommandSpec(string Name, string Summary)
{
    /// <summary>Shown first in help.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>What the arguments are called; empty = none are taken.</summary>
    public string ArgumentName { get; init; } = "INPUT";

    /// <summary>One argument at the most; otherwise any number.</summary>
    public bool TakesOne { get; init; }

    /// <summary>How the command is called, as help shows it.</summary>
    public string Usage => $"curate {Name}{(ArgumentName.Length == 0 ? "" : TakesOne ? $" [{ArgumentName}]" : $" [{ArgumentName}...]")}{(AllOptions().Any() ? " [options]" : "")}";

    /// <summary>Arguments may be <c>NAME=PATH</c> and are then sources of their own.</summary>
    public bool NamesSources { get; init; }

    /// <summary>Options besides those of methods, with the title of their group.</summary>
    public required IReadOnlyList<OptionGroup> Groups { get; init; }

    /// <summary>The command's methods; empty where it has none.</summary>
    public MethodFamily Methods { get; init; } = MethodFamily.None;

    /// <summary>What <c>--method</c> takes besides: methods that compare files and have no rows to decide on, so that they are in no registry.</summary>
    public IReadOnlyList<string> OtherMethods { get; init; } = [];

    /// <summary>What the command runs many of, each with options of its own; empty for other commands.</summary>
    public IReadOnlyList<CheckEntry> Checks { get; init; } = [];

    public required Func<Arguments, CommandHost, int> Run { get; init; }

    /// <summary>Every option of the command, methods included, each name once.</summary>
    public IEnumerable<OptionSpec> AllOptions() => OptionsWith(Methods);

    /// <summary>The options of the command and of some of its methods, each name once.</summary>
    public IEnumerable<OptionSpec> OptionsWith(IEnumerable<MethodEntry> methods)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (Methods.Count > 0)
        {
            yield return MethodOption(Methods, OtherMethods);
        }

        List<OptionSpec> options = [.. methods.SelectMany(static m => m.OptionSpecs), .. Checks.SelectMany(static c => c.OptionSpecs)];
        foreach (OptionGroup group in Groups)
        {
            options.AddRange(group.Options);
        }

        foreach (OptionSpec option in options)
        {
            if (seen.Add(option.Name))
            {
                yield return option;
            }
        }
    }

    /// <summary><c>--method</c>; its default is the first method.</summary>
    public static OptionSpec MethodOption(MethodFamily methods, params IReadOnlyList<string> others) =>
        OptionSpec<RunOptions>.Choice("method", "Which method decides.", [.. methods.Names, .. others], static (o, _) => o, methods.Default);
}
