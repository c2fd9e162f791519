namespace Curate.Core.Check.TwoSample;

/// <summary>Options of <c>label-shift</c>.</summary>
public sealed record LabelShiftOptions
{
    /// <summary>Largest total variation between class shares that passes.</summary>
    public double MaxLabelShift { get; init; } = 0.05;
}
