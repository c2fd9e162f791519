using Curate.Core.Data;

namespace Curate.Core.Profile.Metrics;

/// <summary>Which columns hold the truth and what a classifier said.</summary>
public sealed record MetricsColumns
{
    public required string Label { get; init; }

    /// <summary>Predicted class, or null: then the class of the largest probability is taken, or the positive one from 0.5 on.</summary>
    public string? Prediction { get; init; }

    /// <summary>Probability (or any score) of the positive class, or one column per class in the order of the sorted class names; empty = no scores.</summary>
    public IReadOnlyList<string> Probabilities { get; init; } = [];

    /// <summary>The positive class; null = the rarer of two.</summary>
    public string? Positive { get; init; }

    /// <summary>Shares of missed positives to recompute measures under, each from 0 to below 1.</summary>
    public IReadOnlyList<double> AssumeMissed { get; init; } = [];

    /// <summary>Seed of the bootstrap.</summary>
    public ulong Seed { get; init; }

    /// <summary>The request that reads these columns, in the order that <see cref="MetricsSummary"/> expects by default.</summary>
    public IReadOnlyList<ColumnRequest> Request =>
    [
        new(Label, ColumnKind.Text), .. Prediction is null ? Array.Empty<ColumnRequest>() : [new(Prediction, ColumnKind.Text)],
        .. Probabilities.Select(static p => new ColumnRequest(p, ColumnKind.Number)),
    ];
}
