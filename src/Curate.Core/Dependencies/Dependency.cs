namespace Curate.Core.Dependencies;

/// <summary>One functional dependency: rows that are equal in <see cref="From"/> are equal in <see cref="To"/>.</summary>
public sealed record Dependency
{
    /// <summary>The left side in table order; none = the right side is constant.</summary>
    public required IReadOnlyList<string> From { get; init; }

    public required string To { get; init; }

    public required DependencyMeasures Measures { get; init; }

    /// <summary>Where it breaks: groups with most violating rows first, at most five.</summary>
    public IReadOnlyList<BrokenGroup> Broken { get; init; } = [];

    /// <summary>Groups that break it.</summary>
    public long BrokenGroups { get; init; }

    /// <summary>The first of the rows that break it, from 0; deleting all of them makes it hold.</summary>
    public IReadOnlyList<long> Rows { get; init; } = [];
}
