namespace Curate.Core.Profile.Report;

/// <summary>What a filter by quality leaves of the sample of all rows.</summary>
/// <param name="Share">Share of the scored rows that leave.</param>
/// <param name="Threshold">Least score that stays.</param>
/// <param name="Sample">The figures of the rows that stay.</param>
public sealed record QualityStep(double Share, double Threshold, SampledDiversity Sample);
