namespace Curate.Core.Randomness.Designs;

/// <summary>Random orders by keyed draws.</summary>
public static class RandomOrder
{
    /// <summary>0 to count - 1 in the order of their draws, equal ones by number. O(n log n), 12 n bytes.</summary>
    public static int[] Of(int count, SeededDraw draw)
    {
        var keys = new ulong[count];
        var order = new int[count];
        for (int i = 0; i < count; i++)
        {
            keys[i] = draw.Bits(0, i);
            order[i] = i;
        }

        Array.Sort(keys, order);
        for (int i = 1; i < count; i++)
        {
            // Equal draws are next to impossible; where they come, the lower number goes first.
            for (int k = i; k > 0 && keys[k] == keys[k - 1] && order[k] < order[k - 1]; k--)
            {
                (order[k], order[k - 1]) = (order[k - 1], order[k]);
            }
        }

        return order;
    }
}
