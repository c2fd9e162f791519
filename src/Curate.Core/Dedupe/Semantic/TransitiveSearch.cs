using Curate.Core.Grouping;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>
/// Transitive clustering: places that pass are joined, and so are places joined to one of them; the first place of a set in the order of the keep rule
/// stands for it. Similarities to it are measured at the end, so they may be below the threshold.
/// </summary>
internal static class TransitiveSearch
{
    public static void Run(SemanticSpace space, SemanticClusters clusters, SemanticWork work)
    {
        var search = new ListSearch(space.Lists, space.Context);
        var blocks = new PlaceBlocks(space);
        using var sets = new DisjointSets(space.Context, space.Count);
        using MemoryLease lease = space.Context.Memory.Lease(4L * space.Count, "Sets of alike vectors");
        var roots = new int[space.Count];
        while (blocks.Next())
        {
            space.Context.Ct.ThrowIfCancellationRequested();
            for (int place = 0; place < blocks.End; place++)
            {
                roots[place] = sets.Root(place);
            }

            using var pairs = new PairList(space.Context);
            search.Run(StarSearch.Free(blocks.From, blocks.End, clusters), space.Probes, space.Stride, blocks.All, () => new JoinTask(space, roots, pairs, work));
            foreach ((int later, int earlier, _) in pairs.Sorted())
            {
                sets.Join(later, earlier);
            }
        }

        for (int place = 0; place < space.Count; place++)
        {
            // The root of a set is its smallest member: the one that the rule prefers.
            if (clusters.IsFree(place) && sets.Root(place) is var first && first != place)
            {
                clusters.Assign(place, first, space.Similar(place, first));
            }
        }
    }

    private sealed class JoinTask(SemanticSpace space, int[] roots, PairList pairs, SemanticWork work) : PlaceTask(space, work)
    {
        private readonly int[] _lastRoots = new int[PanelScan.BlockRows];
        private readonly List<(int, int, double)> _pairs = [];

        public override void Merge()
        {
            base.Merge();
            pairs.Add(_pairs);
            _pairs.Clear();
        }

        protected override double Begin(int row)
        {
            _lastRoots[row] = -1;
            return Space.RankLimit;
        }

        protected override double Offer(int row, int place)
        {
            // One pair with a set is enough; a clump of alike vectors is one set after the first block.
            if (place < Queries[row] && roots[place] != _lastRoots[row] && Passes(row, place, out double similarity))
            {
                _lastRoots[row] = roots[place];
                _pairs.Add((Queries[row], place, similarity));
            }

            return double.NaN;
        }
    }
}
