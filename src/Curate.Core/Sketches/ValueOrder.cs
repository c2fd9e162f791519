using System.Buffers.Binary;
using Curate.Core.Numerics;

namespace Curate.Core.Sketches;

/// <summary>
/// The ordinal order of a table's values: by eight bytes at a time, each a key of 64 bits, and by comparing where few values share a beginning or many share a
/// long one. O(n) for most columns; 20 bytes a value.
/// </summary>
internal static class ValueOrder
{
    private const int Word = sizeof(ulong);
    private const int MostWords = 4;
    private const int Few = 8;

    /// <summary>Entries, least value first.</summary>
    public static int[] Of(ValueTable table)
    {
        int[] order = new int[table.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Sort(table, order, new ulong[order.Length], 0);
        return order;
    }

    private static void Sort(ValueTable table, Span<int> entries, Span<ulong> keys, int words)
    {
        if (entries.Length <= Few || words == MostWords)
        {
            entries.Sort((a, b) => table[a].SequenceCompareTo(table[b]));
            return;
        }

        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = KeyOf(table[entries[i]], words * Word);
        }

        KeySort.Sort(keys, entries);
        for (int i = 0; i < keys.Length;)
        {
            int end = i + 1;
            while (end < keys.Length && keys[end] == keys[i])
            {
                end++;
            }

            if (end > i + 1)
            {
                // Values that end here tie with those that go on with zeros: the comparison at the bottom tells them apart.
                Sort(table, entries[i..end], keys[i..end], words + 1);
            }

            i = end;
        }
    }

    private static ulong KeyOf(ReadOnlySpan<byte> value, int from)
    {
        if (value.Length - from >= Word)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(value[from..]);
        }

        ulong key = 0;
        for (int i = from; i < from + Word; i++)
        {
            key = (key << 8) | (i < value.Length ? value[i] : 0UL);
        }

        return key;
    }
}
