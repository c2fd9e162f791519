namespace Curate.Core.Profile.Comparison;

/// <summary>How many values lie between two bounds. Equal bounds say that all of them are that value.</summary>
/// <param name="Low">Lower bound, which belongs to the bucket below where there is one.</param>
/// <param name="High">Upper bound, which belongs to the bucket. Sides of a comparison share their grid of bounds, or have buckets of one value.</param>
/// <param name="Count">Values, above 0.</param>
public readonly record struct DistributionBucket(double Low, double High, long Count);
