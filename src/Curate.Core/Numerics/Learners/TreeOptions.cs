namespace Curate.Core.Numerics.Learners;

/// <summary>How far a decision tree grows.</summary>
public sealed record TreeOptions
{
    /// <summary>For classification; regression lowers squared error.</summary>
    public TreeCriterion Criterion { get; init; } = TreeCriterion.Gini;

    /// <summary>Most splits from the root to a leaf; 0 for no limit.</summary>
    public int MaxDepth { get; init; }

    /// <summary>A node with fewer rows is a leaf.</summary>
    public int MinSplitRows { get; init; } = 2;

    /// <summary>Rows of a leaf at least.</summary>
    public int MinLeafRows { get; init; } = 1;

    /// <summary>Weight of a leaf at least.</summary>
    public double MinLeafWeight { get; init; }

    /// <summary>A split lowers the impurity of all rows together by at least this (of the mean squared error, for regression).</summary>
    public double MinGain { get; init; }

    /// <summary>Columns that are looked at for each split, drawn anew for each node; columns that are constant in the node do not count. 0 for all.</summary>
    public int MaxFeatures { get; init; }
}
