namespace Curate.Core.Check.TwoSample;

/// <summary>Options of <c>sliced-energy-distance</c>.</summary>
public sealed record SlicedEnergyOptions : TwoSampleOptions
{
    /// <summary>Random directions.</summary>
    public int Directions { get; init; } = 100;

    /// <summary>Largest energy coefficient that passes.</summary>
    public double MaxEnergy { get; init; } = 0.01;
}
