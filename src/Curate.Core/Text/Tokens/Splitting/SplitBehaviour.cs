namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>What becomes of a match.</summary>
internal enum SplitBehaviour
{
    Removed,

    /// <summary>A piece of its own.</summary>
    Isolated,

    MergedWithPrevious,

    MergedWithNext,

    /// <summary>A run of matches is one piece.</summary>
    Contiguous,
}
