namespace Curate.Core.Select.Rules;

/// <summary>A row that breaks rules.</summary>
/// <param name="Row">The row.</param>
/// <param name="Rules">The rules, a bit each by place in the <see cref="RuleBook"/>; the lowest one is the reason.</param>
/// <param name="Value">What was measured for that one.</param>
internal readonly record struct BrokenRow(long Row, ulong Rules, double Value);
