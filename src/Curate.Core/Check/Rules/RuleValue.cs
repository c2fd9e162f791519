namespace Curate.Core.Check.Rules;

/// <summary>A value of a key of a rule as the file has it: a text, a list of texts, or texts by name. All scalars are texts, as on a command line.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
public abstract record RuleValue(int Line);
