using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Options;

namespace Curate.Cli.Recipes;

/// <summary>A command that describes rows and can be a stage: one entry of <see cref="ReportStages.All"/>.</summary>
/// <param name="Command">The command.</param>
/// <param name="Own">Its options but for those that all stages share.</param>
/// <param name="FailOn">What closes the gate, in the words of the command.</param>
/// <param name="Bind">Reads and checks a stage's options before anything is opened: those of <paramref name="Own"/>, the shared ones, and how a path of the recipe is resolved.</param>
internal sealed record ReportStageKind(CommandSpec Command, IReadOnlyList<OptionSpec> Own, OptionSpec<RunOptions> FailOn,
    Func<OptionValues, RunOptions, Func<string, string>, IReportStage> Bind)
{
    /// <summary>Options that name further datasets: an input or a stage of the recipe, or paths.</summary>
    public IReadOnlyList<string> InputOptions { get; init; } = [];

    /// <summary>How often rows are read, for people.</summary>
    public required string Passes { get; init; }

    /// <summary>What is held, for people.</summary>
    public required string Memory { get; init; }
}
