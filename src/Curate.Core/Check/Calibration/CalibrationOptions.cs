namespace Curate.Core.Check.Calibration;

/// <summary>Options of <c>check --with calibration</c>.</summary>
public sealed record CalibrationOptions
{
    /// <summary>The class that one probability column speaks of; null = the last in sorted order.</summary>
    public string? Positive { get; init; }

    /// <summary>Bins of the reliability table and of the calibration errors.</summary>
    public int Bins { get; init; } = 10;

    /// <summary>Calibration error beyond what chance gives that is tolerated.</summary>
    public double MaxError { get; init; } = 0.05;
}
