using Curate.Core.Numerics.Kernels;

namespace Curate.Core.Numerics.Clustering;

/// <summary>What one thread needs to assign blocks of rows; kept from pass to pass.</summary>
internal sealed class AssignBlock(ScoreFrame frame, SimdWidth width, CentroidSums sums) : IDisposable
{
    public PanelScan Scan { get; } = new(frame, width);

    /// <summary>What the rows that this thread moved have changed.</summary>
    public CentroidSums Sums { get; } = sums;

    /// <summary>The nearest centroid so far, or -1.</summary>
    public int[] Best { get; } = new int[PanelScan.BlockRows];

    /// <summary>Its score.</summary>
    public float[] Scores { get; } = new float[PanelScan.BlockRows];

    /// <summary>How far apart two scores of the row must be.</summary>
    public double[] Margins { get; } = new double[PanelScan.BlockRows];

    /// <summary>Rows that changed their cluster.</summary>
    public long Moved { get; set; }

    public void Dispose()
    {
        Scan.Dispose();
        Sums.Dispose();
    }
}
