using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>The neighbours of rows among the rows of a fit, and what each vote weighs.</summary>
internal static class NeighbourVotes
{
    /// <summary>Calls vote(row, neighbours, weights) for every row, on several threads.</summary>
    public static void Each(
        Matrix known, double[]? weights, Matrix rows, NeighbourOptions options, RunContext run, Action<int, ReadOnlyMemory<int>, double[]> vote)
    {
        using VectorStore store = Stored(known, run);
        using VectorStore queries = Stored(rows, run);
        using NeighbourGraph graph = NeighbourSearch.Between(queries, store, options.K, new DistanceRule(options.Metric), run);
        RowBlocks.Each(rows.Rows, run, (first, end) =>
        {
            var votes = new double[options.K];
            var ids = new int[options.K];
            for (int i = first; i < end; i++)
            {
                ReadOnlySpan<int> near = graph.Neighbours(i);
                ReadOnlySpan<double> distances = graph.Distances(i);
                near.CopyTo(ids);
                bool zero = options.ByDistance && distances.Length > 0 && distances[0] <= 0;
                for (int k = 0; k < near.Length; k++)
                {
                    double vote1 = !options.ByDistance ? 1 : zero ? (distances[k] <= 0 ? 1 : 0) : 1 / distances[k];
                    votes[k] = vote1 * (weights is null ? 1 : weights[near[k]]);
                }

                vote(i, ids.AsMemory(0, near.Length), votes);
            }
        });
    }

    private static VectorStore Stored(Matrix rows, RunContext run)
    {
        var store = new VectorStore(rows.Rows, rows.Columns, 0, run);
        for (int i = 0; i < rows.Rows; i++)
        {
            ReadOnlySpan<double> from = rows.Row(i);
            Span<float> to = store[i];
            for (int p = 0; p < to.Length; p++)
            {
                to[p] = (float)from[p];
            }
        }

        return store;
    }
}
