namespace Curate.Core.Profile.Report;

/// <summary>The value below which a share of all values lies.</summary>
/// <param name="Share">From 0 to 1.</param>
/// <param name="Value">Within the stated relative error.</param>
public readonly record struct Quantile(double Share, double Value);
