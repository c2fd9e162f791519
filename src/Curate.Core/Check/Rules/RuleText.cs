namespace Curate.Core.Check.Rules;

/// <summary>One text.</summary>
public sealed record RuleText(int Line, string Text) : RuleValue(Line);
