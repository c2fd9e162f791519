using Curate.Core.Data;
using Curate.Formats.Files;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;

namespace Curate.Formats.Parquet;

/// <summary>Rows of one leaf column in memory of their own: levels and raw values. At most 2 GiB of values.</summary>
internal sealed class LeafStore(LeafColumn leaf)
{
    private byte[] _definition = [];
    private byte[] _repetition = [];
    private byte[] _bytes = [];
    private int[] _offsets = [0];
    private int[] _rowSlots = [0];
    private int[] _rowValues = [0];
    private int _slots;
    private int _values;
    private int _used;
    private int _rows;

    public int RowCount => _rows;

    /// <summary>Bytes held.</summary>
    public long Bytes => (long)_slots * 2 + _used + 4L * _values + 8L * _rows;

    public void Clear()
    {
        _slots = 0;
        _values = 0;
        _used = 0;
        _rows = 0;
    }

    /// <summary>Appends a row of a batch of the same column that holds values, not codes.</summary>
    public void Append(ColumnBatch batch, int row)
    {
        int slot = row;
        int slots = 1;
        int value = row;
        int values = 1;
        if (leaf.MaxDefinition > 0 || leaf.MaxRepetition > 0)
        {
            slot = batch.RowSlots[row];
            slots = batch.RowSlots[row + 1] - slot;
            value = batch.RowValues[row];
            values = batch.RowValues[row + 1] - value;
        }

        BeginRow(
            leaf.MaxDefinition > 0 ? batch.DefinitionLevels.Slice(slot, slots) : [],
            leaf.MaxRepetition > 0 ? batch.RepetitionLevels.Slice(slot, slots) : []);
        if (leaf.IsVariable)
        {
            for (int v = value; v < value + values; v++)
            {
                AddValue(batch.Value(v));
            }
        }
        else
        {
            AddFixed(batch.Bytes.Slice(value * leaf.Width, values * leaf.Width), values);
        }

        EndRow();
    }

    /// <summary>Appends a row of another store of the same column.</summary>
    public void Append(LeafStore other, int row)
    {
        int slot = other._rowSlots[row];
        int slots = other._rowSlots[row + 1] - slot;
        int value = other._rowValues[row];
        int values = other._rowValues[row + 1] - value;
        BeginRow(other.Definition(slot, slots), other.Repetition(slot, slots));
        if (leaf.IsVariable)
        {
            for (int v = value; v < value + values; v++)
            {
                AddValue(other._bytes.AsSpan(other._offsets[v], other._offsets[v + 1] - other._offsets[v]));
            }
        }
        else
        {
            AddFixed(other._bytes.AsSpan(value * leaf.Width, values * leaf.Width), values);
        }

        EndRow();
    }

    /// <summary>Appends a row from its canonical bytes and takes them off <paramref name="from"/>.</summary>
    public void AppendForm(ref ReadOnlySpan<byte> from)
    {
        int slots = 1;
        ReadOnlySpan<byte> repetition = [];
        if (leaf.MaxRepetition > 0)
        {
            slots = RowForm.TakeLength(ref from);
            repetition = from[..slots];
            from = from[slots..];
        }

        ReadOnlySpan<byte> definition = [];
        int values = slots;
        if (leaf.MaxDefinition > 0)
        {
            definition = from[..slots];
            from = from[slots..];
            values = definition.Count((byte)leaf.MaxDefinition);
        }

        BeginRow(definition, repetition);
        if (leaf.IsVariable)
        {
            for (int v = 0; v < values; v++)
            {
                int length = RowForm.TakeLength(ref from);
                AddValue(from[..length]);
                from = from[length..];
            }
        }
        else
        {
            int bytes = values * leaf.Width;
            AddFixed(from[..bytes], values);
            from = from[bytes..];
        }

        EndRow();
    }

    /// <summary>The definition level of the first entry of a row; 0 where the column has none.</summary>
    public int LevelOf(int row) => leaf.MaxDefinition > 0 ? _definition[_rowSlots[row]] : 0;

    /// <summary>Appends the canonical bytes of a row.</summary>
    public void AppendTo(ByteBuffer to, int row)
    {
        int slot = _rowSlots[row];
        int slots = _rowSlots[row + 1] - slot;
        RowForm.AppendLevels(to, leaf, Definition(slot, slots), Repetition(slot, slots));
        int value = _rowValues[row];
        int end = _rowValues[row + 1];
        if (!leaf.IsVariable)
        {
            to.Append(_bytes.AsSpan(value * leaf.Width, (end - value) * leaf.Width));
            return;
        }

        for (; value < end; value++)
        {
            RowForm.AppendValue(to, _bytes.AsSpan(_offsets[value], _offsets[value + 1] - _offsets[value]));
        }
    }

    /// <summary>Appends rows to an encoder, in order.</summary>
    public void AppendTo(ColumnEncoder encoder, int firstRow, int rows)
    {
        int slot = _rowSlots[firstRow];
        int slots = _rowSlots[firstRow + rows] - slot;
        int value = _rowValues[firstRow];
        int values = _rowValues[firstRow + rows] - value;
        if (leaf.IsVariable)
        {
            encoder.AppendBytes(Definition(slot, slots), Repetition(slot, slots), _bytes, _offsets.AsSpan(value, values + 1));
        }
        else
        {
            encoder.Append<byte>(Definition(slot, slots), Repetition(slot, slots), _bytes.AsSpan(value * leaf.Width, values * leaf.Width));
        }
    }

    private ReadOnlySpan<byte> Definition(int slot, int slots) => leaf.MaxDefinition > 0 ? _definition.AsSpan(slot, slots) : [];

    private ReadOnlySpan<byte> Repetition(int slot, int slots) => leaf.MaxRepetition > 0 ? _repetition.AsSpan(slot, slots) : [];

    private void BeginRow(ReadOnlySpan<byte> definition, ReadOnlySpan<byte> repetition)
    {
        int slots = Math.Max(definition.Length, repetition.Length);
        if (leaf.MaxDefinition > 0)
        {
            definition.CopyTo(Room(ref _definition, _slots, slots));
        }

        if (leaf.MaxRepetition > 0)
        {
            repetition.CopyTo(Room(ref _repetition, _slots, slots));
        }

        _slots += leaf.MaxDefinition > 0 || leaf.MaxRepetition > 0 ? slots : 1;
    }

    private void EndRow()
    {
        _rows++;
        Room(ref _rowSlots, _rows, 1)[0] = _slots;
        Room(ref _rowValues, _rows, 1)[0] = _values;
    }

    private void AddValue(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(ref _bytes, _used, value.Length));
        _used += value.Length;
        _values++;
        Room(ref _offsets, _values, 1)[0] = _used;
    }

    private void AddFixed(ReadOnlySpan<byte> values, int count)
    {
        values.CopyTo(Room(ref _bytes, _used, values.Length));
        _used += values.Length;
        _values += count;
    }

    private static Span<T> Room<T>(ref T[] array, int used, int count)
    {
        if (count > array.Length - used)
        {
            long needed = (long)used + count;
            if (needed > Array.MaxLength)
            {
                Core.Errors.Fail.With(Core.Errors.ErrorCodes.RecordTooLarge, "The values of one column of the rows held at a time take more than 2 GiB.",
                    "Pass --row-group-rows with a smaller number.");
            }

            Array.Resize(ref array, (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(256, 2L * array.Length))));
        }

        return array.AsSpan(used, count);
    }
}
