namespace Curate.Core.Check.Rules;

/// <summary>The options of <see cref="RulesCheck"/>.</summary>
public sealed record RuleOptions
{
    /// <summary>The rules of all files, in order.</summary>
    public IReadOnlyList<Rule> Rules { get; init; } = [];
}
