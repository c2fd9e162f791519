using System.CommandLine;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Cli;

/// <summary>The commands, and the way from arguments to one of them.</summary>
internal static class CommandLine
{
    // In the order of help. Only the command that runs is made: its options are many objects, and those of all others would slow every start.
    private static readonly (string Name, Func<CommandSpec> Spec)[] s_commands =
    [
        ("profile", static () => ProfileCommand.Spec),
        ("check", static () => CheckCommand.Spec),
        ("dedupe", static () => DedupeCommand.Spec),
        ("resample", static () => ResampleCommand.Spec),
        ("mix", static () => MixCommand.Spec),
        ("select", static () => SelectCommand.Spec),
        ("cluster", static () => ClusterCommand.Spec),
        ("split", static () => SplitCommand.Spec),
        ("shuffle", static () => ShuffleCommand.Spec),
        ("convert", static () => ConvertCommand.Spec),
        ("card", static () => CardCommand.Spec),
        ("run", static () => RunCommand.Spec),
        ("merge", static () => MergeCommand.Spec),
        ("methods", static () => MethodsCommand.Spec),
        ("explain", static () => ExplainCommand.Spec),
        ("completions", static () => CompletionsCommand.Spec),
    ];

    public static IReadOnlyList<CommandSpec> Commands => [.. s_commands.Select(static c => c.Spec())];

    public static CommandSpec Find(string name)
    {
        foreach ((string known, Func<CommandSpec> spec) in s_commands)
        {
            if (known == name)
            {
                return spec();
            }
        }

        string? nearest = NameSuggestions.Nearest(name, s_commands.Select(static c => c.Name));
        Fail.Usage($"{Fail.Show(name)} is not a command.", nearest is null ? "Run curate --help for the commands." : $"Did you mean curate {nearest}?");
        return null!;
    }

    /// <summary>Reads the arguments of a command.</summary>
    public static Arguments Parse(CommandSpec command, IReadOnlyList<string> args) => Parse(command, args, Needed(command, args));

    /// <summary>Reads the arguments of a command, of which some options are known.</summary>
    internal static Arguments Parse(CommandSpec command, IReadOnlyList<string> args, IEnumerable<OptionSpec> known)
    {
        (Command parser, Argument<string[]> inputs, List<(Option Option, OptionSpec Spec)> options) = Parser(command, known);
        ParseResult parsed = parser.Parse(args, new ParserConfiguration { EnablePosixBundling = false });
        var values = new OptionValues();
        foreach ((Option option, OptionSpec spec) in options)
        {
            if (parsed.GetResult(option) is not { Implicit: false } result)
            {
                continue;
            }

            foreach (System.CommandLine.Parsing.Token token in result.Tokens)
            {
                values.Add(spec.Name, token.Value);
            }

            if (spec.Kind == OptionKind.Flag)
            {
                if (result.Tokens.Count == 0)
                {
                    values.Add(spec.Name, "true");
                }
            }
            else if (result.Tokens.Count < result.IdentifierTokenCount)
            {
                Fail.Usage($"--{spec.Name} takes {spec.Expectation}, and nothing follows it.");
            }
        }

        string[] given = parsed.GetValue(inputs) ?? [];
        foreach (string argument in given.Concat(parsed.UnmatchedTokens))
        {
            if (argument.Length > 1 && argument[0] == '-' && !File.Exists(argument))
            {
                Unknown(argument, command);
            }

            if (command.ArgumentName.Length == 0)
            {
                Fail.Usage($"{command.Name} takes no arguments, and {Fail.Show(argument)} is given.");
            }
        }

        if (parsed.Errors.Count > 0)
        {
            Fail.Usage(parsed.Errors[0].Message, $"Run curate {command.Name} --help for the options.");
        }

        return new Arguments(given, values);
    }

    /// <summary>The whole tree, for completion.</summary>
    public static RootCommand Tree()
    {
        var root = new RootCommand("Good training sets from raw tables.");

        // The parser's own options have spellings that this program does not take.
        root.Options.Clear();
        foreach (CommandSpec command in Commands)
        {
            root.Add(Parser(command, command.AllOptions()).Command);
        }

        return root;
    }

    private static (Command Command, Argument<string[]> Inputs, List<(Option Option, OptionSpec Spec)> Options) Parser(CommandSpec spec, IEnumerable<OptionSpec> taken)
    {
        var command = new Command(spec.Name, spec.Summary);
        var inputs = new Argument<string[]>("inputs") { Arity = ArgumentArity.ZeroOrMore };
        command.Add(inputs);
        var options = new List<(Option, OptionSpec)>();
        foreach (OptionSpec option in taken)
        {
            // Values are read by OptionSpec alone; the parser only finds them. A flag takes =true or =false and no further word.
            var parsed = new Option<string[]>("--" + option.Name)
            {
                Description = option.Help,
                Arity = option.Kind == OptionKind.Flag ? ArgumentArity.Zero : new ArgumentArity(0, 100_000),
                AllowMultipleArgumentsPerToken = false,
            };
            if (RunOptionSpecs.Alias(option.Name) is { } alias)
            {
                parsed.Aliases.Add(alias);
            }

            foreach (string choice in option.Choices)
            {
                parsed.CompletionSources.Add(_ => [new System.CommandLine.Completions.CompletionItem(choice)]);
            }

            command.Add(parsed);
            options.Add((parsed, option));
        }

        return (command, inputs, options);
    }

    /// <summary>
    /// The options to look for, those of the methods that the arguments name first. Where nothing but these is given, no others are made, which would take longer than to read a small file.
    /// </summary>
    internal static List<OptionSpec> Needed(CommandSpec command, IReadOnlyList<string> args)
    {
        IReadOnlyList<string> words = [.. args.TakeWhile(static word => word != "--")];
        if (command.Methods.Count == 0 || MethodsOf(command, words) is not { } methods)
        {
            return [.. command.AllOptions()];
        }

        List<OptionSpec> options = [.. command.OptionsWith(methods)];
        HashSet<string> known = [.. options.Select(static o => "--" + o.Name), .. options.Select(static o => RunOptionSpecs.Alias(o.Name)).OfType<string>()];

        // What else begins with a dash may be an option of another method, and what begins with @ is a file of arguments.
        bool suffices = words.All(word => word.Length < 2 || word[0] is not ('-' or '@') || known.Contains(NameOf(word)));
        return suffices ? options : [.. command.OptionsWith([.. methods, .. command.Methods])];
    }

    /// <summary>A word without the value that it carries.</summary>
    private static string NameOf(string word) => word.Split('=', ':')[0];

    /// <summary>The methods that the words name, or the first of the command; null where that takes more than a look.</summary>
    private static List<MethodEntry>? MethodsOf(CommandSpec command, IReadOnlyList<string> words)
    {
        const string Asked = "--method";
        string? names = null;
        for (int w = 0; w < words.Count; w++)
        {
            if (NameOf(words[w]) != Asked)
            {
                continue;
            }

            if (names is not null)
            {
                return null;
            }

            names = words[w] != Asked ? words[w][(Asked.Length + 1)..] : w + 1 < words.Count ? words[w + 1] : "";
        }

        var methods = new List<MethodEntry>();
        foreach (string name in (names ?? command.Methods.Default).Split(',', StringSplitOptions.TrimEntries))
        {
            if (command.Methods.Find(name) is not { } method)
            {
                return null;
            }

            methods.Add(method);
        }

        return methods;
    }

    private static void Unknown(string argument, CommandSpec command)
    {
        string name = argument.TrimStart('-').Split('=')[0];
        string? nearest = NameSuggestions.Nearest(name, command.AllOptions().Select(static o => o.Name));
        Fail.Usage($"{argument.Split('=')[0]} is not an option of curate {command.Name}.",
            nearest is null ? $"Run curate {command.Name} --help for the options; for a file of this name write ./{argument}." : $"Did you mean --{nearest}?");
    }
}
