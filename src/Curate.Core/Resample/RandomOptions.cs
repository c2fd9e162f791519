namespace Curate.Core.Resample;

/// <summary>Options of the random resamplers.</summary>
public sealed record RandomOptions
{
    /// <summary>The class column.</summary>
    public string Label { get; init; } = "";

    public BalanceTarget To { get; init; } = BalanceTarget.Auto;

    public BalanceMode Mode { get; init; }

    /// <summary>Write weights instead of repeating or removing rows.</summary>
    public bool AsWeights { get; init; }

    /// <summary>Name of the weight column.</summary>
    public string WeightColumn { get; init; } = "weight";

    /// <summary>Rows of a class that shrinks are drawn with replacement.</summary>
    public bool Replacement { get; init; }

    /// <summary>Noise that copies get, in bandwidths of a kernel density; 0 for none.</summary>
    public double Shrinkage { get; init; }

    /// <summary>How copies with noise are made; label and target are taken from here.</summary>
    public Over.OverOptions Noise { get; init; } = new();

    /// <summary>Draws for classes that shrink are keyed by this column.</summary>
    public string? Id { get; init; }
}
