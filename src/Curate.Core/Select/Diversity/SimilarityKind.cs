namespace Curate.Core.Select.Diversity;

/// <summary>What two rows have in common; never negative but for <see cref="Linear"/>.</summary>
internal enum SimilarityKind : byte
{
    /// <summary>C - |a - b|^2 with C = (2 R)^2, R the largest distance of a row from the mean.</summary>
    Euclidean,

    /// <summary>max(0, cos(a, b)); a row of zeros is like nothing.</summary>
    Cosine,

    /// <summary>exp(-|a - b|^2 / (2 h^2)).</summary>
    Rbf,

    /// <summary>a.b.</summary>
    Linear,
}
