namespace Curate.Core.Numerics.Learners;

/// <summary>What a split of a classification tree lowers.</summary>
public enum TreeCriterion : byte
{
    /// <summary>1 - sum p^2.</summary>
    Gini,

    /// <summary>-sum p ln p.</summary>
    Entropy,
}
