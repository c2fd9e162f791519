using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Cli.Commands;

/// <summary>Makes the spec of a command that runs a method over rows: they differ in name, summary and examples only.</summary>
internal static class MethodCommands
{
    /// <summary>The groups of shared options, in the order of help.</summary>
    public static IReadOnlyList<OptionGroup> Groups { get; } =
    [
        new("Input", RunOptionSpecs.Input),
        new("Rows and columns", RunOptionSpecs.Rows),
        new("Output", RunOptionSpecs.Output),
        new("Report", RunOptionSpecs.Report),
        new("Run", RunOptionSpecs.Run),
    ];

    public static CommandSpec Create(string name, string summary, IReadOnlyList<string> examples, params IReadOnlyList<OptionSpec> more) =>
        Create(name, summary, examples, namesSources: false, more);

    /// <param name="name">The command.</param>
    /// <param name="summary">What it does, in a sentence.</param>
    /// <param name="examples">Shown first in help.</param>
    /// <param name="namesSources">Arguments are sources with names.</param>
    /// <param name="more">Options of the command itself.</param>
    public static CommandSpec Create(string name, string summary, IReadOnlyList<string> examples, bool namesSources, params IReadOnlyList<OptionSpec> more)
    {
        CommandSpec spec = null!;
        spec = new CommandSpec(name, summary)
        {
            Examples = examples,
            Methods = MethodRegistry.Of(name),
            Groups = more.Count == 0 ? Groups : [new(char.ToUpperInvariant(name[0]) + name[1..], more), .. Groups],
            NamesSources = namesSources,
            ArgumentName = namesSources ? "NAME=PATH" : "INPUT",
            Run = (arguments, host) => RowRun.Execute(spec, arguments, host),
        };
        return spec;
    }
}
