using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Profile.Diversity;

/// <summary>What the report on quality, diversity and complexity looks at, beside the vectors of <c>--embedding</c> or <c>--features</c>.</summary>
public sealed record DiversityOptions
{
    private static readonly double[] s_orders = [0.1, 1, 2, double.PositiveInfinity];

    /// <summary>Text column, or null.</summary>
    public string? Text { get; init; }

    /// <summary>Column of numbers that say how good rows are, or null.</summary>
    public string? Score { get; init; }

    /// <summary>Column of losses of a model that did not learn from the rows, or null.</summary>
    public string? Loss { get; init; }

    /// <summary>Column of how much each row counts in Vendi scores, or null for all alike.</summary>
    public string? Weight { get; init; }

    /// <summary>Column whose values (sources, generations) are reported beside the whole, or null.</summary>
    public string? Source { get; init; }

    /// <summary>Orders of the Vendi score.</summary>
    public IReadOnlyList<double> Orders { get; init; } = s_orders;

    /// <summary>A Gaussian of the distance instead of the cosine.</summary>
    public bool Gaussian { get; init; }

    /// <summary>Width of the Gaussian; null for the median distance of sampled rows.</summary>
    public double? Bandwidth { get; init; }

    /// <summary>How numbers are brought to one scale.</summary>
    public FeatureScaling Scale { get; init; }

    /// <summary>Rows of the sample, of the whole and of each source, that pairs and texts are measured on.</summary>
    public int Sample { get; init; } = 1000;
}
