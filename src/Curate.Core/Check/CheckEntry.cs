using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Check;

/// <summary>
/// One check as data: its name, what it does, what it can find, its options, how to run it. The command line, help, <c>curate methods</c>,
/// <c>curate explain</c>, docs and law tests read this and nothing else.
/// </summary>
/// <remarks>
/// Adding a check is one file with its options record and an entry, one line in <see cref="CheckRegistry"/>, its tests, the page
/// docs/methods/check/NAME.md (sections Options and Findings are written by <c>CURATE_ACCEPT=1</c> on ReferenceTests) and its row in docs/index.md.
/// Options that are roles or levels stand in <see cref="CheckOptionSpecs"/> and reach the check by its inputs, so an entry has its own options only.
/// Checks may share option names; each then gets the value.
/// </remarks>
/// <param name="Name">Kebab case: <c>column-drift</c>.</param>
/// <param name="Summary">One sentence.</param>
public abstract record CheckEntry(string Name, string Summary)
{
    /// <summary>The folder of its page and the front of its id.</summary>
    public const string Family = "check";

    /// <summary>Memory as a formula.</summary>
    public required string Memory { get; init; }

    /// <summary>Passes over the data.</summary>
    public required string Passes { get; init; }

    /// <summary>What has to be given besides the data, in words: <c>a label and a prediction</c>; null = nothing.</summary>
    public string? Needs { get; init; }

    /// <summary>Where it comes from: paper and equation, or <c>standard method</c>.</summary>
    public string Source { get; init; } = "standard method";

    /// <summary>A command that shows it, on the bundled examples.</summary>
    public required string Usage { get; init; }

    /// <summary>With these roles it trains models on the label, minutes where others take a pass: it runs where it is asked for.</summary>
    public Func<CheckRoles, bool> TrainsModels { get; init; } = static _ => false;

    /// <summary>Every code that its findings can have.</summary>
    public required IReadOnlyList<CheckCode> Codes { get; init; }

    /// <summary>Registry id: <c>check/column-drift</c>.</summary>
    public string Id => Family + "/" + Name;

    /// <summary>Options of its own.</summary>
    public abstract IReadOnlyList<OptionSpec> OptionSpecs { get; }

    /// <summary>Parses and validates option texts; nothing is opened.</summary>
    public abstract BoundCheck Bind(OptionValues values);

    /// <summary>The check with the options that the law tests use on a table, or null where the table cannot be used.</summary>
    public abstract BoundCheck? BindExample(LawCase table);

    /// <summary>The roles that the law tests run it with.</summary>
    public Func<LawCase, CheckRoles> ExampleRoles { get; init; } = static _ => new CheckRoles();

    /// <summary>The law tests give it a second dataset.</summary>
    public bool ExampleReadsOther { get; init; }
}
