using Curate.Core.Grouping;

namespace Curate.Core.Resample.Weights;

/// <summary>Cells and, where there are some, base weights of one batch.</summary>
internal sealed class RakingPart
{
    public GroupPart? Groups { get; set; }

    public double[] Weights { get; set; } = [];
}
