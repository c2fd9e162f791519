using System.Buffers.Binary;
using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.Parquet;

/// <summary>
/// Rows as references to where they stand in their files: 40 bytes a run of neighbours, nothing decoded. Rows that come back from scratch
/// have their levels and values with them. <see cref="Bytes"/> is what the rows take decoded, by the average of their row groups.
/// </summary>
internal sealed class ParquetRows(ParquetLayout layout) : RowPayload
{
    private RowRun[] _runs = new RowRun[4];
    private int _runCount;
    private int _count;
    private long _bytes;
    private int _hint;
    private LeafStore[]? _owned;
    private ParquetFile? _lastFile;
    private int[] _lastWeights = [];
    private ByteBuffer? _form;

    public ParquetLayout Layout => layout;

    public override int Count => _count;

    public override long Bytes => _bytes;

    public ReadOnlySpan<RowRun> Runs => _runs.AsSpan(0, _runCount);

    /// <summary>Some rows have their values with them.</summary>
    public bool HasOwned => _owned is not null && _owned.Length > 0 && _owned[0].RowCount > 0;

    /// <summary>The values of the rows that have them, by leaf of the layout.</summary>
    public LeafStore[] Owned => _owned ??= [.. layout.Schema.Leaves.Select(static leaf => new LeafStore(leaf))];

    public override void Clear()
    {
        _runCount = 0;
        _count = 0;
        _bytes = 0;
        _hint = 0;
        foreach (LeafStore store in _owned ?? [])
        {
            store.Clear();
        }
    }

    /// <summary>Appends rows of a file that lie in one row group.</summary>
    public void Append(ParquetFile file, int group, long row, int count)
    {
        if (!ReferenceEquals(file, _lastFile))
        {
            _lastFile = file;
            _lastWeights = layout.WeightsOf(file);
        }

        Add(new RowRun { File = file, Row = row, GroupEnd = file.GroupStart(group + 1), Owned = -1, Group = group, Weight = _lastWeights[group] }, count);
    }

    /// <summary>Appends neighbouring rows of another payload of the same layout.</summary>
    public void AppendRange(ParquetRows other, int from, int count)
    {
        int at = other.RunOf(from);
        while (count > 0)
        {
            RowRun run = other.Piece(at, from, out int left);
            int take = Math.Min(left, count);
            AppendPiece(other, run, take);
            from += take;
            count -= take;
            at++;
        }
    }

    /// <summary>Appends the first rows of a <see cref="Piece"/> of another payload of the same layout.</summary>
    public void AppendPiece(ParquetRows other, RowRun piece, int count)
    {
        if (piece.Owned >= 0)
        {
            CopyOwned(other, ref piece, count);
        }

        Add(piece, count);
    }

    /// <summary>
    /// Appends rows of one run of another payload, up to the first that is not in it or begins its row group; gives how many. For rows that are picked with gaps
    /// between them, which are as many runs.
    /// </summary>
    /// <param name="piece">The run from some row of its payload on; its values are not with it.</param>
    /// <param name="count">Rows of the run from there on.</param>
    /// <param name="picks">Rows of the payload.</param>
    public int AppendPicks(RowRun piece, int count, ReadOnlySpan<int> picks)
    {
        long shift = piece.Row - piece.Start;
        long groupStart = piece.File.GroupStart(piece.Group);
        int taken = 0;
        while (taken < picks.Length)
        {
            int pick = picks[taken];
            long row = pick + shift;
            if ((uint)(pick - piece.Start) >= (uint)count || row == groupStart)
            {
                break;
            }

            piece.Row = row;
            Add(piece, 1);
            taken++;
        }

        return taken;
    }

    /// <inheritdoc/>
    public override void AppendRun(RowPayload other, int from, int to) => AppendRange((ParquetRows)other, from, to - from);

    public override void AppendFrom(RowPayload other, int row) => AppendRange((ParquetRows)other, row, 1);

    /// <summary>The part of a run from a row on, and how many rows it has.</summary>
    public RowRun Piece(int run, int from, out int count)
    {
        RowRun piece = _runs[run];
        int skip = from - piece.Start;
        count = (run + 1 < _runCount ? _runs[run + 1].Start : _count) - from;
        piece.Start = from;
        piece.Row += skip;
        piece.Owned += piece.Owned >= 0 ? skip : 0;
        return piece;
    }

    /// <summary>The run that a row is in. O(1) for rows in order, O(log runs) otherwise.</summary>
    public int RunOf(int row)
    {
        int at = _hint;
        if (at < _runCount && _runs[at].Start <= row)
        {
            if (at + 1 == _runCount || row < _runs[at + 1].Start)
            {
                return at;
            }

            if (at + 2 == _runCount || row < _runs[at + 2].Start)
            {
                return _hint = at + 1;
            }
        }

        int low = 0;
        int high = _runCount - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_runs[middle].Start <= row)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return _hint = low;
    }

    /// <inheritdoc/>
    public override long RowBytes(int row)
    {
        _form ??= new ByteBuffer();
        _form.Clear();
        AppendForm(_form, row);
        return _form.Length;
    }

    /// <summary>The canonical bytes of a row, in <paramref name="buffer"/>.</summary>
    public ReadOnlySpan<byte> KeyBytes(int row, ref byte[] buffer)
    {
        _form ??= new ByteBuffer();
        _form.Clear();
        AppendForm(_form, row);
        if (buffer.Length < _form.Length)
        {
            buffer = new byte[Math.Max(_form.Length, 2 * buffer.Length)];
        }

        _form.Written.CopyTo(buffer);
        return buffer.AsSpan(0, _form.Length);
    }

    /// <summary>The definition level of the first entry of a row in a leaf. Cost: decodes the row's window once.</summary>
    public int LevelOf(int row, int leaf)
    {
        RowRun run = Piece(RunOf(row), row, out _);
        if (run.Owned >= 0)
        {
            return _owned![leaf].LevelOf(run.Owned);
        }

        long inGroup = run.Row - run.File.GroupStart(run.Group);
        RowWindow window = layout.Windows.Rent(run.File, run.Group, inGroup);
        int level = window.LevelOf(inGroup, leaf);
        layout.Windows.Return(window);
        return level;
    }

    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to)
    {
        RowRun run = Piece(RunOf(row), row, out _);
        _form ??= new ByteBuffer();
        _form.Clear();
        Span<byte> head = _form.Reserve(16);
        BinaryPrimitives.WriteInt32LittleEndian(head, layout.NumberOf(run.File));
        BinaryPrimitives.WriteInt64LittleEndian(head[4..], run.Row);
        _form.Advance(12);
        AppendForm(_form, row);
        to.Write7BitEncodedInt(_form.Length);
        to.Write(_form.Written);
    }

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from)
    {
        int length = from.Read7BitEncodedInt();
        _form ??= new ByteBuffer();
        _form.Clear();
        Span<byte> place = _form.Reserve(length)[..length];
        from.BaseStream.ReadExactly(place);
        ReadOnlySpan<byte> form = place;
        ParquetFile file = layout.FileOf(BinaryPrimitives.ReadInt32LittleEndian(form));
        long row = BinaryPrimitives.ReadInt64LittleEndian(form[4..]);
        form = form[12..];
        int owned = Owned.Length > 0 ? Owned[0].RowCount : 0;
        foreach (LeafStore store in Owned)
        {
            store.AppendForm(ref form);
        }

        int group = file.GroupOf(row);
        int weight = layout.WeightsOf(file)[group];
        Add(new RowRun { File = file, Row = row, GroupEnd = file.GroupStart(group + 1), Owned = owned, Group = group, Weight = weight }, 1);

        // Owned rows take what they take; the weight counts in decisions about the output only.
        _bytes += Math.Max(0, length - weight);
    }

    private void AppendForm(ByteBuffer to, int row)
    {
        RowRun run = Piece(RunOf(row), row, out _);
        if (run.Owned >= 0)
        {
            foreach (LeafStore store in _owned!)
            {
                store.AppendTo(to, run.Owned);
            }

            return;
        }

        long inGroup = run.Row - run.File.GroupStart(run.Group);
        RowWindow window = layout.Windows.Rent(run.File, run.Group, inGroup);
        window.AppendRow(to, inGroup);
        layout.Windows.Return(window);
    }

    private void CopyOwned(ParquetRows other, ref RowRun run, int count)
    {
        int first = Owned.Length > 0 ? Owned[0].RowCount : 0;
        for (int leaf = 0; leaf < Owned.Length; leaf++)
        {
            for (int i = 0; i < count; i++)
            {
                Owned[leaf].Append(other.Owned[leaf], run.Owned + i);
            }
        }

        run.Owned = first;
    }

    private void Add(RowRun run, int count)
    {
        _bytes += (long)run.Weight * count;
        if (_runCount > 0)
        {
            ref RowRun last = ref _runs[_runCount - 1];
            int length = _count - last.Start;
            bool follows = ReferenceEquals(last.File, run.File) && last.Row + length == run.Row && run.Row < last.GroupEnd
                && (run.Owned < 0 ? last.Owned < 0 : last.Owned >= 0 && last.Owned + length == run.Owned);
            if (follows)
            {
                _count += count;
                return;
            }
        }

        if (_runCount == _runs.Length)
        {
            Array.Resize(ref _runs, 2 * _runs.Length);
        }

        run.Start = _count;
        _runs[_runCount++] = run;
        _count += count;
    }
}
