using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Numerics.Neighbours;

/// <summary>As <see cref="NearestSink"/>, for a scan of some rows of a block: row i of the scan is entry i of a map.</summary>
/// <param name="frame">What limits are made by.</param>
/// <param name="part">The queries.</param>
/// <param name="rows">The rows that ids number.</param>
/// <param name="table">Where the nearest are kept.</param>
/// <param name="members">For each row of the scan, the query in <paramref name="part"/>.</param>
/// <param name="targets">For each query in the part, its row in the table.</param>
/// <param name="norms">The norms, by row of the scan.</param>
/// <param name="excludeSelf">A row is no neighbour of itself.</param>
internal readonly struct ListSink(
    ScoreFrame frame, VectorStore part, VectorStore rows, NeighbourTable table, int[] members, int[] targets, double[] norms, bool excludeSelf) : ICandidateSink
{
    public void Offer(int row, int id, float score, ref float limit)
    {
        int query = members[row];
        int target = targets[query];
        if (excludeSelf && target == id)
        {
            return;
        }

        double rank = frame.Rule.Rank(part[query], rows[id], frame.Numeric);
        if (NearestHeap.Add(table.Ranks(target), table.Ids(target), rank, id))
        {
            limit = frame.Limit(table.Worst(target), norms[row]);
        }
    }
}
