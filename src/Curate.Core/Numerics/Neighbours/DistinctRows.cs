using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Neighbours;

/// <summary>
/// The rows of a store without repeats: rows whose values are all equal (0 equals -0) are one, and the first of them stands for all.
/// </summary>
/// <remarks>O(n d). 8 bytes a row, 8 more a row and a table of 8 to 16 more while it is made, and a store of the distinct rows.</remarks>
public sealed class DistinctRows : IDisposable
{
    private DistinctRows(VectorStore store, int[] placeOf, int[] firstRow)
    {
        Store = store;
        PlaceOf = placeOf;
        FirstRow = firstRow;
    }

    /// <summary>The distinct rows, in the order of their first appearance.</summary>
    public VectorStore Store { get; }

    /// <summary>For each original row, which of <see cref="Store"/> it equals.</summary>
    public IReadOnlyList<int> PlaceOf { get; }

    /// <summary>For each row of <see cref="Store"/>, the first original row.</summary>
    public IReadOnlyList<int> FirstRow { get; }

    public static DistinctRows Of(VectorStore rows, RunContext run)
    {
        EqualRows equal = EqualRows.Of(rows, null, run);
        return new DistinctRows(rows.Gather(equal.FirstRow, run), equal.PlaceOf, equal.FirstRow);
    }

    /// <summary>A graph over <see cref="Store"/> as one over the original rows: every row gets the list of the row that stands for it.</summary>
    public NeighbourGraph Expand(NeighbourGraph graph, RunContext run)
    {
        long edges = 0;
        foreach (int place in PlaceOf)
        {
            edges += graph.Degree(place);
        }

        var expanded = new NeighbourGraph(PlaceOf.Count, edges, run);
        for (int row = 0; row < PlaceOf.Count; row++)
        {
            ReadOnlySpan<int> ids = graph.Neighbours(PlaceOf[row]);
            expanded.End(row, ids.Length);
            Span<int> to = expanded.WritableIds(row);
            for (int i = 0; i < ids.Length; i++)
            {
                to[i] = FirstRow[ids[i]];
            }

            graph.Distances(PlaceOf[row]).CopyTo(expanded.WritableDistances(row));
        }

        return expanded;
    }

    public void Dispose() => Store.Dispose();
}
