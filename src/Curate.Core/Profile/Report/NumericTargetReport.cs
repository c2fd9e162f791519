namespace Curate.Core.Profile.Report;

/// <summary>Where a numeric target is rare.</summary>
public sealed record NumericTargetReport
{
    /// <summary>Bins of the target with rows, and the mean relevance of each (Ribeiro 2011: 0 at the median, 1 at the box-plot fences and beyond).</summary>
    public required IReadOnlyList<RelevanceBin> Bins { get; init; }

    /// <summary>Largest bin over smallest filled bin.</summary>
    public required double BinImbalance { get; init; }

    /// <summary>Rows whose relevance is at least 0.8: the rare ones.</summary>
    public required long RareRows { get; init; }

    public required bool IsImbalanced { get; init; }
}
