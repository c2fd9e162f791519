using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Resample.Clusters;

/// <summary>
/// How often the rows of each cell come out: every row <see cref="Full"/> times, and a <see cref="Rest"/> of them, picked, once more. Copies of rows of a cell
/// differ by at most one.
/// </summary>
internal sealed class CellCopies
{
    /// <param name="quotas">Output rows of each cell.</param>
    /// <param name="sizes">Rows of each cell; a cell without rows has no quota.</param>
    public CellCopies(ReadOnlySpan<long> quotas, ReadOnlySpan<long> sizes)
    {
        Full = new long[quotas.Length];
        Rest = new long[quotas.Length];
        for (int c = 0; c < quotas.Length; c++)
        {
            (Full[c], Rest[c]) = sizes[c] == 0 ? (0, 0) : Math.DivRem(quotas[c], sizes[c]);
        }
    }

    /// <summary>Copies that all rows of a cell have.</summary>
    public long[] Full { get; }

    /// <summary>Rows of a cell that have one more.</summary>
    public long[] Rest { get; }

    /// <summary>Rows that have one more.</summary>
    public BitMap Picked { get; } = new();

    /// <summary>Picks the rows with the smallest draws of each cell.</summary>
    public void PickRandom(CellRows cells, SeededDraw draw)
    {
        // Code 0, rows in no cell, is a group of which nothing is picked.
        var quotas = new long[cells.Count + 1];
        var sizes = new long[cells.Count + 1];
        Rest.CopyTo(quotas, 1);
        cells.Sizes.CopyTo(sizes.AsSpan(1));
        sizes[0] = cells.Unplaced;
        DrawThresholds.Pick(new RowDraws(draw, cells.Codes), quotas, sizes, Picked);
    }
}
