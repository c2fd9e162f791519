using System.Runtime.CompilerServices;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Numerics.Neighbours;

/// <summary>Ranks a pair in double once and offers it to both rows. A pair comes from one side only: that of the lower row.</summary>
/// <param name="frame">What bounds are made by.</param>
/// <param name="rows">The rows.</param>
/// <param name="table">Where the nearest are kept.</param>
/// <param name="first">The row that the block begins with.</param>
/// <param name="bounds">The bound of every row.</param>
internal readonly unsafe struct PairSink(ScoreFrame frame, VectorStore rows, NeighbourTable table, int first, float* bounds) : IPairSink
{
    private readonly float* _bounds = bounds;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Offer(int row, int id)
    {
        int query = first + row;
        if (id <= query)
        {
            return;
        }

        // The rank of a pair has the same bits from either side: every term of a sum has, and so has the product of two norms.
        double rank = frame.Rule.Rank(rows[query], rows[id], frame.Numeric);
        if (NearestHeap.Add(table.Ranks(query), table.Ids(query), rank, id))
        {
            _bounds[query] = frame.Limit(table.Worst(query), 0);
        }

        if (NearestHeap.Add(table.Ranks(id), table.Ids(id), rank, query))
        {
            _bounds[id] = frame.Limit(table.Worst(id), 0);
        }
    }
}
