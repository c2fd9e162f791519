namespace Curate.Core.Dedupe.Near;

/// <summary>How a pair of texts that share a bucket is measured.</summary>
public enum PairVerification
{
    /// <summary>Not at all: sharing a bucket is enough.</summary>
    None,

    /// <summary>Shared shingles over all shingles of both.</summary>
    Jaccard,

    /// <summary>Shared shingles over the shingles of the smaller one.</summary>
    Containment,

    /// <summary>1 - edit distance in tokens over the tokens of the longer one.</summary>
    Edit,

    /// <summary>The share of equal MinHash values, an estimate of the Jaccard similarity.</summary>
    Signature,

    /// <summary>1 - differing SimHash bits over 64.</summary>
    Hamming,
}
