namespace Curate.Core.Dependencies;

/// <summary>A dependency that the search found: columns of the left side as bits, the column of the right side, and its measures.</summary>
internal readonly record struct FoundDependency(ulong Left, int Right, DependencyMeasures Measures);
