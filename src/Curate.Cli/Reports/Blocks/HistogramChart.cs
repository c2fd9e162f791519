using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Blocks;

/// <summary>Counts over a scale.</summary>
/// <param name="Title">What is counted.</param>
/// <param name="Bins">Ascending.</param>
/// <param name="First">Label of the left end.</param>
/// <param name="Last">Label of the right end.</param>
internal sealed record HistogramChart(string Title, IReadOnlyList<HistogramBin> Bins, string First, string Last) : Chart(Title);
