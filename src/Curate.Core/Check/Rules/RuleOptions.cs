namespace Curate.Core.Check.Rules;

/// <summary>The options of <see cref="RulesCheck"/>.</summary>
public sealed record RuleOptions;
