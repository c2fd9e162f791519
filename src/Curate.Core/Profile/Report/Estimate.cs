namespace Curate.Core.Profile.Report;

/// <summary>A number, and between which bounds the true one lies.</summary>
/// <param name="Value">The best guess.</param>
/// <param name="Low">Lower bound; three standard errors below an estimate, or the value itself.</param>
/// <param name="High">Upper bound.</param>
/// <param name="IsExact">No estimate: both bounds are the value.</param>
public readonly record struct Estimate(double Value, double Low, double High, bool IsExact)
{
    public static Estimate Exact(double value) => new(value, value, value, true);
}
