namespace Curate.Core.Check.Rules;

/// <summary>A rule before it is written to a file: its kind, and keys with a value or a list of values each.</summary>
public sealed record DraftRule(string Kind, IReadOnlyList<(string Key, IReadOnlyList<string> Values, bool IsList)> Keys);
