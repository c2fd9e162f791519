namespace Curate.Core.Check.Rules;

/// <summary>
/// One kind of rule as data: its keys, what its findings are called, how it is read. Reading files, their JSON Schema and the docs come from here. Adding a
/// kind is one file with a <see cref="Rule"/> and one line in <see cref="RuleKinds"/>.
/// </summary>
/// <param name="Name">The word behind <c>rule:</c>.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Code">The code of its findings.</param>
/// <param name="Keys">Keys besides those that all rules take.</param>
/// <param name="Read">Makes a rule of the keys of one entry; it throws usage errors that name file, line and key.</param>
public sealed record RuleKind(string Name, string Summary, CheckCode Code, IReadOnlyList<RuleKey> Keys, Func<RuleReader, Rule> Read)
{
    /// <summary>It judges rows one by one, so that some of them may be allowed to fail (<c>tolerance</c>, <c>at-least</c>).</summary>
    public bool JudgesRows { get; init; } = true;

    /// <summary>It may be restricted to rows with <c>where</c>.</summary>
    public bool TakesWhere { get; init; } = true;

    /// <summary>Keys that every rule takes.</summary>
    public static IReadOnlyList<RuleKey> Shared { get; } =
    [
        new("rule", RuleKeyKind.Text, "The kind of rule.") { Required = true },
        new("name", RuleKeyKind.Text, "What reports call it.") { Default = "the kind and the columns" },
        new("comment", RuleKeyKind.Text, "Why it is there; reports print it with the advice."),
        new("severity", RuleKeyKind.Choice, "How much it matters when it does not hold.") { Choices = ["error", "warning", "note"], Default = "error" },
    ];

    /// <summary>Keys of kinds that judge rows.</summary>
    public static IReadOnlyList<RuleKey> OfRows { get; } =
    [
        new("tolerance", RuleKeyKind.Share, "Share of rows that may break it.") { Default = "--tolerance, 0" },
        new("at-least", RuleKeyKind.Share, "Share of rows that must keep it; 1 - tolerance."),
    ];

    /// <summary>The key of kinds that can look at some rows only.</summary>
    public static RuleKey WhereKey { get; } = new("where", RuleKeyKind.Condition, "Only rows for which this holds are looked at.");

    /// <summary>Every key that this kind takes.</summary>
    public IReadOnlyList<RuleKey> AllKeys => [.. Shared, .. Keys, .. JudgesRows ? OfRows : [], .. TakesWhere ? (IReadOnlyList<RuleKey>)[WhereKey] : []];

    // Two kinds are one when they have the same name; records would compare delegates.
    public bool Equals(RuleKind? other) => other is not null && other.Name == Name;

    public override int GetHashCode() => Name.Length;
}
