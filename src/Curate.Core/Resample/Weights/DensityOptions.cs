namespace Curate.Core.Resample.Weights;

/// <summary>Options of weights by the density of a numeric target.</summary>
internal sealed record DensityOptions : WeightOptions
{
    /// <summary>The numeric target.</summary>
    public string Label { get; init; } = "";

    public DensityForm Form { get; init; }

    /// <summary>The shape a.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>The bandwidth in standard deviations; null for a rule.</summary>
    public double? Bandwidth { get; init; } = 0.07;

    /// <summary>Of the rules, Silverman's rather than Scott's.</summary>
    public bool BySilverman { get; init; }

    /// <summary>Least weight before weights are brought to mean 1.</summary>
    public double Floor { get; init; } = 1e-6;

    /// <summary>Name of a column for the density, or null.</summary>
    public string? DensityColumn { get; init; }
}
