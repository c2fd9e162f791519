namespace Curate.Core.Dependencies;

/// <summary>A value of the right side of a dependency inside one group.</summary>
/// <param name="Value">The value; null = missing.</param>
/// <param name="Rows">Rows of the group that have it.</param>
/// <param name="FirstRow">The first of them, from 0.</param>
public readonly record struct GroupValue(string? Value, long Rows, long FirstRow);
