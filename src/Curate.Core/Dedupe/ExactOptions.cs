namespace Curate.Core.Dedupe;

/// <summary>Options of <c>dedupe --method exact</c>.</summary>
public sealed record ExactOptions
{
    /// <summary>Columns whose values make the key; empty = the whole row.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>What is done to key texts before they are compared.</summary>
    public KeyNormalization Normalize { get; init; }

    /// <summary>Which copy stays and what is said of the others.</summary>
    public CopyOptions Copies { get; init; } = new();

    /// <summary>Missing key values equal each other.</summary>
    public bool MatchNulls { get; init; }
}
