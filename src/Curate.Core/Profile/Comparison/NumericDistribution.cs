namespace Curate.Core.Profile.Comparison;

/// <summary>The finite numbers of a column: exact moments and a cumulative distribution in buckets.</summary>
public sealed record NumericDistribution
{
    /// <summary>Finite numbers: the sum of the bucket counts.</summary>
    public required long Count { get; init; }

    public required double Min { get; init; }

    public required double Max { get; init; }

    public required double Mean { get; init; }

    /// <summary>Sample variance (n - 1); NaN for fewer than two values.</summary>
    public required double Variance { get; init; }

    /// <summary>Buckets with values, ascending and without overlap.</summary>
    public required IReadOnlyList<DistributionBucket> Buckets { get; init; }

    /// <summary>Largest relative error of a value that is read from a bucket; 0 where every bucket is one value.</summary>
    public double BucketError { get; init; }
}
