namespace Curate.Core.Profile.Report;

/// <summary>Figures of sampled rows: those that look at pairs of rows, and those whose value depends on how many rows there are.</summary>
public sealed record SampledDiversity
{
    /// <summary>Rows of the sample.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of the sample that have a vector; what follows is about those.</summary>
    public long Vectors { get; init; }

    /// <summary>The Vendi score of the sample at each order.</summary>
    public IReadOnlyList<VendiValue> Vendi { get; init; } = [];

    /// <summary>Mean distance of two rows: 1 - cosine, or Euclidean; null for fewer than two.</summary>
    public double? MeanDistance { get; init; }

    /// <summary>Mean distance of a row to the nearest other one.</summary>
    public double? NearestDistance { get; init; }

    /// <summary>Entropy of the rows over clusters of the sample of all rows, in nats.</summary>
    public double? ClusterEntropy { get; init; }

    /// <summary>Texts of the sample.</summary>
    public long Texts { get; init; }

    /// <summary>Different runs of 1, 2 and 3 tokens by all such runs.</summary>
    public IReadOnlyList<double?> DistinctGrams { get; init; } = [];

    /// <summary>Bytes of the texts by those of a Lempel-Ziv code of them, one text after the other.</summary>
    public double? Compression { get; init; }

    /// <summary>Entropy of the tokens, in nats.</summary>
    public double? TokenEntropy { get; init; }
}
