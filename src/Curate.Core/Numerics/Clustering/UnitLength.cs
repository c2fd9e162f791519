using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>Brings vectors to length 1.</summary>
internal static class UnitLength
{
    /// <summary>False, and no change, for a vector of zeros.</summary>
    public static bool Apply(Span<float> values)
    {
        double norm = Math.Sqrt(PairSums.Norm(values));
        if (norm == 0)
        {
            return false;
        }

        for (int p = 0; p < values.Length; p++)
        {
            values[p] = (float)(values[p] / norm);
        }

        return true;
    }

    /// <summary>A copy of a store with every row at length 1; zeros stay zeros.</summary>
    public static VectorStore Copy(VectorStore rows, RunContext run)
    {
        var copy = new VectorStore(rows.Count, rows.Numeric, 0, run);
        Workers.ForBlocks(run.Workers, PanelScan.BlocksOf(rows.Count), block =>
        {
            int end = Math.Min(rows.Count, (block + 1) * PanelScan.BlockRows);
            for (int row = block * PanelScan.BlockRows; row < end; row++)
            {
                rows[row].CopyTo(copy[row]);
                Apply(copy[row]);
            }
        }, run.Ct);
        return copy;
    }
}
