namespace Curate.Core.Profile.Report;

/// <summary>One class.</summary>
/// <param name="Name">The value as it stands, or the range of a bin.</param>
/// <param name="Count">Rows.</param>
/// <param name="Share">Of the rows with a class.</param>
/// <param name="Low">Lower end of the share's 95% Wilson interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="EffectiveNumber">(1 - b^n) / (1 - b) with b = 0.9999 (Cui et al. 2019, equation 2).</param>
/// <param name="Part"><c>head</c>, <c>medium</c> or <c>tail</c>.</param>
public readonly record struct ClassReport(string Name, long Count, double Share, double Low, double High, double EffectiveNumber, string Part);
