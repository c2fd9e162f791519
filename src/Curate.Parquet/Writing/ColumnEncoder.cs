using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Curate.Parquet.Encodings;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;

namespace Curate.Parquet.Writing;

/// <summary>
/// Takes the rows of one leaf column of one row group and makes its chunk. Encoders of different columns may run on different threads; the
/// chunk depends only on the rows and the options, not on how they were handed over. Memory: 2 bytes an entry for levels, and the values, or
/// 4 bytes a value while there is a dictionary.
/// </summary>
public sealed class ColumnEncoder
{
    // Where most values of a stretch are new, hashing them costs more than a dictionary saves.
    private const int TryStretch = 4096;

    private readonly ParquetWriterOptions _options;
    private readonly ChunkBuilder _chunk;
    private readonly DictionaryBuilder _dictionary;
    private readonly ValueBuffer _values = new();
    private byte[] _definition = [];
    private byte[] _repetition = [];
    private int[] _codes = [];
    private int[] _codeMap = [];
    private int[] _picked = [];
    private int[] _pickedCodes = [];
    private byte[] _pickedLevels = [];
    private ColumnDictionary? _mapped;
    private int _codeCount;
    private bool _hasDictionary;
    private int _slotCount;
    private long _rowCount;

    internal ColumnEncoder(LeafColumn column, ParquetWriterOptions options)
    {
        Column = column;
        _options = options;
        _chunk = new ChunkBuilder(column, options);
        _dictionary = new DictionaryBuilder(column.Width);
        Restart();
    }

    public LeafColumn Column { get; }

    /// <summary>Rows taken since the last chunk.</summary>
    public long RowCount => _rowCount;

    /// <summary>Appends rows of a column of values of a fixed width.</summary>
    /// <param name="definition">One an entry; empty when every entry has a value.</param>
    /// <param name="repetition">One an entry; empty for a column in no list.</param>
    /// <param name="values">The values of the entries at the highest definition level; booleans one byte each.</param>
    public void Append<T>(ReadOnlySpan<byte> definition, ReadOnlySpan<byte> repetition, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        if (Column.IsVariable || bytes.Length % Column.Width != 0 || (typeof(T) != typeof(byte) && Unsafe.SizeOf<T>() != Column.Width))
        {
            throw new ArgumentException($"Values of {Unsafe.SizeOf<T>()} bytes are not for the column {Column.PathText}.", nameof(values));
        }

        int count = bytes.Length / Column.Width;
        AppendLevels(definition, repetition, count);
        AppendFixed(bytes, count);
    }

    /// <summary>Appends rows of a column of byte arrays.</summary>
    /// <param name="definition">One an entry; empty when every entry has a value.</param>
    /// <param name="repetition">One an entry; empty for a column in no list.</param>
    /// <param name="bytes">The bytes of the values.</param>
    /// <param name="offsets">Where each value begins in the bytes and, at the end, where the last one ends.</param>
    public void AppendBytes(ReadOnlySpan<byte> definition, ReadOnlySpan<byte> repetition, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets)
    {
        if (!Column.IsVariable || offsets.Length == 0)
        {
            throw new ArgumentException($"Byte arrays are not for the column {Column.PathText}.", nameof(bytes));
        }

        AppendLevels(definition, repetition, offsets.Length - 1);
        AppendVariable(bytes, offsets);
    }

    /// <summary>Appends all rows of a batch, values untouched; codes of a batch are translated without looking at values.</summary>
    public void Append(ColumnBatch batch)
    {
        NeedSame(batch);
        batch.Own();
        AppendLevels(batch.DefinitionLevels, batch.RepetitionLevels, batch.ValueCount);
        AppendValues(batch, 0, batch.ValueCount);
    }

    /// <summary>Appends some rows of a batch in the order given, repeats allowed. Neighbouring rows are copied together.</summary>
    public void Append(ColumnBatch batch, ReadOnlySpan<int> rows)
    {
        NeedSame(batch);
        if (Column.MaxRepetition == 0)
        {
            AppendFlat(batch, rows);
            return;
        }

        bool hasLevels = batch.DefinitionLevels.Length > 0 || batch.RepetitionLevels.Length > 0;
        for (int i = 0; i < rows.Length;)
        {
            int first = rows[i];
            int end = first + 1;
            for (i++; i < rows.Length && rows[i] == end; i++)
            {
                end++;
            }

            if (!hasLevels)
            {
                AppendLevels([], [], end - first);
                AppendValues(batch, first, end - first);
                continue;
            }

            int slot = batch.RowSlots[first];
            int slots = batch.RowSlots[end] - slot;
            int value = batch.RowValues[first];
            int values = batch.RowValues[end] - value;
            AppendLevels(
                batch.DefinitionLevels.Length > 0 ? batch.DefinitionLevels.Slice(slot, slots) : [],
                batch.RepetitionLevels.Length > 0 ? batch.RepetitionLevels.Slice(slot, slots) : [],
                values);
            AppendValues(batch, value, values);
        }
    }

    /// <summary>Makes the chunk of all rows so far and begins the next one. O(values).</summary>
    public EncodedColumn Finish()
    {
        ColumnRows rows = new(
            _rowCount,
            _slotCount,
            _definition.AsMemory(0, Column.MaxDefinition > 0 ? _slotCount : 0),
            _repetition.AsMemory(0, Column.MaxRepetition > 0 ? _slotCount : 0),
            _hasDictionary ? _dictionary.Values : _values,
            // Without the type, null would become codes of length 0.
            _hasDictionary ? _codes.AsMemory(0, _codeCount) : (ReadOnlyMemory<int>?)null,
            _dictionary.PlainBytes);
        EncodedColumn column = _chunk.Build(rows);
        Restart();
        return column;
    }

    private void Restart()
    {
        _values.Clear();
        _dictionary.Clear();
        _codeCount = 0;
        _mapped = null;
        _slotCount = 0;
        _rowCount = 0;
        // One bit a value needs no dictionary.
        _hasDictionary = _options.DictionaryBytes > 0 && Column.Type != Metadata.PhysicalType.Boolean;
    }

    private void NeedSame(ColumnBatch batch)
    {
        LeafColumn? from = batch.Column;
        if (from is null || from.Type != Column.Type || from.Width != Column.Width
            || from.MaxDefinition != Column.MaxDefinition || from.MaxRepetition != Column.MaxRepetition)
        {
            throw new ArgumentException($"The batch is of another kind of column than {Column.PathText}.", nameof(batch));
        }
    }

    private void AppendLevels(ReadOnlySpan<byte> definition, ReadOnlySpan<byte> repetition, int values)
    {
        byte highest = (byte)Column.MaxDefinition;
        int slots = definition.Length > 0 ? definition.Length : repetition.Length > 0 ? repetition.Length : values;
        bool isWrong = definition.Length > 0 && (highest == 0 || definition.Count(highest) != values || definition.ContainsAnyExceptInRange((byte)0, highest));
        isWrong |= definition.Length == 0 && slots != values;
        isWrong |= Column.MaxRepetition == 0
            ? repetition.Length > 0
            : repetition.Length != slots || repetition.ContainsAnyExceptInRange((byte)0, (byte)Column.MaxRepetition)
                || (slots > 0 && _slotCount == 0 && repetition[0] != 0);
        if (isWrong)
        {
            throw new ArgumentException($"The levels do not fit the values or the column {Column.PathText}.", nameof(definition));
        }

        if (highest > 0)
        {
            Span<byte> room = Room(ref _definition, _slotCount, slots);
            if (definition.Length > 0)
            {
                definition.CopyTo(room);
            }
            else
            {
                room.Fill(highest);
            }
        }

        int rows = slots;
        if (Column.MaxRepetition > 0)
        {
            repetition.CopyTo(Room(ref _repetition, _slotCount, slots));
            rows = repetition.Count((byte)0);
        }

        _slotCount += slots;
        _rowCount += rows;
    }

    // Rows of a flat column are picked one by one: runs of a few rows, as of a random half, cost more to find than they save.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AppendFlat(ColumnBatch batch, ReadOnlySpan<int> rows)
    {
        if (batch.DefinitionLevels.Length == 0 || batch.ValueCount == batch.RowCount)
        {
            AppendLevels([], [], rows.Length);
            AppendPicked(batch, rows);
            return;
        }

        ReadOnlySpan<byte> levels = batch.DefinitionLevels;
        ReadOnlySpan<int> values = batch.RowValues;
        byte highest = (byte)Column.MaxDefinition;
        if (_picked.Length < rows.Length)
        {
            _picked = new int[rows.Length];
            _pickedLevels = new byte[rows.Length];
        }

        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            byte level = levels[rows[i]];
            _pickedLevels[i] = level;
            _picked[count] = values[rows[i]];
            count += level == highest ? 1 : 0;
        }

        AppendLevels(_pickedLevels.AsSpan(0, rows.Length), [], count);
        AppendPicked(batch, _picked.AsSpan(0, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AppendPicked(ColumnBatch batch, ReadOnlySpan<int> values)
    {
        if (batch.IsCoded)
        {
            if (_pickedCodes.Length < values.Length)
            {
                _pickedCodes = new int[values.Length];
            }

            ReadOnlySpan<int> codes = batch.Codes;
            for (int i = 0; i < values.Length; i++)
            {
                _pickedCodes[i] = codes[values[i]];
            }

            AppendCodes(batch.Dictionary!, _pickedCodes.AsSpan(0, values.Length));
            return;
        }

        int width = Column.Width;
        int done = 0;
        for (; done < values.Length && _hasDictionary; done++)
        {
            AppendOne(Column.IsVariable ? batch.Value(values[done]) : batch.Bytes.Slice(values[done] * width, width));
        }

        values = values[done..];
        if (Column.IsVariable)
        {
            _values.AddPicked(batch.Bytes, batch.Offsets, batch.Gap, values);
            return;
        }

        Span<byte> room = _values.AddFixed(values.Length, width);
        switch (width)
        {
            case 4:
                Pick(MemoryMarshal.Cast<byte, uint>(batch.Bytes), MemoryMarshal.Cast<byte, uint>(room), values);
                break;
            case 8:
                Pick(MemoryMarshal.Cast<byte, ulong>(batch.Bytes), MemoryMarshal.Cast<byte, ulong>(room), values);
                break;
            default:
                for (int i = 0; i < values.Length; i++)
                {
                    batch.Bytes.Slice(values[i] * width, width).CopyTo(room.Slice(i * width, width));
                }

                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pick<T>(ReadOnlySpan<T> from, Span<T> to, ReadOnlySpan<int> places)
    {
        for (int i = 0; i < places.Length; i++)
        {
            to[i] = from[places[i]];
        }
    }

    private void AppendValues(ColumnBatch batch, int first, int count)
    {
        if (batch.IsCoded)
        {
            AppendCodes(batch.Dictionary!, batch.Codes.Slice(first, count));
        }
        else if (Column.IsVariable)
        {
            AppendVariable(batch.Bytes, batch.Offsets.Slice(first, count + 1));
        }
        else
        {
            AppendFixed(batch.Bytes.Slice(first * Column.Width, count * Column.Width), count);
        }
    }

    // Each code of the other dictionary is looked up once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AppendCodes(ColumnDictionary from, ReadOnlySpan<int> codes)
    {
        if (!ReferenceEquals(_mapped, from))
        {
            _mapped = from;
            if (_codeMap.Length < from.Count)
            {
                _codeMap = new int[from.Count];
            }

            _codeMap.AsSpan(0, from.Count).Fill(-1);
        }

        int width = Column.Width;
        while (codes.Length > 0 && _hasDictionary)
        {
            int known = AddKnown(codes);
            if (known > 0)
            {
                codes = codes[known..];
                continue;
            }

            int code = codes[0];
            codes = codes[1..];
            AddCode(_dictionary.Code(Column.IsVariable ? from.Value(code) : from.Bytes.Slice(code * width, width)));
            if (_hasDictionary)
            {
                _codeMap[code] = _codes[_codeCount - 1];
            }
        }

        AppendDecoded(from.Values, codes);
    }

    // Codes that have been met before, up to the next place where the dictionary is judged; they leave its size as it is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AddKnown(ReadOnlySpan<int> codes)
    {
        int most = Math.Min(codes.Length, TryStretch - (_codeCount % TryStretch));
        if (_codes.Length - _codeCount < most)
        {
            Array.Resize(ref _codes, Math.Max(_codeCount + most, Math.Max(1024, 2 * _codes.Length)));
        }

        Span<int> to = _codes.AsSpan(_codeCount, most);
        ReadOnlySpan<int> map = _codeMap;
        int count = 0;
        while (count < to.Length && map[codes[count]] is >= 0 and int own)
        {
            to[count++] = own;
        }

        _codeCount += count;
        if (count > 0)
        {
            Judge();
        }

        return count;
    }

    private void AppendDecoded(ValueBuffer dictionary, ReadOnlySpan<int> codes)
    {
        if (codes.IsEmpty)
        {
            return;
        }

        if (Column.IsVariable)
        {
            DictionaryDecoder.CopyValues(dictionary, codes, _values);
        }
        else
        {
            Span<byte> room = _values.AddFixed(codes.Length, Column.Width);
            new DictionaryDecoder(dictionary, Column.Width).Gather(codes, room);
        }
    }

    private void AppendFixed(ReadOnlySpan<byte> values, int count)
    {
        int width = Column.Width;
        int done = 0;
        for (; done < count && _hasDictionary; done++)
        {
            AppendOne(values.Slice(done * width, width));
        }

        values[(done * width)..].CopyTo(_values.AddFixed(count - done, width));
    }

    private void AppendVariable(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets)
    {
        int count = offsets.Length - 1;
        int done = 0;
        for (; done < count && _hasDictionary; done++)
        {
            AppendOne(bytes[offsets[done]..offsets[done + 1]]);
        }

        _values.AddRun(bytes, offsets[done..]);
    }

    private void AppendOne(ReadOnlySpan<byte> value)
    {
        if (_hasDictionary)
        {
            AddCode(_dictionary.Code(value));
        }
        else if (Column.IsVariable)
        {
            _values.ReserveOffsets(1);
            _values.AddReserved(value);
        }
        else
        {
            value.CopyTo(_values.AddFixed(1, Column.Width));
        }
    }

    // The dictionary is given up after a value, never after a call: the chunk does not depend on how rows were handed over.
    private void AddCode(int code)
    {
        if (_codeCount == _codes.Length)
        {
            Array.Resize(ref _codes, Math.Max(1024, 2 * _codes.Length));
        }

        _codes[_codeCount++] = code;
        Judge();
    }

    private void Judge()
    {
        bool isMostlyNew = _codeCount % TryStretch == 0 && _dictionary.Count > _codeCount / 4 * 3;
        if (_dictionary.PlainBytes > _options.DictionaryBytes || isMostlyNew)
        {
            GiveUpDictionary();
        }
    }

    private void GiveUpDictionary()
    {
        AppendDecoded(_dictionary.Values, _codes.AsSpan(0, _codeCount));
        _hasDictionary = false;
        _codeCount = 0;
        _dictionary.Clear();
    }

    private static Span<byte> Room(ref byte[] bytes, int used, int count)
    {
        if (count > bytes.Length - used)
        {
            Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)used + count, Math.Max(1024, 2L * bytes.Length))));
        }

        return bytes.AsSpan(used, count);
    }
}
