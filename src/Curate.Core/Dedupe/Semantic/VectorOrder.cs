namespace Curate.Core.Dedupe.Semantic;

/// <summary>Orders of the keep rule that need no column.</summary>
public enum VectorOrder
{
    /// <summary>That of the keep rule.</summary>
    ByRule,

    /// <summary>Farthest from the centre of its cluster first.</summary>
    Hard,

    /// <summary>Nearest to the centre of its cluster first.</summary>
    Easy,

    /// <summary>By a draw for each row.</summary>
    Random,
}
