using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Curate.Parquet.Encodings;
using Curate.Parquet.Input;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;

namespace Curate.Parquet.Reading;

/// <summary>
/// Reads one leaf column of one row group from its first row to its last. One thread at a time; readers of different columns are
/// independent. Memory: one decompressed page, the dictionary, and up to 16 KiB for levels.
/// </summary>
public sealed class ColumnReader
{
    // Enough for any real batch; a row of more entries than this would need gigabytes for its levels alone.
    private const int MostSlots = 1 << 28;
    private const int SoftBatchBytes = 1 << 28;
    private const int WindowSize = 8192;

    private readonly PageCursor _pages;

    // Only columns in lists need the first, only those with levels the second; a wide table has thousands of others.
    private byte[] _window = [];
    private byte[] _scratch = [];
    private readonly long _rowCount;
    private int _windowAt;
    private int _windowCount;
    private long _rowsRead;
    private bool _hasBegun;

    internal ColumnReader(IParquetInput input, LeafColumn column, ColumnMetaData data, long end, long rowCount, bool verifyChecksums,
        PageBuffers buffers)
    {
        Column = column;
        _rowCount = rowCount;
        _pages = new PageCursor(input, column, data, end, verifyChecksums, buffers);
    }

    public LeafColumn Column { get; }

    /// <summary>Rows that have been neither read nor skipped.</summary>
    public long RowsLeft => _rowCount - _rowsRead;

    /// <summary>Rows of the current page that have been neither read nor skipped; 0 for a column in lists, whose pages are not of whole rows.</summary>
    public int PageRowsLeft => Column.MaxRepetition == 0 ? _pages.SlotsLeft : 0;

    /// <summary>Decompressed bytes of the current page, as its header says; 0 before the first.</summary>
    public int PageBytes => _pages.Header.UncompressedBytes;

    /// <summary>The dictionary of the chunk, known from the first read on; null where it has none.</summary>
    public ColumnDictionary? Dictionary => _pages.Dictionary;

    /// <summary>
    /// Reads whole rows into a batch, whose old content goes. Gives how many: 0 at the end only; fewer than asked for at the end or where the
    /// values reach 256 MiB. O(entries).
    /// </summary>
    /// <exception cref="ParquetFormatException">The pages are damaged, or use what is not supported.</exception>
    public int ReadRows(ColumnBatch batch, int mostRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostRows);
        batch.Begin(Column);
        try
        {
            int wanted = (int)Math.Min(mostRows, RowsLeft);
            batch.RowCount = Column.MaxRepetition == 0 ? (int)Flat(wanted, batch) : (int)Nested(wanted, batch);
            Finish(batch.RowCount, wanted);
            return batch.RowCount;
        }
        catch (ParquetFormatException fault) when (fault.Column is null)
        {
            throw Faults.At(fault, _pages.Offset, Column.PathText);
        }
    }

    /// <summary>Passes over rows; whole pages of them are not decompressed where their headers tell how many rows they have.</summary>
    /// <returns>How many: fewer than asked for at the end only.</returns>
    public long SkipRows(long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        try
        {
            long wanted = Math.Min(rows, RowsLeft);
            long done = Column.MaxRepetition == 0 ? Flat(wanted, null) : Nested(wanted, null);
            Finish(done, wanted);
            return done;
        }
        catch (ParquetFormatException fault) when (fault.Column is null)
        {
            throw Faults.At(fault, _pages.Offset, Column.PathText);
        }
    }

    /// <summary>
    /// Reads lists of one length straight into an array, row after row, as for embeddings: no null, no empty list. Uncompressed plain pages are
    /// copied once. Gives the number of rows, fewer than there is room for at the end only. With a fault it gives 0, the array holds nothing of
    /// use and the reader is spent: read the chunk again as rows.
    /// </summary>
    /// <param name="into">Room for whole rows: rows x dimension values.</param>
    /// <param name="dimension">The length of every list.</param>
    /// <param name="fault">Why the lists are no vectors of that length.</param>
    public int ReadVectors<T>(Span<T> into, int dimension, out VectorFault fault)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (Column.MaxRepetition != 1 || Column.Width != Unsafe.SizeOf<T>())
        {
            throw new InvalidOperationException($"The column {Column.PathText} is no list of values of {Unsafe.SizeOf<T>()} bytes.");
        }

        try
        {
            int wanted = (int)Math.Min(into.Length / dimension, RowsLeft);
            int rows = Vectors(MemoryMarshal.AsBytes(into), dimension, wanted, out fault);
            if (fault == VectorFault.None)
            {
                Finish(rows, wanted);
            }

            return rows;
        }
        catch (ParquetFormatException damage) when (damage.Column is null)
        {
            throw Faults.At(damage, _pages.Offset, Column.PathText);
        }
    }

    private void Finish(long done, long wanted)
    {
        _rowsRead += done;
        if (done < wanted && !HasMore())
        {
            Faults.Corrupt(string.Create(CultureInfo.InvariantCulture, $"the column has {_rowsRead} rows, the row group {_rowCount}"));
        }

        if (_rowsRead == _rowCount && HasMore())
        {
            Faults.Corrupt(string.Create(CultureInfo.InvariantCulture, $"the column has more rows than the {_rowCount} of its row group"));
        }
    }

    private bool HasMore() => _windowAt < _windowCount || _pages.SlotsLeft > 0 || _pages.MoveNext();

    // A flat column has one entry a row.
    private long Flat(long wanted, ColumnBatch? batch)
    {
        long done = 0;
        while (done < wanted)
        {
            if (_pages.SlotsLeft == 0)
            {
                batch?.Own();
                if (!_pages.MoveNext())
                {
                    break;
                }
            }

            if (batch is null && _pages.IsAtStart && _pages.SlotsLeft <= wanted - done)
            {
                done += _pages.SlotsLeft;
                _pages.DropPage();
                continue;
            }

            int room = Room(batch);
            if (room == 0)
            {
                break;
            }

            int count = (int)Math.Min(Math.Min(wanted - done, _pages.SlotsLeft), room);
            _pages.Load();
            Take(count, batch);
            _pages.Take(count);
            done += count;
        }

        return done;
    }

    private long Nested(long wanted, ColumnBatch? batch)
    {
        long rows = 0;
        while (true)
        {
            if (_windowAt == _windowCount)
            {
                if (_pages.SlotsLeft == 0 && !_pages.MoveNext())
                {
                    break;
                }

                // Rows do not run over the ends of version 2 pages.
                if (batch is null && _pages.IsAtStart && _pages.PageRows > 0 && _pages.PageRows <= wanted - rows)
                {
                    rows += _pages.PageRows;
                    _pages.DropPage();
                    _hasBegun = true;
                    continue;
                }

                FillWindow();
            }

            ReadOnlySpan<byte> levels = _window.AsSpan(_windowAt, _windowCount - _windowAt);
            int room = Room(batch);
            if (room == 0)
            {
                // The batch is full: its last row is finished, and no other begun.
                wanted = rows;
            }

            int take = UpTo(levels[..Math.Min(levels.Length, Math.Max(1, room))], wanted - rows, out int begun);
            if (take == 0)
            {
                break;
            }

            if (batch is not null)
            {
                if (batch.SlotCount > MostSlots - take)
                {
                    Faults.Limit("a row has more than 2^28 values");
                }

                levels[..take].CopyTo(batch.AddRepetition(take));
            }

            rows += begun;
            _windowAt += take;
            Take(take, batch);
        }

        return rows;
    }

    // The entries before the first that begins one row too many, and how many rows they begin.
    private static int UpTo(ReadOnlySpan<byte> levels, long rows, out int begun)
    {
        begun = levels.Count((byte)0);
        if (begun <= rows)
        {
            return levels.Length;
        }

        begun = (int)rows;
        int at = 0;
        for (long passed = 0; ; passed++)
        {
            at += levels[at..].IndexOf((byte)0);
            if (passed == rows)
            {
                return at;
            }

            at++;
        }
    }

    private void FillWindow()
    {
        _pages.Load();
        _window = _window.Length == 0 ? new byte[WindowSize] : _window;
        _windowAt = 0;
        _windowCount = Math.Min(WindowSize, _pages.SlotsLeft);
        _pages.Repetition.Read(_window.AsSpan(0, _windowCount));
        _pages.Take(_windowCount);
        if (!_hasBegun && _window[0] != 0)
        {
            Faults.Corrupt("the first value of the column does not begin a row");
        }

        _hasBegun = true;
    }

    // How many more entries a batch may take before its size is looked at again.
    private int Room(ColumnBatch? batch)
    {
        if (batch is null)
        {
            return WindowSize;
        }

        long left = SoftBatchBytes - (long)batch.ValueBytes;
        if (left <= 0)
        {
            return 0;
        }

        if (!Column.IsVariable)
        {
            return (int)Math.Max(1, left / Column.Width);
        }

        return 1024;
    }

    // Definition levels and values of entries whose repetition levels are dealt with.
    private void Take(int slots, ColumnBatch? batch)
    {
        int values = slots;
        byte highest = (byte)Column.MaxDefinition;
        if (batch is null)
        {
            if (highest > 0)
            {
                Span<byte> levels = Scratch(slots);
                _pages.Definition.Read(levels);
                values = levels.Count(highest);
            }

            _pages.Decoder.Skip(values);
            return;
        }

        batch.SlotCount += slots;
        if (highest > 0)
        {
            Span<byte> levels = batch.AddDefinition(slots);
            _pages.Definition.Read(levels);
            values = levels.Count(highest);
        }

        bool isFirst = batch.Values.Count == 0;
        if (batch.PreferCodes && _pages.Codes is DictionaryDecoder codes && isFirst)
        {
            codes.ReadCodes(batch.AddCodes(values, _pages.Dictionary!));
            return;
        }

        if (batch.MayLook && !batch.IsCoded && isFirst && Column.MaxRepetition == 0 && _pages.Decoder is PlainBytesDecoder plain)
        {
            plain.Look(batch, values);
            return;
        }

        // A page without codes behind pages with them: the whole batch becomes values.
        batch.Decode();
        if (Column.IsVariable)
        {
            _pages.Decoder.ReadInto(batch.Values, values);
        }
        else
        {
            _pages.Decoder.ReadFixed(batch.Values.AddFixed(values, Column.Width), values);
        }
    }

    private Span<byte> Scratch(int slots)
    {
        _scratch = _scratch.Length == 0 ? new byte[WindowSize] : _scratch;
        return _scratch.AsSpan(0, slots);
    }

    private int Vectors(Span<byte> into, int dimension, int wanted, out VectorFault fault)
    {
        long total = (long)wanted * dimension;
        long done = 0;
        int width = Column.Width;
        byte highest = (byte)Column.MaxDefinition;
        while (done < total)
        {
            if (_windowAt == _windowCount)
            {
                if (_pages.SlotsLeft == 0 && !_pages.MoveNext())
                {
                    break;
                }

                FillWindow();
            }

            int count = (int)Math.Min(total - done, _windowCount - _windowAt);
            Span<byte> levels = Scratch(count);
            _pages.Definition.Read(levels);
            if (levels.ContainsAnyExcept(highest))
            {
                fault = VectorFault.Null;
                return 0;
            }

            if (!BeginEvery(dimension, (int)(done % dimension), _window.AsSpan(_windowAt, count)))
            {
                fault = VectorFault.Length;
                return 0;
            }

            _windowAt += count;
            _pages.Decoder.ReadFixed(into.Slice((int)(done * width), count * width), count);
            done += count;
        }

        if (_windowAt == _windowCount && HasMore())
        {
            FillWindow();
        }

        // The last list must end here.
        bool ends = done % dimension == 0 && (_windowAt == _windowCount || _window[_windowAt] == 0);
        fault = ends ? VectorFault.None : VectorFault.Length;
        return ends ? (int)(done / dimension) : 0;
    }

    // Rows begin at every multiple of the dimension, and nowhere else.
    private static bool BeginEvery(int dimension, int phase, ReadOnlySpan<byte> levels)
    {
        int at = 0;
        while (at < levels.Length)
        {
            if (phase == 0)
            {
                if (levels[at] != 0)
                {
                    return false;
                }

                at++;
                phase = 1;
            }

            int count = Math.Min(levels.Length - at, dimension - phase);
            if (levels.Slice(at, count).Contains((byte)0))
            {
                return false;
            }

            at += count;
            phase = (phase + count) % dimension;
        }

        return true;
    }
}
