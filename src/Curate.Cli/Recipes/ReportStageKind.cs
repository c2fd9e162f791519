using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Options;

namespace Curate.Cli.Recipes;

/// <summary>A command that describes rows and can be a stage: one entry of <see cref="ReportStages.All"/>.</summary>
/// <param name="Command">The command.</param>
/// <param name="Own">Its options but for those that all stages share.</param>
/// <param name="Shared">Those that it shares with other stages: of the rows, of the report, of its gate.</param>
/// <param name="Bind">Reads and checks a stage's options before anything is opened: those of <paramref name="Own"/>, the shared ones, and how a path of the recipe is resolved.</param>
internal sealed record ReportStageKind(CommandSpec Command, IReadOnlyList<OptionSpec> Own, IReadOnlyList<OptionSpec<RunOptions>> Shared,
    Func<OptionValues, RunOptions, Func<string, string>, IReportStage> Bind)
{
    /// <summary>Options that name further datasets: an input or a stage of the recipe, or paths.</summary>
    public IReadOnlyList<string> InputOptions { get; init; } = [];

    /// <summary>A further dataset may be given a name: <c>NAME=PATH</c>.</summary>
    public bool NamesInputs { get; init; }

    /// <summary>Why an option of the command has no place in a stage, by its name.</summary>
    public IReadOnlyDictionary<string, string> Refused { get; init; } = new Dictionary<string, string>();

    /// <summary>The option of a stage that does what <c>-o</c>, <c>--format</c> and <c>--report</c> of a command line do, with its values.</summary>
    public required Func<Arguments, (string Option, IReadOnlyList<string> Values)> Reports { get; init; }

    /// <summary>Some of the shared options, in their order.</summary>
    public static IReadOnlyList<OptionSpec<RunOptions>> Only(params IReadOnlyList<string> names) => [.. RunOptionSpecs.All.Where(o => names.Contains(o.Name, StringComparer.Ordinal))];
}
