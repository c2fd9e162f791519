namespace Curate.Core.Dedupe.Semantic;

/// <summary>Turns what was decided about places into what happens to rows. 16 bytes a place.</summary>
internal sealed class SemanticVerdicts
{
    private readonly SemanticSpace _space;
    private readonly SemanticClusters _clusters;
    private readonly VectorTable? _other;
    private readonly bool _onlyAcross;
    private readonly long[] _sizes;
    private readonly int[] _firsts;

    public SemanticVerdicts(SemanticSpace space, SemanticClusters clusters, VectorTable? other, bool onlyAcross)
    {
        _space = space;
        _clusters = clusters;
        _other = other;
        _onlyAcross = onlyAcross;
        _sizes = new long[space.Count];
        _firsts = new int[space.Count];
        Array.Fill(_firsts, int.MaxValue);
        for (int place = 0; place < space.Count; place++)
        {
            int candidate = space.Groups.InOrder[place];
            int root = clusters.StandsFor(place);
            _sizes[root] += space.Groups.Sizes[candidate];
            _firsts[root] = Math.Min(_firsts[root], space.Table.FirstOf[candidate]);
        }
    }

    /// <summary>All rows of groups of two or more, or that are alike to one of the second dataset, in row order.</summary>
    public void Each(Action<DuplicateGroups.Member> tell)
    {
        VectorTable table = _space.Table;
        for (int vector = 0; vector < table.CandidateOf.Length; vector++)
        {
            int candidate = table.CandidateOf[vector];
            if (candidate < 0)
            {
                continue;
            }

            int place = _space.Groups.PlaceOf[candidate];
            long row = table.RowOf(vector);
            if (_clusters.Match(place) is >= 0 and var match)
            {
                tell(new DuplicateGroups.Member(row, _other!.RowOf(_other.FirstOf[match]), row, _space.Groups.Sizes[candidate], true, _clusters.SimilarityOf(place)));
            }
            else if (_clusters.StandsFor(place) is var root && !_onlyAcross && _sizes[root] > 1)
            {
                long kept = table.RowOf(_space.Groups.Best[_space.Groups.InOrder[root]]);
                tell(new DuplicateGroups.Member(row, kept, table.RowOf(_firsts[root]), _sizes[root], false, _clusters.SimilarityOf(place)));
            }
        }
    }
}
