using System.Runtime.CompilerServices;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Numerics.Neighbours;

/// <summary>Ranks candidates in double and keeps the k nearest of each row.</summary>
/// <param name="frame">What limits are made by.</param>
/// <param name="queries">The query rows.</param>
/// <param name="rows">The rows that ids number.</param>
/// <param name="table">Where the nearest are kept.</param>
/// <param name="first">The query row that the block begins with.</param>
/// <param name="norms">The norms of the block.</param>
/// <param name="excludeSelf">A row is no neighbour of itself.</param>
internal readonly struct NearestSink(
    ScoreFrame frame, VectorStore queries, VectorStore rows, NeighbourTable table, int first, double[] norms, bool excludeSelf) : ICandidateSink
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Offer(int row, int id, float score, ref float limit)
    {
        int query = first + row;
        if (excludeSelf && query == id)
        {
            return;
        }

        double rank = frame.Rule.Rank(queries[query], rows[id], frame.Numeric);
        if (NearestHeap.Add(table.Ranks(query), table.Ids(query), rank, id))
        {
            limit = frame.Limit(table.Worst(query), norms[row]);
        }
    }
}
