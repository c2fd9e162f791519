using System.Runtime.CompilerServices;
using Curate.Core.Numerics;
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
    private const int OrderedRows = 4096;
    private const int PickedRows = 2048;

    // A wanted row is the number of its row group and its place in it.
    private const long RowMask = (1L << 40) - 1;

    private readonly ParquetLayout _layout;
    private readonly GroupCache _cache;
    private readonly LeafCursor[] _cursors;
    private readonly LeafStore?[] _gathered;
    private ParquetRows _rows = null!;
    private int _from;
    private bool _rises;
    private readonly List<(ParquetFile File, int Group)> _groups = [];
    private readonly List<Stretch> _stretches = [];
    private int[] _picks = [];
    private long[] _wanted = [];
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

    // The rows of the range as stretches that rise within a row group; false where they go back too often, or have their values with them.
    private bool Rises(ParquetRows rows, int from, int to)
    {
        _stretches.Clear();
        if (_picks.Length < to - from)
        {
            _picks = new int[to - from];
        }

        int breaks = 0;
        RowRun last = default;
        int lastCount = 0;
        for (int at = rows.RunOf(from), row = from; row < to; at++)
        {
            RowRun run = rows.Piece(at, row, out int count);
            count = Math.Min(count, to - row);
            if (run.Owned >= 0 || run.File.GroupRows(run.Group) > int.MaxValue)
            {
                return false;
            }

            bool isSame = ReferenceEquals(run.File, last.File);
            bool follows = isSame && run.Row >= last.Row + lastCount - 1;
            breaks += follows || row == from ? 0 : 1;
            if (breaks > FewBreaks)
            {
                return false;
            }

            if (!follows || run.Group != last.Group)
            {
                _stretches.Add(new Stretch(run.File, run.Group, row - from));
            }

            int inGroup = (int)(run.Row - run.File.GroupStart(run.Group));
            Span<int> picks = _picks.AsSpan(row - from, count);
            for (int i = 0; i < picks.Length; i++)
            {
                picks[i] = inGroup + i;
            }

            (last, lastCount) = (run, count);
            row += count;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EncodeRising(int leaf, int from, int to, ColumnEncoder encoder)
    {
        LeafCursor cursor = _cursors[leaf];
        Span<int> rows = stackalloc int[PickedRows];
        for (int s = 0; s < _stretches.Count; s++)
        {
            Stretch stretch = _stretches[s];
            int end = s + 1 < _stretches.Count ? _stretches[s + 1].Start : _picks.Length;
            int at = Math.Max(stretch.Start, from - _from);
            end = Math.Min(end, to - _from);
            while (at < end)
            {
                if (!cursor.Has(stretch.File, stretch.Group, _picks[at]))
                {
                    cursor.Move(stretch.File, stretch.Group, _picks[at]);
                }

                int first = (int)cursor.First;
                int size = cursor.Batch.RowCount;
                ReadOnlySpan<int> picks = _picks.AsSpan(at, Math.Min(end - at, rows.Length));
                int count = 0;
                while (count < picks.Length && picks[count] - first < size)
                {
                    rows[count] = picks[count] - first;
                    count++;
                }

                encoder.Append(cursor.Batch, rows[..count]);
                at += count;
            }
        }
    }

    // Rows in the order of their files, so that each row group is read once; owned rows are where they are.
    private void Sort(ParquetRows rows, int from, int to)
    {
        int count = to - from;
        var keys = new ulong[count];
        int[] order = new int[count];
        _place = new int[count];
        _groups.Clear();
        var numbers = new Dictionary<(ParquetFile, int), int>();
        int gathered = 0;
        for (int at = rows.RunOf(from), row = from; row < to; at++)
        {
            RowRun run = rows.Piece(at, row, out int left);
            left = Math.Min(left, to - row);
            int number = 0;
            if (run.Owned < 0 && !numbers.TryGetValue((run.File, run.Group), out number))
            {
                numbers.Add((run.File, run.Group), number = _groups.Count);
                _groups.Add((run.File, run.Group));
            }

            ulong key = run.Owned < 0 ? (ulong)number << 40 | (ulong)(run.Row - run.File.GroupStart(run.Group)) : 0;
            for (int i = 0; i < left; i++, row++)
            {
                if (run.Owned >= 0)
                {
                    _place[row - from] = -1 - run.Owned - i;
                    continue;
                }

                keys[gathered] = key + (ulong)i;
                order[gathered++] = row - from;
            }
        }

        // Equal keys are one row that comes several times: their order among themselves means nothing.
        KeySort.Sort(keys.AsSpan(0, gathered), order.AsSpan(0, gathered));
        _wanted = new long[gathered];
        for (int i = 0; i < gathered; i++)
        {
            _wanted[i] = (long)keys[i];
            _place[order[i]] = i;
        }
    }

    private void Gather(int leaf, LeafStore store)
    {
        for (int i = 0; i < _wanted.Length;)
        {
            int number = (int)(_wanted[i] >> 40);
            int end = i + 1;
            while (end < _wanted.Length && (int)(_wanted[end] >> 40) == number)
            {
                end++;
            }

            (ParquetFile file, int group) = _groups[number];
            if (_cache.Get(file, group, _layout.LeafOf(leaf)) is { } windows)
            {
                FromWindows(windows, _wanted.AsSpan(i, end - i), store);
            }
            else
            {
                FromFile(_cursors[leaf], file, group, _wanted.AsSpan(i, end - i), store);
            }

            i = end;
        }
    }

    private static void FromWindows(IReadOnlyList<ColumnBatch> windows, ReadOnlySpan<long> wanted, LeafStore store)
    {
        int window = 0;
        long start = 0;
        foreach (long key in wanted)
        {
            long row = key & RowMask;
            while (row >= start + windows[window].RowCount)
            {
                start += windows[window++].RowCount;
            }

            store.Append(windows[window], (int)(row - start));
        }
    }

    private static void FromFile(LeafCursor cursor, ParquetFile file, int group, ReadOnlySpan<long> wanted, LeafStore store)
    {
        foreach (long key in wanted)
        {
            long row = key & RowMask;
            if (!cursor.Has(file, group, row))
            {
                cursor.Move(file, group, row);
            }

            cursor.Batch.Decode();
            store.Append(cursor.Batch, (int)(row - cursor.First));
        }
    }

    // Rows are put in order first: many small runs cost an encoder more than a copy.
    private void EncodeGathered(int leaf, int from, int to, ColumnEncoder encoder)
    {
        LeafStore gathered = _gathered[leaf]!;
        LeafStore? owned = _rows.HasOwned ? _rows.Owned[leaf] : null;
        LeafStore ordered = new(_layout.Schema.Leaves[leaf]);
        for (int row = from; row < to; row++)
        {
            int place = _place[row - _from];
            if (place < 0)
            {
                ordered.Append(owned!, -1 - place);
            }
            else
            {
                ordered.Append(gathered, place);
            }

            if (ordered.RowCount == OrderedRows || row == to - 1)
            {
                ordered.AppendTo(encoder, 0, ordered.RowCount);
                ordered.Clear();
            }
        }
    }

    /// <summary>Rows that rise within one row group, from a place in the range on.</summary>
    private readonly record struct Stretch(ParquetFile File, int Group, int Start);
}
