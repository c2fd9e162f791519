using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Numerics.Learners;

/// <summary>How neighbours vote.</summary>
public sealed record NeighbourOptions
{
    /// <summary>Neighbours that vote.</summary>
    public int K { get; init; } = 5;

    public Metric Metric { get; init; } = Metric.Euclidean;

    /// <summary>Votes weigh 1 / distance instead of 1; neighbours at distance 0, where there are any, vote alone.</summary>
    public bool ByDistance { get; init; }
}
