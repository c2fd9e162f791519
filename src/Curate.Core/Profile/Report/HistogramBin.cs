namespace Curate.Core.Profile.Report;

/// <summary>Values from <paramref name="Low"/> up to <paramref name="High"/>, the last bin with its upper end.</summary>
public readonly record struct HistogramBin(double Low, double High, long Count);
