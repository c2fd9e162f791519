using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Methods;

namespace Curate.Cli.Recipes;

/// <summary>A stage whose command, method and options are known and checked.</summary>
/// <param name="Stage">As it is written.</param>
/// <param name="Command">Its command.</param>
/// <param name="Entry">Its method; null for <c>convert</c>, which has none.</param>
/// <param name="Method">The method with its options; null for <c>convert</c>.</param>
/// <param name="Options">Its shared options; what belongs to the whole run is that of the run.</param>
internal sealed record BoundStage(RecipeStage Stage, CommandSpec Command, MethodEntry? Entry, BoundMethod? Method, RunOptions Options)
{
    /// <summary>The further datasets of its method, in the order of <see cref="MethodEntry.InputOptions"/>.</summary>
    public IReadOnlyList<BoundOther> Others { get; init; } = [];

    /// <summary>The files that options of its method name and that are no datasets, such as a tokenizer's vocabulary.</summary>
    public IReadOnlyList<(string Option, string Path)> Files { get; init; } = [];

    /// <summary>The file of the small table that its method makes beside its rows (centroids), with the option that names it; null for none.</summary>
    public (string Option, string Path)? Companion { get; init; }

    /// <summary>New names of columns (<c>convert</c>).</summary>
    public IReadOnlyList<string> Renames { get; init; } = [];

    /// <summary>What describes its rows (<c>profile</c>, <c>check</c>); null for a stage that makes rows.</summary>
    public IReportStage? Reporter { get; init; }

    /// <summary>Rows leave only by its condition and in their order, and nothing is decided: the stage is a part of the passes of those that read it.</summary>
    public bool IsView => Entry is null && Reporter is null;

    /// <summary>Files that it writes, with the options that name them.</summary>
    public IReadOnlyList<(string Option, string Path)> Written =>
    [
        .. Options.Removed is { } removed ? [("removed", removed)] : Array.Empty<(string, string)>(),
        .. Options.Report is { } report ? [("report", report)] : Array.Empty<(string, string)>(),
        .. Companion is { } table ? [table] : Array.Empty<(string, string)>(),
        .. Reporter?.Files ?? [],
    ];

    /// <summary>The stage is run even where nothing reads its rows: it writes something of its own, or can stop the run.</summary>
    public bool IsNeeded => Written.Count > 0 || Options.FailOn.Count > 0 || Reporter?.IsGate == true;

    /// <summary>What it does, for people: <c>dedupe exact</c>.</summary>
    public string What => Entry is null ? Command.Name : Command.Name + " " + Entry.Name;

    /// <summary>Every name whose rows it reads.</summary>
    public IEnumerable<string> Reads => Stage.From.Select(static l => l.Name).Concat(Others.Where(static o => o.IsLink).Select(static o => o.Value));

    /// <summary>Every name that must come before it: those whose rows it reads, and stages that make tables for it.</summary>
    public IEnumerable<string> Needs => Reads.Concat(Others.Select(static o => o.TableOf).OfType<string>());
}
