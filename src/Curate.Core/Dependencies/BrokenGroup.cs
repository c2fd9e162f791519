namespace Curate.Core.Dependencies;

/// <summary>Rows that are equal on the left side of a dependency and not on its right side.</summary>
public sealed record BrokenGroup
{
    /// <summary>The values of the left side, a column each; null = missing.</summary>
    public required IReadOnlyList<string?> Left { get; init; }

    /// <summary>Rows of the group.</summary>
    public required long Rows { get; init; }

    /// <summary>Values of the right side with their rows, most first (ties: the one that comes first); at most ten.</summary>
    public required IReadOnlyList<GroupValue> Values { get; init; }

    /// <summary>Rows without the first of <see cref="Values"/>.</summary>
    public required long Violations { get; init; }
}
