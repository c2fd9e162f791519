namespace Curate.Core.Profile.Report;

/// <summary>A time without a value.</summary>
public readonly record struct TimeGap(string From, string To, double Length);
