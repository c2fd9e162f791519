namespace Curate.Core.Numerics.Learners;

/// <summary>How gradient-boosted trees are grown.</summary>
public sealed record GradientBoostingOptions
{
    /// <summary>Rounds; each adds one tree, or one for each class where there are more than two.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>What each tree's values are multiplied by.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Leaves of a tree at most; the leaf of largest gain is split first.</summary>
    public int MaxLeaves { get; init; } = 31;

    /// <summary>Splits from the root to a leaf at most; 0 for no limit.</summary>
    public int MaxDepth { get; init; }

    /// <summary>Rows of a leaf at least.</summary>
    public int MinLeafRows { get; init; } = 20;

    /// <summary>Second derivatives of a leaf at least.</summary>
    public double MinLeafHessian { get; init; } = 1e-3;

    /// <summary>Added to the second derivatives of every leaf.</summary>
    public double L2 { get; init; }

    /// <summary>Bins of a column, from 2 to 255.</summary>
    public int Bins { get; init; } = 255;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Rounds);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLeaves, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinLeafRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Bins, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Bins, 255);
        if (!(LearningRate > 0) || !(L2 >= 0) || !(MinLeafHessian >= 0))
        {
            throw new ArgumentException("The learning rate is above 0; penalties are not negative.");
        }
    }
}
