using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Prototypes;

/// <summary>Options of NearMiss.</summary>
public sealed record NearMissOptions : FeatureOptions
{
    /// <summary>1, 2 or 3.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Rows of the smallest class whose distances are summed.</summary>
    public int Neighbours { get; init; } = 3;

    /// <summary>Rows of a class that each row of the smallest class nominates, for version 3.</summary>
    public int Nominated { get; init; } = 3;
}
