namespace Curate.Core.Check;

/// <summary>A check with validated options.</summary>
/// <param name="Entry">The check.</param>
/// <param name="Measure">Measures it on inputs.</param>
public sealed record BoundCheck(CheckEntry Entry, Func<CheckInputs, CheckResult> Measure)
{
    /// <summary>Measures it. A missing role or too few rows make a result that is not measurable, never an exception.</summary>
    public CheckResult Run(CheckInputs inputs) => Measure(inputs);
}
