using System.Runtime.InteropServices;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Near;

/// <summary>
/// Rows with one text after folding, each group known by its first row. What follows looks at first rows only, so that a million equal rows
/// cost no more than one. Memory: a bit a row, 32 bytes a group of two or more, 16 bytes a row that repeats a text.
/// </summary>
internal sealed class TextGroups
{
    private readonly List<TextGroup> _groups = [];
    private readonly List<(long Row, long First)> _repeats = [];
    private readonly List<(long First, long Other)> _matches = [];

    /// <summary>Rows of the dataset that repeat the text of an earlier one.</summary>
    public BitMap OwnRepeats { get; } = new();

    /// <summary>Rows of the second dataset that repeat one of an earlier row there.</summary>
    public BitMap OtherRepeats { get; } = new();

    /// <summary>Different texts of the dataset.</summary>
    public long Distinct { get; private set; }

    /// <summary>Groups of two rows or more, by first row.</summary>
    public ReadOnlySpan<TextGroup> Groups => CollectionsMarshal.AsSpan(_groups);

    /// <summary>Rows that repeat a text, with the first row of their group, by row.</summary>
    public ReadOnlySpan<(long Row, long First)> Repeats => CollectionsMarshal.AsSpan(_repeats);

    /// <summary>First rows whose text occurs in the second dataset, with the first row there.</summary>
    public ReadOnlySpan<(long First, long Other)> Matches => CollectionsMarshal.AsSpan(_matches);

    public static TextGroups Of(SortedRuns<KeyEntry> texts)
    {
        var groups = new TextGroups();
        Walk(texts, groups.Add);
        groups._groups.Sort(static (a, b) => a.First.CompareTo(b.First));
        groups._repeats.Sort(static (a, b) => a.Row.CompareTo(b.Row));
        groups._matches.Sort(static (a, b) => a.First.CompareTo(b.First));
        return groups;
    }

    /// <summary>Calls back for the entries of each text: own rows by rank and row, then others by row.</summary>
    public static void Walk(SortedRuns<KeyEntry> texts, GroupAction each)
    {
        KeyEntry[] buffer = [];
        for (int partition = 0; partition < SortedRuns<KeyEntry>.Partitions; partition++)
        {
            ReadOnlySpan<KeyEntry> entries = texts.Sorted(partition, ref buffer);
            for (int start = 0; start < entries.Length;)
            {
                int end = start + 1;
                int own = entries[start].IsOther ? 0 : 1;
                while (end < entries.Length && entries[end].Hash == entries[start].Hash)
                {
                    own += entries[end++].IsOther ? 0 : 1;
                }

                each(entries[start..(start + own)], entries[(start + own)..end]);
                start = end;
            }
        }
    }

    /// <summary>The group of a text by its first row; a row alone is a group of one.</summary>
    public TextGroup GroupOf(long first)
    {
        int at = Find(Groups, first, static g => g.First);
        return at >= 0 ? _groups[at] : new TextGroup(first, first, 1);
    }

    /// <summary>The row of the second dataset with the same text, or -1.</summary>
    public long MatchOf(long first)
    {
        int at = Find(Matches, first, static m => m.First);
        return at >= 0 ? _matches[at].Other : -1;
    }

    private void Add(ReadOnlySpan<KeyEntry> own, ReadOnlySpan<KeyEntry> other)
    {
        foreach (KeyEntry entry in other)
        {
            // Shards that read the same second dataset bring each of its rows several times.
            if (entry.Row != other[0].Row)
            {
                OtherRepeats.Set(entry.Row);
            }
        }

        if (own.IsEmpty)
        {
            return;
        }

        Distinct++;
        long first = First(own);
        if (!other.IsEmpty)
        {
            _matches.Add((first, other[0].Row));
        }

        if (own.Length == 1)
        {
            return;
        }

        _groups.Add(new TextGroup(first, own[0].Row, own.Length));
        foreach (KeyEntry entry in own)
        {
            if (entry.Row != first)
            {
                OwnRepeats.Set(entry.Row);
                _repeats.Add((entry.Row, first));
            }
        }
    }

    public static long First(ReadOnlySpan<KeyEntry> own)
    {
        long first = own[0].Row;
        foreach (KeyEntry entry in own)
        {
            first = Math.Min(first, entry.Row);
        }

        return first;
    }

    private static int Find<T>(ReadOnlySpan<T> sorted, long key, Func<T, long> keyOf)
    {
        int low = 0;
        int high = sorted.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            long at = keyOf(sorted[middle]);
            if (at == key)
            {
                return middle;
            }

            (low, high) = at < key ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    public delegate void GroupAction(ReadOnlySpan<KeyEntry> own, ReadOnlySpan<KeyEntry> other);
}
