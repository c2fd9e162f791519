using System.Runtime.InteropServices;
using Curate.Core.Hashing;
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
        int slots = 16;
        while (slots < 2L * rows.Count && slots < 1 << 30)
        {
            slots *= 2;
        }

        using MemoryLease lease = run.Memory.Lease((16L * rows.Count) + (4L * slots), "The distinct rows");
        var hashes = new ulong[rows.Count];
        Workers.ForBlocks(run.Workers, (rows.Count + 4095) / 4096, block =>
        {
            var copy = new float[rows.Width];
            for (int row = block * 4096; row < Math.Min(rows.Count, (block + 1) * 4096); row++)
            {
                ReadOnlySpan<float> values = rows[row];
                for (int p = 0; p < copy.Length; p++)
                {
                    // Adding zero turns -0 into 0 and changes nothing else.
                    copy[p] = values[p] + 0f;
                }

                hashes[row] = Hash128.Of(MemoryMarshal.AsBytes<float>(copy)).Low;
            }
        }, run.Ct);

        var table = new int[slots];
        Array.Fill(table, -1);
        var placeOf = new int[rows.Count];
        var firstRow = new List<int>();
        for (int row = 0; row < rows.Count; row++)
        {
            int slot = (int)(hashes[row] & (ulong)(slots - 1));
            while (table[slot] >= 0 && !Same(rows, hashes, firstRow[table[slot]], row))
            {
                slot = (slot + 1) & (slots - 1);
            }

            if (table[slot] < 0)
            {
                table[slot] = firstRow.Count;
                firstRow.Add(row);
            }

            placeOf[row] = table[slot];
        }

        return new DistinctRows(rows.Gather(CollectionsMarshal.AsSpan(firstRow), run), placeOf, [.. firstRow]);
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

    private static bool Same(VectorStore rows, ulong[] hashes, int a, int b) =>
        hashes[a] == hashes[b] && PairEqual(rows[a], rows[b]);

    private static bool PairEqual(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        for (int p = 0; p < a.Length; p++)
        {
            if (a[p] != b[p])
            {
                return false;
            }
        }

        return true;
    }
}
