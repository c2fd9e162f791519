using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Neighbours;

/// <summary>
/// Exact nearest neighbours by comparing everything with everything, fast: float32 scores in blocks turn nearly all pairs away, the few that remain are
/// ranked in double. The result is what a double-precision search over all pairs gives, in the order (distance, id), on every processor
/// and for any number of workers.
/// </summary>
/// <remarks>
/// O(n m d) float operations; within one store O(n^2 d / 2), since a pair is scored once for both of its rows. Beyond the stores it holds 12 k bytes a query
/// row twice (heaps, then the graph), 8 bytes a row for the graph, 8 more a row within one store, 4 a row while the graph is made, packed base rows in pieces of
/// at most 64 MiB (<see cref="PackedBytes"/>), and about 800 (d + 3) bytes a worker. Many rows that are equal or nearly so cost more, since their scores cannot
/// tell them apart: <see cref="DuplicatePolicy.Collapse"/> avoids the former.
/// </remarks>
public static class NeighbourSearch
{
    /// <summary>Base rows are packed and compared in pieces of this size, whatever the budget is.</summary>
    public const long PackedBytes = 64L * 1024 * 1024;

    /// <summary>The k nearest of each row among the others of the same store.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="k">Neighbours a row; fewer where there are fewer others.</param>
    /// <param name="rule">What near means.</param>
    /// <param name="run">Workers, memory, scratch.</param>
    /// <param name="duplicates">What is made of equal rows.</param>
    public static NeighbourGraph Within(VectorStore rows, int k, DistanceRule rule, RunContext run, DuplicatePolicy duplicates = DuplicatePolicy.Keep) =>
        Within(rows, k, rule, run, duplicates, SimdWidth.Widest);

    /// <summary>The k nearest of each query row among the rows of a base.</summary>
    public static NeighbourGraph Between(VectorStore queries, VectorStore rows, int k, DistanceRule rule, RunContext run) =>
        Between(queries, rows, k, rule, run, SimdWidth.Widest);

    /// <summary>All others of the same store at most <paramref name="radius"/> away from each row.</summary>
    public static NeighbourGraph WithinRadius(VectorStore rows, double radius, DistanceRule rule, RunContext run) =>
        RadiusSearch.Run(rows, rows, radius, rule, excludeSelf: true, run, SimdWidth.Widest);

    internal static NeighbourGraph Within(VectorStore rows, int k, DistanceRule rule, RunContext run, DuplicatePolicy duplicates, SimdWidth width)
    {
        if (duplicates == DuplicatePolicy.Keep)
        {
            return SymmetricSearch.Pays(rows) ? SymmetricSearch.Run(rows, k, rule, run, width) : WithinByRows(rows, k, rule, run, width);
        }

        using DistinctRows distinct = DistinctRows.Of(rows, run);
        using NeighbourGraph graph = Within(distinct.Store, k, rule, run, DuplicatePolicy.Keep, width);
        return distinct.Expand(graph, run);
    }

    /// <summary>Within, every pair scored from both sides: faster for few rows, and the model of the symmetric form.</summary>
    internal static NeighbourGraph WithinByRows(VectorStore rows, int k, DistanceRule rule, RunContext run, SimdWidth width) =>
        Nearest(rows, rows, k, rule, excludeSelf: true, run, width);

    internal static NeighbourGraph Between(VectorStore queries, VectorStore rows, int k, DistanceRule rule, RunContext run, SimdWidth width) =>
        Nearest(queries, rows, k, rule, excludeSelf: false, run, width);

    /// <summary>What a search takes from the budget beside the rows: the heaps, the graph with all lists full, and packed rows.</summary>
    /// <param name="queries">Query rows.</param>
    /// <param name="rows">Base rows.</param>
    /// <param name="width">Floats of a row.</param>
    /// <param name="k">Neighbours a row.</param>
    public static long BytesFor(int queries, int rows, int width, int k) => checked(
        NeighbourTable.BytesFor(queries, k) + NeighbourGraph.BytesFor(queries, (long)queries * k) + (4L * queries)
        + PanelSet.BytesFor(Math.Min(RowsOfPiece(width), rows), width));

    /// <summary>How many base rows a piece has: a multiple of a panel, and a constant for a width.</summary>
    internal static int RowsOfPiece(int width) =>
        (int)Math.Min(1 << 24, Math.Max(1, PackedBytes / PanelSet.BytesFor(TileKernel.Columns, width)) * TileKernel.Columns);

    private static NeighbourGraph Nearest(
        VectorStore queries, VectorStore rows, int k, DistanceRule rule, bool excludeSelf, RunContext run, SimdWidth width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var frame = new ScoreFrame(rule, queries, rows, run.Workers);
        using var table = new NeighbourTable(queries.Count, Math.Min(k, Math.Max(1, rows.Count)), run);
        int piece = RowsOfPiece(rows.Width);
        using MemoryLease lease = run.Memory.Lease(PanelSet.BytesFor(Math.Min(piece, rows.Count), rows.Width), "A search for neighbours");
        for (int from = 0; from < rows.Count; from += piece)
        {
            using PanelSet panels = PanelSet.Pack(frame, rows, from, Math.Min(piece, rows.Count - from), run.Workers);
            Workers.ForBlocks(run.Workers, PanelScan.BlocksOf(queries.Count), block =>
            {
                using var scan = new PanelScan(frame, width);
                int first = block * PanelScan.BlockRows;
                int count = Math.Min(PanelScan.BlockRows, queries.Count - first);
                ReadOnlySpan<float> loaded = scan.Load(queries.Rows(first, count), count);
                for (int i = 0; i < count; i++)
                {
                    scan.Limits[i] = frame.Limit(table.Worst(first + i), scan.Norms[i]);
                }

                var sink = new NearestSink(frame, queries, rows, table, first, scan.Norms, excludeSelf);
                scan.Run(loaded, count, panels, 0, panels.Count, ref sink);
            }, run.Ct);
            if (rows.Count - from <= piece)
            {
                break;
            }
        }

        return table.ToGraph(rule, run);
    }
}
