namespace Curate.Core.Dependencies;

/// <summary>A value that looks like a misspelling of the frequent value of its group.</summary>
public sealed record TypoCandidate
{
    public required string Column { get; init; }

    public required string Value { get; init; }

    /// <summary>What most rows of the group have.</summary>
    public required string Proposed { get; init; }

    /// <summary>Rows that have the value in such a group.</summary>
    public required long Rows { get; init; }

    /// <summary>The first of them, from 0.</summary>
    public required long FirstRow { get; init; }

    /// <summary>The left side of the dependency that says so.</summary>
    public required IReadOnlyList<string> From { get; init; }
}
