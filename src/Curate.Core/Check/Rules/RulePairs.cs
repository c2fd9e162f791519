namespace Curate.Core.Check.Rules;

/// <summary>Texts by name, in the order of the file.</summary>
public sealed record RulePairs(int Line, IReadOnlyList<(string Key, string Value, int Line)> Pairs) : RuleValue(Line);
