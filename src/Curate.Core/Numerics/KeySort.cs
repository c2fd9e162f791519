namespace Curate.Core.Numerics;

/// <summary>
/// Orders keys of 64 bits, digit by digit from the lowest on (a radix sort, Knuth, The Art of Computer Programming 3, 5.2.5): least first, equal keys as they
/// came. O(n) for each of the eight digits in which the keys differ; 12 bytes for each key, twice.
/// </summary>
/// <remarks>
/// Short runs sort by comparing. It is compiled ahead, where sorts of the framework over pairs are compiled in every process: at the end of a report that costs more than the order itself.
/// </remarks>
public static class KeySort
{
    private const int Digits = 8;
    private const int Values = 256;
    private const int Few = 24;

    /// <summary>Places of the keys, least key first.</summary>
    public static int[] Order(ReadOnlySpan<ulong> keys)
    {
        ulong[] sorted = keys.ToArray();
        int[] order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Sort(sorted, order);
        return order;
    }

    /// <summary>Sorts keys, and as many items along with them.</summary>
    public static void Sort(Span<ulong> keys, Span<int> items)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(items.Length, keys.Length);
        if (keys.Length <= Few)
        {
            Insert(keys, items);
            return;
        }

        Span<int> counts = stackalloc int[Digits * Values];
        counts.Clear();
        foreach (ulong key in keys)
        {
            for (int digit = 0; digit < Digits; digit++)
            {
                counts[(digit * Values) + (byte)(key >> (8 * digit))]++;
            }
        }

        Span<ulong> fromKeys = keys;
        Span<int> fromItems = items;
        Span<ulong> toKeys = new ulong[keys.Length];
        Span<int> toItems = new int[keys.Length];
        bool isAway = false;
        for (int digit = 0; digit < Digits; digit++)
        {
            Span<int> places = counts.Slice(digit * Values, Values);
            if (places[(byte)(fromKeys[0] >> (8 * digit))] == keys.Length)
            {
                continue;
            }

            int place = 0;
            for (int value = 0; value < Values; value++)
            {
                (places[value], place) = (place, place + places[value]);
            }

            for (int i = 0; i < fromKeys.Length; i++)
            {
                int to = places[(byte)(fromKeys[i] >> (8 * digit))]++;
                toKeys[to] = fromKeys[i];
                toItems[to] = fromItems[i];
            }

            Span<ulong> freeKeys = fromKeys;
            Span<int> freeItems = fromItems;
            fromKeys = toKeys;
            fromItems = toItems;
            toKeys = freeKeys;
            toItems = freeItems;
            isAway = !isAway;
        }

        if (isAway)
        {
            fromKeys.CopyTo(keys);
            fromItems.CopyTo(items);
        }
    }

    private static void Insert(Span<ulong> keys, Span<int> items)
    {
        for (int i = 1; i < keys.Length; i++)
        {
            (ulong key, int item) = (keys[i], items[i]);
            int at = i;
            for (; at > 0 && keys[at - 1] > key; at--)
            {
                (keys[at], items[at]) = (keys[at - 1], items[at - 1]);
            }

            (keys[at], items[at]) = (key, item);
        }
    }
}
