namespace Curate.Core.Profile.Columns;

/// <summary>
/// The order from the most frequent to the rarest; ties stay as they came. Sorts of LINQ over pairs and records of our own are compiled anew at the end of every
/// run, which costs a report more than its arithmetic: this one is compiled ahead of time.
/// </summary>
internal static class FrequencyOrder
{
    /// <summary>Places of the counts, largest count first.</summary>
    public static int[] Of(long[] counts)
    {
        int[] order = new int[counts.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => counts[a] != counts[b] ? counts[b].CompareTo(counts[a]) : a.CompareTo(b));
        return order;
    }
}
