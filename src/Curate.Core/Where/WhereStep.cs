namespace Curate.Core.Where;

internal enum WhereStepKind
{
    /// <summary>Pushes the result of a leaf.</summary>
    Leaf,
    And,
    Or,
    Not,
}

/// <summary>One step of the postfix program.</summary>
internal readonly record struct WhereStep(WhereStepKind Kind, WhereLeaf? Leaf);
