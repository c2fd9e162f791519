using Curate.Core.Running;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>
/// Star clustering: places in order; one that is alike to an earlier place that stays, in one of its clusters, leaves for the first such place; any other
/// stays. Blocks of places are held against those that stay before them, then what is left of a block against itself.
/// </summary>
internal static class StarSearch
{
    public static void Run(SemanticSpace space, SemanticClusters clusters, SemanticWork work)
    {
        var search = new ListSearch(space.Lists, space.Context);
        var blocks = new PlaceBlocks(space);
        while (blocks.Next())
        {
            space.Context.Ct.ThrowIfCancellationRequested();
            var found = new FirstLeaders(blocks.From, blocks.End);
            search.Run(Free(blocks.From, blocks.End, clusters), space.Probes, space.Stride, blocks.Earlier, () => new LeaderTask(space, found, work));
            for (int place = blocks.From; place < blocks.End; place++)
            {
                if (clusters.IsFree(place) && found.Of(place) is var leader && leader != FirstLeaders.None)
                {
                    Leave(place, leader, found.SimilarityOf(place));
                }
            }

            using var pairs = new PairList(space.Context);
            search.Run(Free(blocks.From, blocks.End, clusters), space.Probes, space.Stride, blocks.Own, () => new PairTask(space, blocks.From, pairs, work));
            foreach ((int place, int earlier, double similarity) in pairs.Sorted())
            {
                // In order: whether the earlier place stays is settled by now.
                if (clusters.IsFree(place) && clusters.IsFree(earlier))
                {
                    Leave(place, earlier, similarity);
                }
            }
        }

        void Leave(int place, int leader, double similarity)
        {
            clusters.Assign(place, leader, similarity);
            space.Lists.Retire(place, space.Home(place));
        }
    }

    /// <summary>The places of a block about which nothing is decided.</summary>
    internal static int[] Free(int from, int end, SemanticClusters clusters)
    {
        var free = new List<int>(end - from);
        for (int place = from; place < end; place++)
        {
            if (clusters.IsFree(place))
            {
                free.Add(place);
            }
        }

        return [.. free];
    }

    /// <summary>For each place of a block the first alike place before it.</summary>
    private sealed class FirstLeaders
    {
        public const int None = int.MaxValue;
        private readonly int _from;
        private readonly int[] _leaders;
        private readonly double[] _similarities;

        public FirstLeaders(int from, int end)
        {
            _from = from;
            _leaders = new int[end - from];
            _similarities = new double[end - from];
            Array.Fill(_leaders, None);
        }

        public int From => _from;

        public int Of(int place) => _leaders[place - _from];

        public double SimilarityOf(int place) => _similarities[place - _from];

        public void Take(int place, int leader, double similarity)
        {
            if (leader < _leaders[place - _from])
            {
                (_leaders[place - _from], _similarities[place - _from]) = (leader, similarity);
            }
        }
    }

    private sealed class LeaderTask(SemanticSpace space, FirstLeaders found, SemanticWork work) : PlaceTask(space, work)
    {
        private readonly int[] _leaders = new int[Numerics.Kernels.PanelScan.BlockRows];
        private readonly double[] _similarities = new double[Numerics.Kernels.PanelScan.BlockRows];

        public override void Merge()
        {
            base.Merge();
            for (int row = 0; row < Count; row++)
            {
                if (_leaders[row] != FirstLeaders.None)
                {
                    found.Take(Queries[row], _leaders[row], _similarities[row]);
                }
            }
        }

        protected override double Begin(int row)
        {
            _leaders[row] = FirstLeaders.None;
            return Space.RankLimit;
        }

        protected override double Offer(int row, int place)
        {
            if (place >= found.From || !Passes(row, place, out double similarity))
            {
                return double.NaN;
            }

            // Places of a list come in order, so no later one can be the first.
            (_leaders[row], _similarities[row]) = (place, similarity);
            return double.NegativeInfinity;
        }
    }

    private sealed class PairTask(SemanticSpace space, int from, PairList pairs, SemanticWork work) : PlaceTask(space, work)
    {
        private readonly List<(int, int, double)> _pairs = [];

        public override void Merge()
        {
            base.Merge();
            pairs.Add(_pairs);
            _pairs.Clear();
        }

        protected override double Begin(int row) => Space.RankLimit;

        protected override double Offer(int row, int place)
        {
            if (place >= from && place < Queries[row] && Passes(row, place, out double similarity))
            {
                _pairs.Add((Queries[row], place, similarity));
            }

            return double.NaN;
        }
    }
}
