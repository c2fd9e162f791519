namespace Curate.Core.Select.Target;

/// <summary>What makes vectors alike.</summary>
internal enum TargetMetric
{
    /// <summary>The cosine of their angle.</summary>
    Cosine,

    /// <summary>Minus their distance.</summary>
    Euclidean,

    /// <summary>Their inner product: gradients.</summary>
    Dot,
}
