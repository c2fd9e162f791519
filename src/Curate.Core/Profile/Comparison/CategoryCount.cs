namespace Curate.Core.Profile.Comparison;

/// <summary>A value, or a class, and the rows that have it.</summary>
public readonly record struct CategoryCount(string Value, long Count);
