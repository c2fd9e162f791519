using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Methods;

/// <summary>
/// One method of one command, as data: its name, what it does, its options, its traits, how to start it. The command line, help,
/// completion, <c>curate methods</c>, recipes, docs and law tests all read this and nothing else.
/// </summary>
public abstract record MethodEntry(string Family, string Name, string Summary, MethodTraits Traits)
{
    /// <summary>Memory as a formula.</summary>
    public required string Memory { get; init; }

    /// <summary>Passes over the data.</summary>
    public required string Passes { get; init; }

    /// <summary>Where the method comes from: paper and equation, or <c>standard method</c>.</summary>
    public string Source { get; init; } = "standard method";

    /// <summary>A command that shows it, on the bundled examples.</summary>
    public required string Usage { get; init; }

    /// <summary>Options whose value is a further dataset, in the order of <see cref="PlanInputs.Others"/>.</summary>
    public IReadOnlyList<string> InputOptions { get; init; } = [];

    /// <summary>Options whose value is a file that is no dataset; it is read whole into <see cref="StartRequest.Files"/>.</summary>
    public IReadOnlyList<string> FileOptions { get; init; } = [];

    /// <summary>The option that names a file for the table beside the plan (<see cref="RowPlan.Companion"/>); null where there is none.</summary>
    public string? CompanionOption { get; init; }

    /// <summary>Options of its kin that it cannot have, each with what to do instead; a run that passes one is told so.</summary>
    public IReadOnlyDictionary<string, string> Refusals { get; init; } = new Dictionary<string, string>();

    /// <summary>Reasons for which it drops rows; <c>--fail-on</c> takes them.</summary>
    public IReadOnlyList<string> DropReasons { get; init; } = [];

    /// <summary>
    /// Makes one entry of this one and others with the same joiner, in the order in which they are asked for (<c>--method a,b</c>); null where the method
    /// stands alone.
    /// </summary>
    public Func<IReadOnlyList<MethodEntry>, MethodEntry>? Join { get; init; }

    /// <summary>False where <c>--label</c> is no class: a number to predict, or several labels at once.</summary>
    public bool LabelsClasses { get; init; } = true;

    /// <summary>The tables of the plan say what will happen and are printed before rows are copied, by <c>--dry-run</c>, too.</summary>
    public bool PlansFirst { get; init; }

    /// <summary>Registry id: <c>dedupe/exact</c>.</summary>
    public string Id => Family + "/" + Name;

    public abstract IReadOnlyList<OptionSpec> OptionSpecs { get; }

    /// <summary>Parses and validates option texts; nothing is opened.</summary>
    public abstract BoundMethod Bind(OptionValues values);

    /// <summary>The method with the options that the law tests use on a table, or null where the table cannot be used.</summary>
    public abstract BoundMethod? BindExample(LawCase table);
}
