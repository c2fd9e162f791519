namespace Curate.Core.Numerics.Vectors;

/// <summary>How far two vectors are from each other.</summary>
public enum Metric : byte
{
    /// <summary>sqrt(sum (a - b)^2). With codes, each differing code adds the category weight under the root: the SMOTE-NC form.</summary>
    Euclidean,

    /// <summary>1 - a.b / (|a| |b|), from 0 to 2; a zero vector is at distance 1 from everything. Numbers only.</summary>
    Cosine,

    /// <summary>-a.b: the nearest has the largest inner product. Numbers only.</summary>
    InnerProduct,

    /// <summary>sum |a - b|, plus the category weight for each differing code.</summary>
    Manhattan,

    /// <summary>max |a - b|. Numbers only.</summary>
    Chebyshev,

    /// <summary>How many codes differ. Codes only.</summary>
    Hamming,
}
