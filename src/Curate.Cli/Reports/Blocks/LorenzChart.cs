using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Blocks;

/// <summary>A Lorenz curve under its diagonal.</summary>
internal sealed record LorenzChart(string Title, IReadOnlyList<LorenzPoint> Points) : Chart(Title);
