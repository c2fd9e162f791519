using Curate.Core.Running;

namespace Curate.Core.Dedupe.Near;

/// <summary>Turns clusters of texts into what happens to rows.</summary>
internal sealed class NearVerdicts : IDisposable
{
    private readonly TextGroups _texts;
    private readonly BandBuckets _buckets;
    private readonly NearClusters _clusters;
    private readonly bool _onlyAcross;
    private readonly int _own;
    private readonly ScratchArray<long> _sizes;
    private readonly ScratchArray<long> _firsts;

    public NearVerdicts(TextGroups texts, BandBuckets buckets, NearClusters clusters, bool onlyAcross, RunContext context)
    {
        _texts = texts;
        _buckets = buckets;
        _clusters = clusters;
        _onlyAcross = onlyAcross;
        _own = (int)buckets.Own.Count;
        _sizes = new ScratchArray<long>(context, "cluster-sizes", _own);
        _firsts = new ScratchArray<long>(context, "cluster-firsts", _own);
        _firsts.Fill(long.MaxValue);
        for (int candidate = 0; candidate < _own; candidate++)
        {
            int root = clusters.RepresentativeOf(candidate);
            if (root < _own)
            {
                long first = buckets.RowOf(candidate);
                _sizes[root] += texts.GroupOf(first).Size;
                _firsts[root] = Math.Min(_firsts[root], first);
            }
        }
    }

    /// <summary>All rows of groups of two or more, or that occur in the second dataset, once each.</summary>
    public void Each(Action<DuplicateGroups.Member> tell)
    {
        foreach (TextGroup group in _texts.Groups)
        {
            if (_buckets.Own.Of(group.First) < 0)
            {
                Tell(group.First, group.First, tell);
            }
        }

        foreach ((long first, _) in _texts.Matches)
        {
            if (_buckets.Own.Of(first) < 0 && _texts.GroupOf(first).Size == 1)
            {
                Tell(first, first, tell);
            }
        }

        for (int candidate = 0; candidate < _own; candidate++)
        {
            Tell(_buckets.RowOf(candidate), _buckets.RowOf(candidate), tell);
        }

        foreach ((long row, long first) in _texts.Repeats)
        {
            Tell(row, first, tell);
        }
    }

    public void Dispose()
    {
        _sizes.Dispose();
        _firsts.Dispose();
    }

    private void Tell(long row, long first, Action<DuplicateGroups.Member> tell)
    {
        TextGroup group = _texts.GroupOf(first);
        long match = _texts.MatchOf(first);
        if (match >= 0)
        {
            tell(new DuplicateGroups.Member(row, match, row, group.Size, true, 1));
            return;
        }

        int candidate = (int)_buckets.Own.Of(first);
        int root = candidate < 0 ? -1 : _clusters.RepresentativeOf(candidate);
        if (root >= _own)
        {
            tell(new DuplicateGroups.Member(row, _buckets.RowOf(root), row, group.Size, true, _clusters.SimilarityOf(candidate)));
        }
        else if (!_onlyAcross)
        {
            (long size, long start, long kept) = root < 0 ? (group.Size, first, group.Best) : (_sizes[root], _firsts[root], _texts.GroupOf(_buckets.RowOf(root)).Best);
            if (size > 1)
            {
                tell(new DuplicateGroups.Member(row, kept, start, size, false, root < 0 ? 1 : _clusters.SimilarityOf(candidate)));
            }
        }
    }
}
