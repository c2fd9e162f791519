using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Resample.Weights;

/// <summary>Options of entropy balancing.</summary>
internal sealed record MomentOptions : WeightOptions
{
    /// <summary>Targets by name.</summary>
    public IReadOnlyList<MomentTarget> Targets { get; init; } = [];

    /// <summary>More of them stand in a table.</summary>
    public bool HasFile { get; init; }

    /// <summary>The moments are those of another dataset.</summary>
    public bool HasReference { get; init; }

    /// <summary>A column and a value: the moments are those of its rows, and the other rows are weighed.</summary>
    public (string Column, string Value)? Treat { get; init; }

    public IReadOnlyList<string> Features { get; init; } = [];

    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Means (1), and variances (2), and third moments (3).</summary>
    public int Moments { get; init; } = 1;

    /// <summary>Correlations of all pairs of numbers, too.</summary>
    public bool Correlations { get; init; }

    /// <summary>How far means may be off, in deviations.</summary>
    public double Tolerance { get; init; }

    public MissingValues Missing { get; init; } = MissingValues.Error;
}
