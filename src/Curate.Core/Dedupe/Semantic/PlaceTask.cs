namespace Curate.Core.Dedupe.Semantic;

/// <summary>A scan whose queries are places of the dataset itself.</summary>
internal abstract class PlaceTask(SemanticSpace space, SemanticWork work) : ListTask(space.Lists, space.Table.Store.Width)
{
    private long _measured;
    private long _alike;

    protected SemanticSpace Space => space;

    public override void Merge()
    {
        work.Measured += _measured;
        work.Alike += _alike;
        (_measured, _alike) = (0, 0);
    }

    protected override ReadOnlySpan<float> Values(int query) => space.Values(query);

    /// <summary>The similarity of a pair, where its places may be alike at all, and whether it reaches the threshold.</summary>
    protected bool Passes(int row, int place, out double similarity)
    {
        similarity = double.NaN;
        if (!space.Meets(Queries[row], place))
        {
            return false;
        }

        similarity = space.Similar(Queries[row], place);
        _measured++;
        bool passes = similarity >= space.Threshold;
        _alike += passes ? 1 : 0;
        return passes;
    }
}
