using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>
/// What the borders of clusters cost: for a random sample of vectors, alike ones among all others (up to <see cref="MostNeighbours"/> each, the most alike
/// first), and how many of these pairs the search compares, because the earlier vector lies in a cluster that the later one looks into.
/// </summary>
internal static class BoundaryLoss
{
    private const int SampledVectors = 1000;
    private const int MostNeighbours = 10;

    /// <summary>Few queries a scan, so that there are scans for all workers.</summary>
    private const int QueriesOfScan = 32;

    /// <summary>Measured before anything is taken out of the lists. Where all clusters are looked into there is nothing to measure.</summary>
    public static ReportTable Measure(SemanticSpace space, SeededDraw draw)
    {
        var smallest = new BottomK(Math.Min(SampledVectors, space.Count));
        for (int place = 0; place < space.Count; place++)
        {
            smallest.Add(draw.Bits(0, space.Table.RowOf(space.Groups.Best[space.Groups.InOrder[place]])), new Data.RowId(0, place));
        }

        int[] sample = Array.ConvertAll(smallest.ToSorted(), static r => (int)r.Row.Row);
        long pairs = 0;
        long compared = 0;
        long lost = 0;
        long with = 0;
        var gate = new Lock();
        Workers.ForBlocks(space.Context.Workers, (sample.Length + QueriesOfScan - 1) / QueriesOfScan, scan =>
        {
            using var task = new NeighbourTask(space);
            task.Run(sample.AsSpan(scan * QueriesOfScan, Math.Min(QueriesOfScan, sample.Length - (scan * QueriesOfScan))), 0, space.Lists.Panels.Count);
            lock (gate)
            {
                task.Tally(ref pairs, ref compared, ref with, ref lost);
            }
        }, space.Context.Ct);
        var table = new ReportTable("boundary_loss", "Pairs across cluster borders, on a sample against exact neighbours", ["what", "value"]);
        table.Add("sampled vectors", (long)sample.Length);
        table.Add("alike pairs of them, 10 each at most", pairs);
        table.Add("of these compared", compared);
        table.Add("vectors with an alike one", with);
        table.Add("of these without any compared", lost);
        if (pairs > 0)
        {
            Profile.Report.Interval loss = Proportions.Wilson(pairs - compared, pairs);
            table.Add("share of pairs lost", Math.Round(loss.Value, 5));
            table.Add("at most (95%)", Math.Round(loss.High, 5));
        }

        return table;
    }

    private sealed class NeighbourTask(SemanticSpace space) : ListTask(space.Lists, space.Table.Store.Width)
    {
        private readonly double[] _ranks = new double[PanelScan.BlockRows * MostNeighbours];
        private readonly int[] _places = new int[PanelScan.BlockRows * MostNeighbours];

        public override void Merge()
        {
        }

        /// <summary>Adds up what was found.</summary>
        public void Tally(ref long pairs, ref long compared, ref long with, ref long lost)
        {
            for (int row = 0; row < Count; row++)
            {
                int place = Queries[row];
                int alike = 0;
                int seen = 0;
                foreach (int other in _places.AsSpan(row * MostNeighbours, MostNeighbours))
                {
                    if (other != NearestHeap.Empty)
                    {
                        int later = Math.Max(place, other);
                        alike++;
                        seen += space.Probes.AsSpan(later * space.Stride, space.Stride).Contains(space.Home(Math.Min(place, other))) ? 1 : 0;
                    }
                }

                pairs += alike;
                compared += seen;
                with += alike > 0 ? 1 : 0;
                lost += alike > 0 && seen == 0 ? 1 : 0;
            }
        }

        protected override ReadOnlySpan<float> Values(int query) => space.Values(query);

        protected override double Begin(int row)
        {
            NearestHeap.Clear(_ranks.AsSpan(row * MostNeighbours, MostNeighbours), _places.AsSpan(row * MostNeighbours, MostNeighbours));
            return space.RankLimit;
        }

        protected override double Offer(int row, int place)
        {
            int query = Queries[row];
            if (place == query || !space.Meets(query, place) || space.Similar(query, place) is var similarity && similarity < space.Threshold)
            {
                return double.NaN;
            }

            Span<double> ranks = _ranks.AsSpan(row * MostNeighbours, MostNeighbours);
            return NearestHeap.Add(ranks, _places.AsSpan(row * MostNeighbours, MostNeighbours), 1 - similarity, place) && !double.IsInfinity(ranks[0])
                ? ranks[0] + Similarity.RankSlack
                : double.NaN;
        }
    }
}
