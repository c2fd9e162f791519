namespace Curate.Core.Resample.Weights;

/// <summary>Options of raking.</summary>
internal sealed record MarginOptions : WeightOptions
{
    /// <summary>Margins as <c>--margin</c> gives them: shares or counts.</summary>
    public IReadOnlyList<Margin> Margins { get; init; } = [];

    /// <summary>More of them stand in a table.</summary>
    public bool HasFile { get; init; }

    /// <summary>Weights are cut after the fit, which the margins then miss, instead of within it.</summary>
    public bool ClipsAfter { get; init; }

    /// <summary>Every share is met to this part of it.</summary>
    public double Tolerance { get; init; } = 1e-11;

    public int MaxIterations { get; init; } = 10_000;
}
