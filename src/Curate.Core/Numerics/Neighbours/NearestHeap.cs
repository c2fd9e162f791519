namespace Curate.Core.Numerics.Neighbours;

/// <summary>
/// The k nearest so far of one row: a heap with the farthest at its root, ordered by (rank, id). It is full from the start, with places at
/// infinite rank, so that the root is always the bound to beat.
/// </summary>
internal static class NearestHeap
{
    /// <summary>The id of a place that nothing has taken.</summary>
    public const int Empty = int.MaxValue;

    public static void Clear(Span<double> ranks, Span<int> ids)
    {
        ranks.Fill(double.PositiveInfinity);
        ids.Fill(Empty);
    }

    /// <summary>Takes the pair in when it comes before the root; O(log k).</summary>
    public static bool Add(Span<double> ranks, Span<int> ids, double rank, int id)
    {
        if (!(rank < ranks[0] || (rank == ranks[0] && id < ids[0])))
        {
            return false;
        }

        SiftDown(ranks, ids, rank, id);
        return true;
    }

    /// <summary>Puts the places in ascending order and returns how many are taken. The heap is one no more.</summary>
    public static int Sort(Span<double> ranks, Span<int> ids)
    {
        for (int end = ranks.Length - 1; end > 0; end--)
        {
            double rank = ranks[end];
            int id = ids[end];
            ranks[end] = ranks[0];
            ids[end] = ids[0];
            SiftDown(ranks[..end], ids[..end], rank, id);
        }

        int taken = ids.Length;
        while (taken > 0 && ids[taken - 1] == Empty)
        {
            taken--;
        }

        return taken;
    }

    /// <summary>Puts pairs that are in no particular order into ascending order; O(n log n).</summary>
    public static void SortAny(Span<double> ranks, Span<int> ids)
    {
        for (int at = (ranks.Length / 2) - 1; at >= 0; at--)
        {
            SiftDown(ranks, ids, ranks[at], ids[at], at);
        }

        Sort(ranks, ids);
    }

    private static void SiftDown(Span<double> ranks, Span<int> ids, double rank, int id, int at = 0)
    {
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= ranks.Length)
            {
                break;
            }

            if (child + 1 < ranks.Length && After(ranks[child + 1], ids[child + 1], ranks[child], ids[child]))
            {
                child++;
            }

            if (!After(ranks[child], ids[child], rank, id))
            {
                break;
            }

            ranks[at] = ranks[child];
            ids[at] = ids[child];
            at = child;
        }

        ranks[at] = rank;
        ids[at] = id;
    }

    private static bool After(double rank, int id, double otherRank, int otherId) => rank > otherRank || (rank == otherRank && id > otherId);
}
