namespace Curate.Core.Check.Rules;

/// <summary>A list of texts.</summary>
public sealed record RuleTexts(int Line, IReadOnlyList<string> Items) : RuleValue(Line);
