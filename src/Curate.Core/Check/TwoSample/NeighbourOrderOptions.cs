namespace Curate.Core.Check.TwoSample;

/// <summary>Options of <c>knn-non-iid</c>.</summary>
public sealed record NeighbourOrderOptions : TwoSampleOptions
{
    /// <summary>Neighbours of a row.</summary>
    public int KNeighbors { get; init; } = 10;

    /// <summary>Largest excess of the statistic that passes.</summary>
    public double MaxOrder { get; init; } = 0.03;
}
