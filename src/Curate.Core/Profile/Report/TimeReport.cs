namespace Curate.Core.Profile.Report;

/// <summary>Days or moments of a column.</summary>
public sealed record TimeReport
{
    /// <summary>ISO 8601, as are all times here.</summary>
    public required string First { get; init; }

    public required string Last { get; init; }

    /// <summary>Unit that steps and gaps are counted in: <c>day</c> or <c>second</c> and so on.</summary>
    public required string Unit { get; init; }

    /// <summary>Different days (or moments, cut to the unit).</summary>
    public Estimate Distinct { get; init; }

    /// <summary>The commonest step from one value to the next, in units; null where too many values differ to know.</summary>
    public double? Step { get; init; }

    /// <summary>Share of steps that equal <see cref="Step"/>.</summary>
    public double? Regularity { get; init; }

    /// <summary>The longest times without a value: start, end, length in units.</summary>
    public IReadOnlyList<TimeGap> Gaps { get; init; } = [];

    /// <summary>Rows over equal spans from first to last.</summary>
    public IReadOnlyList<HistogramBin> Histogram { get; init; } = [];

    /// <summary>Rows per day of the week, Monday first.</summary>
    public IReadOnlyList<long> Weekdays { get; init; } = [];
}
