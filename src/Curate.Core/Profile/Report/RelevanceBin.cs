namespace Curate.Core.Profile.Report;

/// <summary>A bin of a numeric target.</summary>
public readonly record struct RelevanceBin(double Low, double High, long Count, double Relevance);
