namespace Curate.Core.Dedupe.Files;

/// <summary>How the rows of a table stand in one that contains it, the strictest that holds.</summary>
public enum Relation
{
    /// <summary>All rows of the container, in its order.</summary>
    AllRows,

    /// <summary>Consecutive rows of the container, in its order.</summary>
    RunOfRows,

    /// <summary>All rows of the container in another order.</summary>
    AnotherOrder,

    /// <summary>Some rows of the container; which ones, the rows alone say.</summary>
    SomeRows,
}
