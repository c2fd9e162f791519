namespace Curate.Core.Profile.Report;

/// <summary>Measures of a classifier that stay honest under imbalance.</summary>
public sealed record MetricsReport
{
    public required string Label { get; init; }

    public required string Prediction { get; init; }

    public required long Rows { get; init; }

    /// <summary>Rows without label or prediction.</summary>
    public long Skipped { get; init; }

    /// <summary>Classes in the order of <see cref="Confusion"/>.</summary>
    public required IReadOnlyList<ClassMetrics> Classes { get; init; }

    /// <summary>Rows: true class; columns: predicted class.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; }

    /// <summary>By name, in order of trust: macro-f1, g-mean, mcc, balanced-accuracy, ..., accuracy last.</summary>
    public required IReadOnlyList<(string Name, Interval Value)> Overall { get; init; }

    /// <summary>The largest class is above 90%, so accuracy says nothing.</summary>
    public bool AccuracyIsUninformative { get; init; }

    /// <summary>How much each measure owes to the class ratio alone.</summary>
    public IReadOnlyList<ImpactRow> Impact { get; init; } = [];

    /// <summary>The same measures if a share of positives had been missed, by that share.</summary>
    public IReadOnlyList<(double Missed, IReadOnlyList<(string Name, double Value)> Measures)> AssumeMissed { get; init; } = [];
}
