namespace Curate.Core.Dedupe;

/// <summary>Options of <c>dedupe --method exact</c>.</summary>
public sealed record ExactOptions
{
    /// <summary>Columns whose values make the key; empty = the whole row.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>What is done to key texts before they are compared.</summary>
    public KeyNormalization Normalize { get; init; }

    /// <summary>Which copy stays.</summary>
    public KeepRule Keep { get; init; } = KeepRule.First;

    /// <summary>Rows are compared only with rows that have the same values here.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];

    /// <summary>A second dataset was given: rows that occur in it leave too.</summary>
    public bool Across { get; init; }

    /// <summary>Rows leave only if they occur in the second dataset.</summary>
    public bool OnlyAcross { get; init; }

    /// <summary>Keep every row and say in columns what it is a duplicate of.</summary>
    public bool Mark { get; init; }

    /// <summary>Add the size of its group to each kept row.</summary>
    public bool ClusterSize { get; init; }

    /// <summary>Missing key values equal each other.</summary>
    public bool MatchNulls { get; init; }
}
