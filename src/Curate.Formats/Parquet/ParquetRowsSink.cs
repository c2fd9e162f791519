using Curate.Core.Data;
using Curate.Formats.Files;
using Curate.Parquet.Compression;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;

namespace Curate.Formats.Parquet;

/// <summary>
/// Writes rows of Parquet files. References wait until an output row group is full; then its columns are encoded side by side. A row group
/// of an input whose rows all come in order is copied undecoded where an output row group may begin: at the start, or when at least half a
/// row group waits, which then ends there.
/// </summary>
/// <remarks>
/// Borders and bytes depend on the sequence of rows and on the options alone. Memory: 40 bytes a run of waiting rows, added columns of the
/// waiting rows (which may be those of one whole row group of an input), two output row groups as values and one as chunks, for each leaf a
/// page, and <see cref="ParquetWriteOptions.CacheBytes"/> of decoded row groups when rows come in an order of their own.
/// </remarks>
internal sealed class ParquetRowsSink : IRecordSink
{
    private readonly ParquetOutput _output;
    private readonly ParquetLayout _layout;
    private readonly ParquetWriteOptions _options;
    private readonly RowGroupEncoder _encoder;
    private readonly IReadOnlyList<Field> _addedFields;
    private readonly ColumnLeaf[] _addedLeaves;
    private readonly int _mostRows;
    private readonly long _mostBytes;
    private readonly List<ParquetFile> _files = [];
    private readonly List<LeafEdit> _edits = [];
    private readonly bool _sameColumns;
    private ParquetRows _rows;
    private Column[] _added = [];
    private int _candidate = -1;
    private long _waitingBytes;
    private long _rowCount;
    private bool _hasEdits;

    public ParquetRowsSink(IByteOutput output, ParquetLayout layout, SinkShape shape, ParquetWriteOptions options)
    {
        _layout = layout;
        _options = options;
        _addedFields = shape.Added;
        _mostRows = options.RowGroupRows ?? ParquetWriteOptions.DefaultRowGroupRows;
        _mostBytes = options.RowGroupRows is null ? options.RowGroupBytes : long.MaxValue;
        _sameColumns = shape.Added.Count == 0 && layout.Leaves is null;
        ParquetSchema schema = layout.Schema;
        if (shape.Added.Count > 0)
        {
            var builder = new ParquetSchemaBuilder(schema.Root.Name);
            foreach (SchemaNode field in schema.Fields)
            {
                builder.Copy(schema, field);
            }

            foreach (Field field in shape.Added)
            {
                ColumnLeaf.AddTo(builder, field);
            }

            schema = builder.Build();
        }

        _output = new ParquetOutput(output, schema, options);
        _encoder = new RowGroupEncoder(layout, options.CacheBytes);
        _addedLeaves = [.. shape.Added.Select(static _ => new ColumnLeaf())];
        _rows = new ParquetRows(layout);
        _added = NewAdded();
    }

    public long BytesWritten => _output.BytesWritten;

    public void WriteAll(RecordBatch batch) => Take(batch, 0, batch.Count);

    public void Write(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length;)
        {
            int taken = TakePicks(batch, rows[i..]);
            if (taken > 0)
            {
                i += taken;
                continue;
            }

            int first = i++;
            while (i < rows.Length && rows[i] == rows[i - 1] + 1)
            {
                i++;
            }

            Take(batch, rows[first], i - first);
        }
    }

    public void Complete()
    {
        EndCandidate();
        if (_rows.Count > 0)
        {
            Encode(0, _rows.Count);
        }

        _output.Complete(_sameColumns && !_hasEdits ? KeptKeys.Of(_files, _rowCount) : []);
    }

    public void Dispose() => _output.Dispose();

    private void Take(RecordBatch batch, int from, int count)
    {
        var rows = (ParquetRows)batch.Payload!;
        int run = count > 0 ? rows.RunOf(from) : 0;
        while (count > 0)
        {
            RowRun piece = rows.Piece(run, from, out int left);
            int take = Place(piece, Math.Min(left, count));
            Append(batch, rows, piece, take);
            from += take;
            count -= take;
            run += take == left ? 1 : 0;
            EndFull();
        }
    }

    // Takes rows that need no decision one by one: of one piece, behind rows of the same file, in a row group that is not about to be copied as it is.
    // Gives how many; what it leaves to others it does not begin.
    private int TakePicks(RecordBatch batch, ReadOnlySpan<int> picks)
    {
        var rows = (ParquetRows)batch.Payload!;
        RowRun piece = rows.Piece(rows.RunOf(picks[0]), picks[0], out int left);
        if (_candidate >= 0 || _added.Length > 0 || batch.Edits.Count > 0 || piece.Owned >= 0 || _files.Count == 0 || !ReferenceEquals(_files[^1], piece.File))
        {
            return 0;
        }

        long before = _rows.Bytes;
        int taken = _rows.AppendPicks(piece, left, picks[..Math.Min(picks.Length, Room(piece))]);
        _waitingBytes += _rows.Bytes - before;
        if (taken > 0)
        {
            EndFull();
        }

        return taken;
    }

    // Rows of a piece that the waiting row group still takes.
    private int Room(RowRun piece)
    {
        long room = Math.Max(1, (_mostBytes - _waitingBytes + piece.Weight - 1) / piece.Weight);
        return (int)Math.Min(_mostRows - _rows.Count, room);
    }

    // How many rows of a piece come next, before something has to be decided.
    private int Place(RowRun piece, int count)
    {
        if (_files.Count == 0 || !ReferenceEquals(_files[^1], piece.File))
        {
            if (!_files.Contains(piece.File))
            {
                _files.Add(piece.File);
            }
        }

        if (_candidate >= 0)
        {
            RowRun first = _rows.Piece(_rows.RunOf(_candidate), _candidate, out _);
            bool follows = ReferenceEquals(first.File, piece.File) && first.Row + _rows.Count - _candidate == piece.Row;
            if (follows)
            {
                return (int)Math.Min(count, first.GroupEnd - piece.Row);
            }

            EndCandidate();
        }

        if (MayCopy(piece))
        {
            _candidate = _rows.Count;
            return (int)Math.Min(count, piece.GroupEnd - piece.Row);
        }

        return Math.Min(count, Room(piece));
    }

    private void Append(RecordBatch batch, ParquetRows rows, RowRun piece, int count)
    {
        int from = piece.Start;
        int start = _rows.Count;
        long before = _rows.Bytes;
        _rows.AppendPiece(rows, piece, count);
        _waitingBytes += _rows.Bytes - before;
        for (int a = 0; a < _added.Length; a++)
        {
            for (int row = from; row < from + count; row++)
            {
                _added[a].AppendFrom(batch.Added[a], row);
            }
        }

        if (batch.Edits.Count > 0)
        {
            for (int e = batch.FirstEdit(from); e < batch.Edits.Count && batch.Edits[e].Row < from + count; e++)
            {
                CellEdit edit = batch.Edits[e];
                int row = (int)edit.Row;
                if (LeafEdit.Of(_layout.Schema, start + row - from, edit, leaf => rows.LevelOf(row, leaf)) is { } change)
                {
                    _edits.Add(change);
                    _hasEdits = true;
                }
            }
        }
    }

    private void EndFull()
    {
        if (_candidate >= 0)
        {
            RowRun first = _rows.Piece(_rows.RunOf(_candidate), _candidate, out _);
            if (first.Row + _rows.Count - _candidate == first.GroupEnd)
            {
                if (_candidate > 0)
                {
                    Encode(0, _candidate);
                }

                Copy(first, _candidate);
                Clear();
            }
        }
        else if (_rows.Count >= _mostRows || _waitingBytes >= _mostBytes)
        {
            Encode(0, _rows.Count);
            Clear();
        }
    }

    // The row group is not whole: its rows are rows like others, and fill as many row groups as they fill.
    private void EndCandidate()
    {
        if (_candidate < 0)
        {
            return;
        }

        _candidate = -1;
        int from = 0;
        int to;
        while ((to = FullFrom(from)) > 0)
        {
            Encode(from, to);
            from = to;
        }

        if (from > 0)
        {
            KeepFrom(from);
        }
    }

    // The end of the row group that begins at a row, or -1 where it is not full.
    private int FullFrom(int from)
    {
        long bytes = 0;
        for (int at = from < _rows.Count ? _rows.RunOf(from) : 0, row = from; row < _rows.Count; at++)
        {
            RowRun run = _rows.Piece(at, row, out int count);
            long room = Math.Min(from + _mostRows - row, Math.Max(1, (_mostBytes - bytes + run.Weight - 1) / run.Weight));
            if (count >= room)
            {
                return row + (int)room;
            }

            bytes += (long)count * run.Weight;
            row += count;
        }

        return -1;
    }

    private void KeepFrom(int from)
    {
        var rest = new ParquetRows(_layout);
        if (from < _rows.Count)
        {
            rest.AppendRange(_rows, from, _rows.Count - from);
        }

        Column[] added = NewAdded();
        for (int a = 0; a < added.Length; a++)
        {
            for (int row = from; row < _rows.Count; row++)
            {
                added[a].AppendFrom(_added[a], row);
            }
        }

        LeafEdit[] edits = [.. _edits.Where(e => e.Row >= from).Select(e => e with { Row = e.Row - from })];
        Clear();
        (_rows, _added) = (rest, added);
        _edits.AddRange(edits);
        _waitingBytes = rest.Bytes;
    }

    private void Clear()
    {
        _rows.Clear();
        foreach (Column column in _added)
        {
            column.Clear();
        }

        _edits.Clear();
        _candidate = -1;
        _waitingBytes = 0;
    }

    private bool MayCopy(RowRun piece)
    {
        long start = piece.File.GroupStart(piece.Group);
        if (piece.Row != start)
        {
            return false;
        }

        long rows = piece.GroupEnd - start;
        bool isWhole = _options.RowGroupRows is { } exact
            ? rows == exact && _rows.Count == 0
            : rows >= ParquetWriteOptions.LeastCopiedRows && (_rows.Count == 0 || _rows.Count >= _mostRows / 2 || _waitingBytes >= _mostBytes / 2);
        if (!isWhole || rows > int.MaxValue / 2)
        {
            return false;
        }

        ParquetCodec? asked = _options.Compression?.Codec;
        for (int leaf = 0; leaf < _layout.LeafCount; leaf++)
        {
            ColumnChunkInfo chunk = piece.File.Reader.Metadata.RowGroups[piece.Group].Columns[_layout.LeafOf(leaf)];
            if (chunk.IsEncrypted || chunk.FilePath is { Length: > 0 } || chunk.Data is not { } data || (asked is not null && data.Codec != asked))
            {
                return false;
            }
        }

        return true;
    }

    private void Copy(RowRun first, int from)
    {
        int count = _rows.Count - from;
        IReadOnlyList<SortingColumn>? sorting = _sameColumns && _edits.Count == 0 ? first.File.Reader.Metadata.RowGroups[first.Group].Sorting : null;
        bool[] edited = new bool[_layout.LeafCount];
        foreach (LeafEdit edit in _edits)
        {
            edited[edit.Leaf] |= edit.Row >= from;
        }

        _encoder.Begin(_rows, from, from + count);
        _output.WriteRowGroup(
            leaf => leaf < _layout.LeafCount && !edited[leaf]
                ? EncodedColumn.FromFile(first.File.Reader, first.Group, _layout.LeafOf(leaf), _output.Schema.Leaves[leaf].Path)
                : Fill(leaf, from, from + count),
            sorting);
        _rowCount += count;
    }

    private void Encode(int from, int to)
    {
        _encoder.Begin(_rows, from, to);
        _output.WriteRowGroup(leaf => Fill(leaf, from, to));
        _rowCount += to - from;
    }

    private EncodedColumn? Fill(int leaf, int from, int to)
    {
        ColumnEncoder encoder = _output.Encoder(leaf);
        if (leaf >= _layout.LeafCount)
        {
            AppendAdded(encoder, leaf - _layout.LeafCount, from, to);
            return null;
        }

        _encoder.Prepare(leaf);
        int row = from;
        for (int e = 0; e < _edits.Count; e++)
        {
            LeafEdit edit = _edits[e];

            // Of several edits of one value the last one holds.
            bool holds = edit.Leaf == leaf && edit.Row >= from && edit.Row < to && !IsReplaced(e);
            if (holds)
            {
                if (edit.Row > row)
                {
                    _encoder.Encode(leaf, row, edit.Row, encoder);
                }

                edit.AppendTo(encoder);
                row = edit.Row + 1;
            }
        }

        if (row < to)
        {
            _encoder.Encode(leaf, row, to, encoder);
        }

        _encoder.Finish(leaf);
        return null;
    }

    private bool IsReplaced(int edit)
    {
        for (int e = edit + 1; e < _edits.Count && _edits[e].Row == _edits[edit].Row; e++)
        {
            if (_edits[e].Leaf == _edits[edit].Leaf)
            {
                return true;
            }
        }

        return false;
    }

    private void AppendAdded(ColumnEncoder encoder, int added, int from, int to)
    {
        int[] numbers = new int[Math.Min(4096, to - from)];
        for (int row = from; row < to; row += numbers.Length)
        {
            int count = Math.Min(numbers.Length, to - row);
            for (int i = 0; i < count; i++)
            {
                numbers[i] = row + i;
            }

            _addedLeaves[added].Append(encoder, _added[added], numbers.AsSpan(0, count));
        }
    }

    private Column[] NewAdded() => [.. _addedFields.Select(static f => Column.Create(f.Kind ?? ColumnKind.Text, f.Scale))];
}
