using Curate.Core.Numerics.Kernels;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>
/// How alike each row is to the most similar row before it in the order of the keep rule, among the clusters that it looks into: what the choice of a
/// threshold needs to know, before anything is decided.
/// </summary>
internal static class SimilarityHistogram
{
    /// <summary>Below this rows are not told apart.</summary>
    public const double Least = 0.5;

    /// <summary>Where bins begin, and eps there, in hundredths of a per cent, so that both are exact to their digits.</summary>
    private static readonly int[] s_edges =
        [10000, 9990, 9950, 9900, 9800, 9700, 9600, 9500, 9400, 9300, 9200, 9100, 9000, 8800, 8600, 8400, 8200, 8000, 7500, 7000, 6500, 6000, 5500, 5000];

    /// <summary>The similarity of each place to the most similar one before it; below 0.5 minus infinity.</summary>
    public static double[] Most(SemanticSpace space, SemanticWork work)
    {
        var most = new double[space.Count];
        Array.Fill(most, double.NegativeInfinity);
        var search = new ListSearch(space.Lists, space.Context);
        var blocks = new PlaceBlocks(space);
        while (blocks.Next())
        {
            space.Context.Ct.ThrowIfCancellationRequested();
            int[] places = new int[blocks.End - blocks.From];
            for (int i = 0; i < places.Length; i++)
            {
                places[i] = blocks.From + i;
            }

            search.Run(places, space.Probes, space.Stride, blocks.All, () => new MostTask(space, most, work));
        }

        return most;
    }

    /// <summary>The table.</summary>
    /// <param name="key">Key of the table.</param>
    /// <param name="title">Its title.</param>
    /// <param name="similarities">Similarities; what is below 0.5 is one bin.</param>
    /// <param name="weight">Rows of each, at its own similarity: of several equal rows one.</param>
    /// <param name="copies">Rows beside them that equal an earlier one.</param>
    public static ReportTable Table(string key, string title, IReadOnlyList<double> similarities, Func<int, long> weight, long copies)
    {
        var counts = new long[s_edges.Length + 1];
        counts[0] = copies;
        long rows = copies;
        for (int i = 0; i < similarities.Count; i++)
        {
            int bin = 0;
            while (bin < s_edges.Length && !(similarities[i] >= s_edges[bin] / 10000.0))
            {
                bin++;
            }

            counts[bin] += weight(i);
            rows += weight(i);
        }

        var table = new ReportTable(key, title, ["similarity", "below", "eps", "rows", "share", "rows_from_here"]);
        long from = 0;
        for (int bin = 0; bin <= s_edges.Length; bin++)
        {
            from += counts[bin];
            double? lower = bin < s_edges.Length ? s_edges[bin] / 10000.0 : null;
            double? upper = bin > 0 ? s_edges[bin - 1] / 10000.0 : null;
            double? eps = bin < s_edges.Length ? (10000 - s_edges[bin]) / 10000.0 : null;
            table.Add(lower, upper, eps, counts[bin], rows == 0 ? 0.0 : Math.Round((double)counts[bin] / rows, 6), from);
        }

        return table;
    }

    private sealed class MostTask(SemanticSpace space, double[] mostOf, SemanticWork work) : PlaceTask(space, work)
    {
        private readonly double[] _most = new double[PanelScan.BlockRows];

        public override void Merge()
        {
            base.Merge();
            for (int row = 0; row < Count; row++)
            {
                mostOf[Queries[row]] = Math.Max(mostOf[Queries[row]], _most[row]);
            }
        }

        protected override double Begin(int row)
        {
            _most[row] = double.NegativeInfinity;
            return Space.RankLimit;
        }

        protected override double Offer(int row, int place)
        {
            if (place >= Queries[row] || !Passes(row, place, out double similarity) || similarity <= _most[row])
            {
                return double.NaN;
            }

            _most[row] = similarity;
            return 1 - similarity + Similarity.RankSlack;
        }
    }
}
