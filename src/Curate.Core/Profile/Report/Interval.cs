namespace Curate.Core.Profile.Report;

/// <summary>A measure with its confidence interval; NaN bounds where none can be given.</summary>
/// <param name="Value">The measure.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Value, double Low, double High)
{
    /// <summary>A value without an interval.</summary>
    public static Interval Of(double value) => new(value, double.NaN, double.NaN);
}
