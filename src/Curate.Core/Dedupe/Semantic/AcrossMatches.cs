using Curate.Core.Numerics.Kernels;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>For each place the candidate of the second dataset that it is most like, of equal ones the first, among those whose cluster is one of its own.</summary>
internal static class AcrossMatches
{
    /// <param name="space">The dataset.</param>
    /// <param name="other">Candidates of the second dataset by cluster; their places are their numbers.</param>
    /// <param name="clusters">Told of matches.</param>
    /// <param name="work">Counts.</param>
    public static void Run(SemanticSpace space, VectorLists other, SemanticClusters clusters, SemanticWork work)
    {
        var best = new int[space.Count];
        var most = new double[space.Count];
        Array.Fill(best, -1);
        var all = new int[space.Count];
        for (int place = 0; place < all.Length; place++)
        {
            all[place] = place;
        }

        new ListSearch(other, space.Context).Run(all, space.Probes, space.Stride, list => (other.PanelAt(list, 0), other.PanelsUpTo(list, other.Length(list))),
            () => new MatchTask(space, other, best, most, work));
        for (int place = 0; place < best.Length; place++)
        {
            if (best[place] >= 0)
            {
                clusters.AssignMatch(place, best[place], most[place]);
                space.Lists.Retire(place, space.Home(place));
            }
        }
    }

    private sealed class MatchTask(SemanticSpace space, VectorLists other, int[] bestOf, double[] mostOf, SemanticWork work) : ListTask(other, space.Table.Store.Width)
    {
        private readonly int[] _best = new int[PanelScan.BlockRows];
        private readonly double[] _most = new double[PanelScan.BlockRows];
        private long _measured;
        private long _alike;

        public override void Merge()
        {
            work.Measured += _measured;
            work.Alike += _alike;
            (_measured, _alike) = (0, 0);
            for (int row = 0; row < Count; row++)
            {
                int place = Queries[row];
                if (_best[row] >= 0 && (bestOf[place] < 0 || _most[row] > mostOf[place] || (_most[row] == mostOf[place] && _best[row] < bestOf[place])))
                {
                    (bestOf[place], mostOf[place]) = (_best[row], _most[row]);
                }
            }
        }

        protected override ReadOnlySpan<float> Values(int query) => space.Values(query);

        protected override double Begin(int row)
        {
            (_best[row], _most[row]) = (-1, double.NegativeInfinity);
            return space.RankLimit;
        }

        protected override double Offer(int row, int place)
        {
            if (!space.Table.Meets(space.Groups.InOrder[Queries[row]], Lists.Table, place))
            {
                return double.NaN;
            }

            double similarity = Similarity.Of(space.Values(Queries[row]), Lists.Table[place]);
            _measured++;
            if (!(similarity >= space.Threshold))
            {
                return double.NaN;
            }

            _alike++;
            if (similarity > _most[row] || (similarity == _most[row] && place < _best[row]))
            {
                (_best[row], _most[row]) = (place, similarity);
            }

            return 1 - _most[row] + Similarity.RankSlack;
        }
    }
}
