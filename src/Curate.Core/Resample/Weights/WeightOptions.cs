namespace Curate.Core.Resample.Weights;

/// <summary>What every method that weighs rows is told.</summary>
public record WeightOptions
{
    /// <summary>Repeat and remove rows so that they follow the weights, instead of writing the weights.</summary>
    public bool AsRows { get; init; }

    /// <summary>Name of the weight column.</summary>
    public string WeightColumn { get; init; } = "weight";

    /// <summary>A column of weights to begin with; null for equal ones.</summary>
    public string? Weight { get; init; }

    /// <summary>What the weights sum to, or how many rows come out; null for the rows of the input.</summary>
    public long? To { get; init; }

    /// <summary>Least weight, in mean weights.</summary>
    public double ClipLow { get; init; }

    /// <summary>Largest weight, in mean weights.</summary>
    public double ClipHigh { get; init; } = double.PositiveInfinity;

    /// <summary>Most copies of one row.</summary>
    public long MaxRepeat { get; init; } = long.MaxValue;

    public bool IsClipped => ClipLow > 0 || !double.IsPositiveInfinity(ClipHigh);
}
