using Curate.Core.Numerics;

namespace Curate.Core.Profile.Columns;

/// <summary>The order from the most frequent to the rarest; ties stay as they came.</summary>
internal static class FrequencyOrder
{
    /// <summary>Places of the counts, largest count first.</summary>
    public static int[] Of(long[] counts)
    {
        ulong[] keys = new ulong[counts.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = ulong.MaxValue - (ulong)counts[i];
        }

        return KeySort.Order(keys);
    }
}
