namespace Curate.Core.Profile.Balance;

/// <summary>Rows of one group and one label.</summary>
public readonly record struct CrossCell(string Group, string Label, long Count);
