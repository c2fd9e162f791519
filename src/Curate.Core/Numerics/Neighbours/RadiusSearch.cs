using System.Runtime.InteropServices;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Neighbours;

/// <summary>Everything within a radius. The lists of a block grow as pairs are found; the graph is made once all blocks know their sizes.</summary>
internal static class RadiusSearch
{
    public static NeighbourGraph Run(
        VectorStore queries, VectorStore rows, double radius, DistanceRule rule, bool excludeSelf, RunContext run, SimdWidth width)
    {
        if (double.IsNaN(radius))
        {
            throw new ArgumentException("A radius is a number.", nameof(radius));
        }

        var frame = new ScoreFrame(rule, queries, rows, run.Workers);
        int blocks = PanelScan.BlocksOf(queries.Count);
        var found = new List<RadiusPair>[blocks];
        int piece = NeighbourSearch.RowsOfPiece(rows.Width);
        using MemoryLease lease = run.Memory.Lease(PanelSet.BytesFor(Math.Min(piece, rows.Count), rows.Width), "A search within a radius");
        for (long from = 0; from < rows.Count; from += piece)
        {
            using PanelSet panels = PanelSet.Pack(frame, rows, (int)from, (int)Math.Min(piece, rows.Count - from), run.Workers);
            Workers.ForBlocks(run.Workers, blocks, block =>
            {
                using var scan = new PanelScan(frame, width);
                int first = block * PanelScan.BlockRows;
                int count = Math.Min(PanelScan.BlockRows, queries.Count - first);
                ReadOnlySpan<float> loaded = scan.Load(queries.Rows(first, count), count);
                double rank = radius < 0 ? double.NegativeInfinity : double.BitIncrement(rule.RankAt(radius));
                for (int i = 0; i < count; i++)
                {
                    scan.Limits[i] = frame.Limit(rank, scan.Norms[i]);
                }

                List<RadiusPair> pairs = found[block] ??= [];
                int before = pairs.Capacity;
                var sink = new RadiusSink(frame, queries, rows, pairs, first, radius, excludeSelf);
                scan.Run(loaded, count, panels, 0, panels.Count, ref sink);
                lease.Grow((pairs.Capacity - before) * (long)RadiusPair.Bytes, "The pairs within a radius");
            }, run.Ct);
        }

        long edges = 0;
        foreach (List<RadiusPair> pairs in found)
        {
            edges += pairs?.Count ?? 0;
        }

        var graph = new NeighbourGraph(queries.Count, edges, run);
        for (int block = 0; block < blocks; block++)
        {
            Fill(graph, found[block] ?? [], block * PanelScan.BlockRows, Math.Min(queries.Count, (block + 1) * PanelScan.BlockRows), rule);
            found[block] = [];
        }

        return graph;
    }

    private static void Fill(NeighbourGraph graph, List<RadiusPair> pairs, int row, int end, DistanceRule rule)
    {
        ValueSort.Sort(CollectionsMarshal.AsSpan(pairs));
        int at = 0;
        for (; row < end; row++)
        {
            int from = at;
            while (at < pairs.Count && pairs[at].Query == row)
            {
                at++;
            }

            graph.End(row, at - from);
            Span<int> ids = graph.WritableIds(row);
            Span<double> distances = graph.WritableDistances(row);
            for (int i = 0; i < ids.Length; i++)
            {
                ids[i] = pairs[from + i].Id;
                distances[i] = rule.Distance(pairs[from + i].Rank);
            }
        }
    }

    private readonly record struct RadiusPair(int Query, int Id, double Rank) : IComparable<RadiusPair>
    {
        public const int Bytes = 16;

        public int CompareTo(RadiusPair other)
        {
            int byQuery = Query.CompareTo(other.Query);
            int byRank = byQuery != 0 ? byQuery : Rank.CompareTo(other.Rank);
            return byRank != 0 ? byRank : Id.CompareTo(other.Id);
        }
    }

    private readonly struct RadiusSink(
        ScoreFrame frame, VectorStore queries, VectorStore rows, List<RadiusPair> pairs, int first, double radius, bool excludeSelf) : ICandidateSink
    {
        public void Offer(int row, int id, float score, ref float limit)
        {
            int query = first + row;
            if (excludeSelf && query == id)
            {
                return;
            }

            double rank = frame.Rule.Rank(queries[query], rows[id], frame.Numeric);
            if (frame.Rule.Distance(rank) <= radius)
            {
                pairs.Add(new RadiusPair(query, id, rank));
            }
        }
    }
}
