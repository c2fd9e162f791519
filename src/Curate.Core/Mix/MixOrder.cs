namespace Curate.Core.Mix;

/// <summary>The order of sources over all phases, one <see cref="EarliestDeadline"/> after the other.</summary>
internal sealed class MixOrder(IReadOnlyList<long[]> quotas)
{
    private EarliestDeadline? _order;
    private long _left;

    /// <summary>The phase of the row that <see cref="Next"/> gave last.</summary>
    public int Phase { get; private set; } = -1;

    /// <summary>The source of the next row.</summary>
    public int Next()
    {
        while (_left == 0)
        {
            _order = new EarliestDeadline(quotas[++Phase]);
            _left = _order.Rows;
        }

        _left--;
        return _order!.Next();
    }
}
