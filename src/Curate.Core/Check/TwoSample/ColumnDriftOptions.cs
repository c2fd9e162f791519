namespace Curate.Core.Check.TwoSample;

/// <summary>Options of <c>column-drift</c>.</summary>
public sealed record ColumnDriftOptions
{
    /// <summary>Drift from which a finding is a warning.</summary>
    public double WarnDrift { get; init; } = 0.03;

    /// <summary>Drift from which it is an error.</summary>
    public double MaxDrift { get; init; } = 0.1;

    /// <summary>Largest share of rows with values that the reference lacks that passes.</summary>
    public double MaxUnseen { get; init; } = 0.01;
}
