using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Formats.Files;

namespace Curate.Cli.Commands;

/// <summary><c>curate merge</c>: decides from the partial states of shards and writes the output.</summary>
internal static class MergeCommand
{
    public static CommandSpec Spec { get; } = new("merge", "Finishes a sharded run: merges the partial states of all shards, decides, and writes the output.")
    {
        ArgumentName = "STATE",
        Examples =
        [
            "curate dedupe big.csv --shard 0/2 -o part0.state",
            "curate dedupe big.csv --shard 1/2 -o part1.state",
            "curate merge part0.state part1.state -o unique.csv",
            "curate merge new.state --against old.state -o changes.html",
        ],
        Groups = [new("Output", RunOptionSpecs.Output), new("Report", [.. RunOptionSpecs.Report.Where(static o => o.Name != "emit-recipe")]), new("States of profile", [.. ProfileChoices.All]), new("Run", [.. RunOptionSpecs.Run.Where(static o => o.Name is not ("seed" or "shard"))])],
        Run = static (arguments, host) =>
        {
            if (arguments.Inputs.Count == 0)
            {
                Fail.Usage("No states are given.", "Name the files that --shard wrote.");
            }

            return ShardStates.Merge([.. InputPaths.Expand(arguments.Inputs, [".state"]).Select(static p => p.Path)], arguments, host);
        },
    };
}
