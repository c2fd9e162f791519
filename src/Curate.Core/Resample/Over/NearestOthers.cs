using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Resample.Over;

/// <summary>The nearest others of some rows among the rows of a pool, as rows of the store: lists without the row itself, which is told by its number and
/// never by its distance.</summary>
/// <remarks>O(rows x pool x d). 4 k bytes a row, and the memory of a search while it runs.</remarks>
internal sealed class NearestOthers
{
    private readonly int[] _ids;
    private readonly int[] _ends;

    private NearestOthers(int[] ids, int[] ends)
    {
        _ids = ids;
        _ends = ends;
    }

    public int Count => _ends.Length;

    /// <summary>The neighbours of the i-th of the rows, nearest first; fewer than k where equal rows count as one and there are no more.</summary>
    public ReadOnlySpan<int> this[int i] => _ids.AsSpan((i == 0 ? 0 : _ends[i - 1])..(_ends[i]));

    /// <summary>Searches.</summary>
    /// <param name="store">All rows.</param>
    /// <param name="rows">Rows that ask, each in the pool or not.</param>
    /// <param name="pool">Rows that may be answers, ascending; null for all rows.</param>
    /// <param name="k">Neighbours of each.</param>
    /// <param name="rule">Distance.</param>
    /// <param name="duplicates">What is made of equal rows.</param>
    /// <param name="run">Workers and memory.</param>
    public static NearestOthers Of(VectorStore store, int[] rows, int[]? pool, int k, DistanceRule rule, DuplicatePolicy duplicates, RunContext run)
    {
        if (pool is { Length: var size } && size == store.Count)
        {
            pool = null;
        }

        using VectorStore? gathered = pool is null ? null : store.Gather(pool, run);
        VectorStore among = gathered ?? store;
        int[] places = PlacesIn(rows, pool);
        bool within = duplicates == DuplicatePolicy.Collapse || rows.Length * 2L > among.Count;
        if (within && Array.TrueForAll(places, static p => p >= 0))
        {
            using NeighbourGraph graph = NeighbourSearch.Within(among, k, rule, run, duplicates);
            return Copied(graph, rows, places, pool, k);
        }

        // One neighbour more, since the row itself may be among its own.
        using VectorStore asking = store.Gather(rows, run);
        using NeighbourGraph between = NeighbourSearch.Between(asking, among, k + 1, rule, run);
        return Copied(between, rows, null, pool, k);
    }

    private static NearestOthers Copied(NeighbourGraph graph, int[] rows, int[]? places, int[]? pool, int k)
    {
        var ids = new List<int>(rows.Length * k);
        var ends = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int taken = 0;
            foreach (int id in graph.Neighbours(places is null ? i : places[i]))
            {
                int row = pool is null ? id : pool[id];
                if (row != rows[i] && taken < k)
                {
                    ids.Add(row);
                    taken++;
                }
            }

            ends[i] = ids.Count;
        }

        return new NearestOthers([.. ids], ends);
    }

    private static int[] PlacesIn(int[] rows, int[]? pool) =>
        pool is null ? rows : Array.ConvertAll(rows, row => Array.BinarySearch(pool, row));
}
