using Curate.Parquet.Reading;
using Curate.Parquet.Writing;

namespace Curate.Formats.Parquet;

/// <summary>
/// Encodes a range of rows, leaf by leaf: rows that rise within their row groups are read in one pass; rows in another order are gathered
/// from each row group in one pass, or from decoded row groups that are kept, and then put in order. Which way is taken changes no byte.
/// </summary>
internal sealed class RowGroupEncoder
{
    // So many steps back are cheaper than gathering.
    private const int FewBreaks = 32;

    private readonly ParquetLayout _layout;
    private readonly GroupCache _cache;
    private readonly LeafCursor[] _cursors;
    private readonly LeafStore?[] _gathered;
    private ParquetRows _rows = null!;
    private int _from;
    private bool _rises;
    private int[] _order = [];
    private int[] _place = [];

    public RowGroupEncoder(ParquetLayout layout, long cacheBytes)
    {
        _layout = layout;
        _cache = new GroupCache(cacheBytes);
        _cursors = [.. Enumerable.Range(0, layout.LeafCount).Select(leaf => new LeafCursor(layout.LeafOf(leaf)))];
        _gathered = new LeafStore?[layout.LeafCount];
    }

    /// <summary>Looks at the rows of the next output row group.</summary>
    public void Begin(ParquetRows rows, int from, int to)
    {
        _rows = rows;
        _from = from;
        _rises = Rises(rows, from, to);
        if (_rises)
        {
            return;
        }

        _cache.NextRound();
        Sort(rows, from, to);
    }

    /// <summary>Gets a leaf ready for <see cref="Encode"/>; any thread, one a leaf.</summary>
    public void Prepare(int leaf)
    {
        if (!_rises)
        {
            LeafStore store = _gathered[leaf] ??= new LeafStore(_layout.Schema.Leaves[leaf]);
            store.Clear();
            Gather(leaf, store);
        }
    }

    /// <summary>Appends rows of the range to the encoder of a leaf.</summary>
    public void Encode(int leaf, int from, int to, ColumnEncoder encoder)
    {
        if (_rises)
        {
            EncodeRising(leaf, from, to, encoder);
        }
        else
        {
            EncodeGathered(leaf, from, to, encoder);
        }
    }

    /// <summary>Frees what was gathered for a leaf.</summary>
    public void Finish(int leaf)
    {
        if (_gathered[leaf] is { Bytes: > 1 << 22 })
        {
            _gathered[leaf] = null;
        }
    }

    private static bool Rises(ParquetRows rows, int from, int to)
    {
        int breaks = 0;
        RowRun last = default;
        int lastCount = 0;
        for (int at = rows.RunOf(from), row = from; row < to && breaks <= FewBreaks; at++)
        {
            RowRun run = rows.Piece(at, row, out int count);
            if (run.Owned >= 0)
            {
                return false;
            }

            bool follows = ReferenceEquals(run.File, last.File) ? run.Row >= last.Row + lastCount - 1 : row == from;
            breaks += follows ? 0 : 1;
            (last, lastCount) = (run, count);
            row += count;
        }

        return breaks <= FewBreaks;
    }

    private void EncodeRising(int leaf, int from, int to, ColumnEncoder encoder)
    {
        LeafCursor cursor = _cursors[leaf];
        Span<int> picked = stackalloc int[512];
        int count = 0;

        // The hint of the payload belongs to all leaves, so the search here is a plain one.
        for (int at = FindRun(from), row = from; row < to; at++)
        {
            RowRun run = _rows.Piece(at, row, out int left);
            left = Math.Min(left, to - row);
            row += left;
            long inGroup = run.Row - run.File.GroupStart(run.Group);
            while (left > 0)
            {
                if (!cursor.Has(run.File, run.Group, inGroup))
                {
                    if (count > 0)
                    {
                        encoder.Append(cursor.Batch, picked[..count]);
                        count = 0;
                    }

                    cursor.Move(run.File, run.Group, inGroup);
                }

                int take = (int)Math.Min(Math.Min(left, cursor.End - inGroup), picked.Length - count);
                int first = (int)(inGroup - cursor.First);
                for (int i = 0; i < take; i++)
                {
                    picked[count++] = first + i;
                }

                if (count == picked.Length)
                {
                    encoder.Append(cursor.Batch, picked);
                    count = 0;
                }

                inGroup += take;
                left -= take;
            }
        }

        if (count > 0)
        {
            encoder.Append(cursor.Batch, picked[..count]);
        }
    }

    private int FindRun(int row)
    {
        ReadOnlySpan<RowRun> runs = _rows.Runs;
        int low = 0;
        int high = runs.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (runs[middle].Start <= row)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private void Sort(ParquetRows rows, int from, int to)
    {
        int count = to - from;
        var files = new Dictionary<ParquetFile, int>();
        var keys = new (int File, long Row)[count];
        _order = new int[count];
        _place = new int[count];
        for (int at = rows.RunOf(from), row = from; row < to; at++)
        {
            RowRun run = rows.Piece(at, row, out int left);
            left = Math.Min(left, to - row);
            if (!files.TryGetValue(run.File, out int file))
            {
                files.Add(run.File, file = files.Count);
            }

            for (int i = 0; i < left; i++, row++)
            {
                keys[row - from] = run.Owned >= 0 ? (-1, run.Owned + i) : (file, run.Row + i);
                _order[row - from] = row - from;
            }
        }

        _order.AsSpan().Sort((a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));

        // Owned rows come first and are not gathered: their place is where they stand, counted from below zero.
        int gathered = 0;
        int owned = 0;
        foreach (int row in _order)
        {
            _place[row] = keys[row].File < 0 ? -1 - (int)keys[row].Row : gathered++;
            owned += keys[row].File < 0 ? 1 : 0;
        }

        _order = _order[owned..];
    }

    private void Gather(int leaf, LeafStore store)
    {
        LeafCursor cursor = _cursors[leaf];
        ParquetFile? file = null;
        int group = -1;
        IReadOnlyList<ColumnBatch>? windows = null;
        int window = 0;
        long windowStart = 0;
        foreach (int place in _order)
        {
            int row = _from + place;
            RowRun run = _rows.Piece(FindRun(row), row, out _);
            long inGroup = run.Row - run.File.GroupStart(run.Group);
            if (!ReferenceEquals(run.File, file) || run.Group != group)
            {
                (file, group) = (run.File, run.Group);
                windows = _cache.Get(file, group, _layout.LeafOf(leaf));
                (window, windowStart) = (0, 0);
            }

            if (windows is not null)
            {
                while (inGroup >= windowStart + windows[window].RowCount)
                {
                    windowStart += windows[window++].RowCount;
                }

                store.Append(windows[window], (int)(inGroup - windowStart));
                continue;
            }

            if (!cursor.Has(run.File, run.Group, inGroup))
            {
                cursor.Move(run.File, run.Group, inGroup);
            }

            cursor.Batch.Decode();
            store.Append(cursor.Batch, (int)(inGroup - cursor.First));
        }
    }

    private void EncodeGathered(int leaf, int from, int to, ColumnEncoder encoder)
    {
        LeafStore gathered = _gathered[leaf]!;
        for (int row = from; row < to;)
        {
            int place = _place[row - _from];
            int count = 1;
            if (place < 0)
            {
                while (row + count < to && _place[row + count - _from] == place - count)
                {
                    count++;
                }

                _rows.Owned[leaf].AppendTo(encoder, -1 - place, count);
            }
            else
            {
                while (row + count < to && _place[row + count - _from] == place + count)
                {
                    count++;
                }

                gathered.AppendTo(encoder, place, count);
            }

            row += count;
        }
    }
}
