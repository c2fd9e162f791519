namespace Curate.Core.Profile.Report;

/// <summary>One class against the rest. NaN where a measure is not defined or needs scores that were not given.</summary>
public sealed record ClassMetrics
{
    public required string Name { get; init; }

    public required long Support { get; init; }

    public required long Predicted { get; init; }

    public required Interval Precision { get; init; }

    public required Interval Recall { get; init; }

    public required Interval Specificity { get; init; }

    public required Interval F1 { get; init; }

    public required Interval GMean { get; init; }

    /// <summary>Index of balanced accuracy, (1 + 0.1 (TPR - TNR)) TPR TNR (Garcia et al. 2009).</summary>
    public required Interval Iba { get; init; }

    public required Interval Mcc { get; init; }

    public Interval RocAuc { get; init; } = Interval.Of(double.NaN);

    /// <summary>Average precision.</summary>
    public Interval PrAuc { get; init; } = Interval.Of(double.NaN);

    /// <summary>How far <see cref="RocAuc"/> can be off because scores were counted in bins; 0 where it is exact.</summary>
    public double RocAucError { get; init; }

    /// <summary>How far <see cref="PrAuc"/> can be off because scores were counted in bins; 0 where it is exact.</summary>
    public double PrAucError { get; init; }
}
