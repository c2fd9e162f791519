using System.Runtime.CompilerServices;
using Curate.Parquet.Encodings;
using Curate.Parquet.Schema;

namespace Curate.Parquet.Reading;

/// <summary>
/// Whole rows of one leaf column: level entries, and the values of those entries that have one, in order. Memory is used again from read to
/// read and grows to what the largest batch needs: 2 bytes an entry for levels, plus the values. Spans are good until the next read.
/// </summary>
public sealed class ColumnBatch
{
    private readonly ValueBuffer _values;
    private byte[] _definition = [];
    private byte[] _repetition = [];
    private int[] _codes = [];
    private int[] _rowSlots = [];
    private int[] _rowValues = [];
    private int _codeCount;
    private int _definitionCount;
    private int _repetitionCount;
    private bool _isIndexed;
    private ReadOnlyMemory<byte> _page;
    private int[] _starts = [0];
    private int _startCount;

    public ColumnBatch() => _values = new ValueBuffer();

    /// <param name="column">The column.</param>
    /// <param name="values">One a row.</param>
    internal ColumnBatch(LeafColumn column, ValueBuffer values)
    {
        _values = values;
        Column = column;
        RowCount = values.Count;
        SlotCount = values.Count;
    }

    /// <summary>The column that was read last; null before the first read.</summary>
    public LeafColumn? Column { get; private set; }

    /// <summary>Asks for codes instead of values where a chunk has a dictionary; <see cref="IsCoded"/> tells what a read gave.</summary>
    public bool PreferCodes { get; set; }

    /// <summary>
    /// Byte arrays of plain pages may stay where the page has them, so that those which nobody wants are never copied; <see cref="Gap"/> tells what a read gave.
    /// </summary>
    public bool MayLook { get; set; }

    /// <summary>Bytes between the end of a byte array and the start of the one behind it: 0, or the 4 of its length where the batch looks at a page.</summary>
    public int Gap { get; private set; }

    /// <summary>Whole rows in the batch.</summary>
    public int RowCount { get; internal set; }

    /// <summary>Level entries: one a row for a flat column, one or more a row for one inside lists.</summary>
    public int SlotCount { get; internal set; }

    /// <summary>Values that are there, which is the entries at the highest definition level.</summary>
    public int ValueCount => IsCoded ? _codeCount : Gap > 0 ? _startCount : _values.Count;

    /// <summary>One an entry; empty where the column's highest definition level is 0.</summary>
    public ReadOnlySpan<byte> DefinitionLevels => _definition.AsSpan(0, _definitionCount);

    /// <summary>One an entry; empty where the column is in no list.</summary>
    public ReadOnlySpan<byte> RepetitionLevels => _repetition.AsSpan(0, _repetitionCount);

    /// <summary>The batch has <see cref="Codes"/> into <see cref="Dictionary"/> and no values.</summary>
    public bool IsCoded { get; private set; }

    public ReadOnlySpan<int> Codes => _codes.AsSpan(0, _codeCount);

    /// <summary>What the codes stand for; null unless <see cref="IsCoded"/>.</summary>
    public ColumnDictionary? Dictionary { get; private set; }

    /// <summary>Little-endian values of a fixed width (booleans one byte, INT96 twelve), or the bytes of all byte arrays.</summary>
    public ReadOnlySpan<byte> Bytes => Gap > 0 ? _page.Span : _values.Bytes;

    /// <summary>Byte arrays: where each value begins in <see cref="Bytes"/> and, at the end, <see cref="Gap"/> bytes behind where the last one ends.</summary>
    public ReadOnlySpan<int> Offsets => Gap > 0 ? _starts.AsSpan(0, _startCount + 1) : _values.Offsets;

    /// <summary>Entry at which each row begins, and at the end their number. Computed once a batch, O(entries).</summary>
    public ReadOnlySpan<int> RowSlots
    {
        get
        {
            Index();
            return _rowSlots.AsSpan(0, RowCount + 1);
        }
    }

    /// <summary>Value at which each row begins, and at the end their number. Computed once a batch, O(entries).</summary>
    public ReadOnlySpan<int> RowValues
    {
        get
        {
            Index();
            return _rowValues.AsSpan(0, RowCount + 1);
        }
    }

    internal ValueBuffer Values => _values;

    /// <summary>Bytes of the values so far, or of the page up to the last of them.</summary>
    internal int ValueBytes => Gap > 0 ? _starts[_startCount] - _starts[0] : _values.ByteCount;

    /// <summary>The values as numbers of their width.</summary>
    public ReadOnlySpan<T> ValuesAs<T>()
        where T : unmanaged => _values.As<T>();

    /// <summary>One byte array.</summary>
    public ReadOnlySpan<byte> Value(int index)
    {
        if (Gap == 0)
        {
            return _values.Value(index);
        }

        int start = _starts[index];
        return _page.Span[start..(_starts[index + 1] - Gap)];
    }

    /// <summary>Copies consecutive byte arrays so that they lie one behind the other.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="into">Room for the bytes of exactly those that are copied (<see cref="BytesOf"/>).</param>
    /// <param name="ends">Gets where each ends, and tells how many there are.</param>
    /// <param name="before">What the ends count from.</param>
    public void CopyValues(int first, Span<byte> into, Span<int> ends, int before) =>
        ShortCopy.Values(Bytes, Offsets.Slice(first, ends.Length + 1), Gap, into, ends, before);

    /// <summary>Bytes of consecutive byte arrays.</summary>
    public int BytesOf(int first, int count)
    {
        ReadOnlySpan<int> offsets = Offsets;
        return offsets[first + count] - offsets[first] - (Gap * count);
    }

    /// <summary>Replaces codes by the values they stand for.</summary>
    public void Decode()
    {
        if (!IsCoded)
        {
            return;
        }

        ValueBuffer dictionary = Dictionary!.Values;
        int width = Column!.Width;
        if (Column.IsVariable)
        {
            DictionaryDecoder.CopyValues(dictionary, Codes, _values);
        }
        else
        {
            Span<byte> room = _values.AddFixed(_codeCount, width);
            new DictionaryDecoder(dictionary, width).Gather(Codes, room);
        }

        _codeCount = 0;
        IsCoded = false;
        Dictionary = null;
    }

    /// <summary>Copies the values out of the page that the batch looks at: the page is about to go.</summary>
    internal void Own()
    {
        if (Gap == 0)
        {
            return;
        }

        int count = _startCount;
        Span<byte> room = _values.AddBytes(BytesOf(0, count), count, out Span<int> ends);
        CopyValues(0, room, ends, 0);
        Gap = 0;
        _page = default;
    }

    /// <summary>Looks at further byte arrays of a page, each behind its length.</summary>
    /// <param name="page">What is left of the page from the first length on; in every call for one page its rest ends at the same place.</param>
    /// <param name="count">How many values.</param>
    /// <returns>The bytes that they take.</returns>
    internal int Look(ReadOnlyMemory<byte> page, int count)
    {
        if (Gap == 0)
        {
            Gap = PlainBytesDecoder.LengthBytes;
            _page = page;
            _startCount = 0;
            _starts[0] = Gap;
        }

        if (_startCount + count >= _starts.Length)
        {
            Array.Resize(ref _starts, (int)Math.Min(Array.MaxLength, Math.Max((long)_startCount + count + 1, 2L * _starts.Length)));
        }

        int from = _page.Length - page.Length;
        int end = PlainBytesDecoder.Find(_page.Span, from, _starts.AsSpan(_startCount + 1, count));
        _startCount += count;
        return end - from;
    }

    internal void Begin(LeafColumn column)
    {
        Gap = 0;
        _page = default;
        Column = column;
        RowCount = 0;
        SlotCount = 0;
        _values.Clear();
        _codeCount = 0;
        _definitionCount = 0;
        _repetitionCount = 0;
        IsCoded = false;
        Dictionary = null;
        _isIndexed = false;
    }

    internal Span<byte> AddDefinition(int count) => Add(ref _definition, ref _definitionCount, count);

    internal Span<byte> AddRepetition(int count) => Add(ref _repetition, ref _repetitionCount, count);

    internal Span<int> AddCodes(int count, ColumnDictionary dictionary)
    {
        IsCoded = true;
        Dictionary = dictionary;
        return Add(ref _codes, ref _codeCount, count);
    }

    private static Span<T> Add<T>(ref T[] array, ref int used, int count)
    {
        if (count > array.Length - used)
        {
            Array.Resize(ref array, (int)Math.Min(Array.MaxLength, Math.Max((long)used + count, Math.Max(64, 2L * array.Length))));
        }

        Span<T> room = array.AsSpan(used, count);
        used += count;
        return room;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Index()
    {
        if (_isIndexed)
        {
            return;
        }

        if (_rowSlots.Length <= RowCount)
        {
            _rowSlots = new int[RowCount + 1];
            _rowValues = new int[RowCount + 1];
        }

        ReadOnlySpan<byte> definition = DefinitionLevels;
        ReadOnlySpan<byte> repetition = RepetitionLevels;
        byte highest = (byte)(Column?.MaxDefinition ?? 0);
        int row = 0;
        int value = 0;
        for (int slot = 0; slot < SlotCount; slot++)
        {
            if (repetition.Length == 0 || repetition[slot] == 0)
            {
                _rowSlots[row] = slot;
                _rowValues[row++] = value;
            }

            value += definition.Length == 0 || definition[slot] == highest ? 1 : 0;
        }

        _rowSlots[row] = SlotCount;
        _rowValues[row] = value;
        _isIndexed = true;
    }
}
