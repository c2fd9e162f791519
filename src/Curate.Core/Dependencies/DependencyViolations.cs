using Curate.Core.Running;

namespace Curate.Core.Dependencies;

/// <summary>What is known about one dependency of named columns, and which rows break it.</summary>
public sealed record DependencyViolations
{
    /// <summary>How far it is from holding.</summary>
    public required DependencyMeasures Measures { get; init; }

    /// <summary>
    /// The rows that do not have the most frequent value of their group (of equally frequent ones the value that comes first): deleting them makes the
    /// dependency hold. Numbered from 0 over the source.
    /// </summary>
    public required BitMap Rows { get; init; }

    /// <summary>Groups with more than one value, those with most violating rows first, ties by their first row; at most as many as were asked for.</summary>
    public required IReadOnlyList<BrokenGroup> Groups { get; init; }

    /// <summary>Groups with more than one value in all.</summary>
    public required long BrokenGroups { get; init; }
}
