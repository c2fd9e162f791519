using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// Puts rows together as CSV, without line ends: the bytes of a record with the added values behind it, or all values of the columns. A record with edits is
/// cut, and only its edited fields are written anew. For one thread.
/// </summary>
internal sealed class CsvRowWriter(CsvDialect dialect, SinkShape shape) : IRowWriter
{
    private readonly CsvFieldEncoder _encoder = new(dialect);
    private readonly CsvFieldSplitter _splitter = new(dialect);
    private readonly CsvEdits _edits = new(shape.Schema);
    private readonly RowBlock _block = new();
    private readonly byte _delimiter = (byte)dialect.Delimiter;
    private readonly Field[] _fields = [.. shape.Schema.Fields];

    /// <inheritdoc/>
    public bool CanCopy(RecordBatch batch) => shape.Layout is not null && shape.Added.Count == 0 && batch.Edits.Count == 0;

    /// <inheritdoc/>
    public void Write(RecordBatch batch, ReadOnlySpan<int> rows, IRowTarget to)
    {
        _edits.Begin(batch.Edits);
        bool columns = shape.Layout is null && batch.Edits.Count == 0;
        while (!rows.IsEmpty)
        {
            int count = columns ? Math.Min(RowBlock.Most, rows.Length) : 1;
            if (count == 1 || !TryColumns(batch, rows[..count]))
            {
                count = 1;
                Row(batch, rows[0]);
            }

            _block.AddTo(to, count);
            rows = rows[count..];
        }
    }

    /// <summary>Puts all values of rows together; false where one cannot be written: which of them ends the run is found out row by row, wherever blocks begin.</summary>
    private bool TryColumns(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        _block.Begin(rows.Length);
        try
        {
            for (int i = 0; i < _fields.Length; i++)
            {
                if (i + 1 < _fields.Length)
                {
                    shape.ColumnOf(batch, i + 1).Expect(rows[0]);
                }

                AppendColumn(shape.ColumnOf(batch, i), rows, i);
            }

            return true;
        }
        catch (CurateException)
        {
            return false;
        }
    }

    private void AppendColumn(Column column, ReadOnlySpan<int> rows, int i)
    {
        Field field = _fields[i];
        if (_encoder.LeavesNumbers && column is NumberColumn { NullCount: 0 } numbers)
        {
            ReadOnlySpan<double> values = numbers.Values;
            for (int r = 0; r < rows.Length; r++)
            {
                ValueWriter.AppendNumber(Place(r, i), values[rows[r]], field.IsSingle);
            }

            return;
        }

        for (int r = 0; r < rows.Length; r++)
        {
            AppendValue(Place(r, i), column, rows[r], field);
        }
    }

    /// <summary>Where a field of a row of the block goes, behind its delimiter.</summary>
    private ByteBuffer Place(int row, int field)
    {
        ByteBuffer to = _block[row];
        if (field > 0)
        {
            to.Append(_delimiter);
        }

        return to;
    }

    /// <summary>Puts one row together.</summary>
    private void Row(RecordBatch batch, int row)
    {
        _block.Begin(1);
        ByteBuffer to = _block[0];
        bool edited = _edits.Select(row);
        int own = 0;
        if (shape.Layout is not null)
        {
            ReadOnlySpan<byte> record = ((RecordBytes)batch.Payload!)[row];
            if (edited)
            {
                AppendEdited(to, record);
            }
            else
            {
                to.Append(record);
            }

            own = shape.OwnColumns;
        }

        for (int i = own; i < _fields.Length; i++)
        {
            if (i > 0)
            {
                to.Append(_delimiter);
            }

            if (edited && _edits.TryGet(i, out CellValue value))
            {
                AppendEdit(to, value, i);
            }
            else
            {
                AppendValue(to, shape.ColumnOf(batch, i), row, _fields[i]);
            }
        }
    }

    private void AppendEdited(ByteBuffer to, ReadOnlySpan<byte> record)
    {
        _splitter.Split(record);
        if (_splitter.Count != shape.OwnColumns)
        {
            throw new InvalidOperationException($"A record of {_splitter.Count} fields stands among records of {shape.OwnColumns}.");
        }

        for (int i = 0; i < shape.OwnColumns; i++)
        {
            if (i > 0)
            {
                to.Append(_delimiter);
            }

            if (_edits.TryGet(i, out CellValue value))
            {
                AppendEdit(to, value, i);
            }
            else
            {
                to.Append(_splitter.Field(record, i));
            }
        }
    }

    private void AppendEdit(ByteBuffer to, in CellValue value, int field)
    {
        if (!value.IsNull)
        {
            int start = to.Length;
            ValueWriter.Append(to, value, shape.Schema[field].IsSingle);
            _encoder.Finish(to, start, shape.Schema[field].Name);
        }
    }

    private void AppendValue(ByteBuffer to, Column column, int row, Field field)
    {
        if (column.IsNull(row))
        {
            return;
        }

        if (column is NumberColumn numbers && _encoder.LeavesNumbers)
        {
            ValueWriter.AppendNumber(to, numbers.Values[row], field.IsSingle);
            return;
        }

        if (column is TextColumn { Kind: not ColumnKind.Bytes } text)
        {
            _encoder.Append(to, text[row], field.Name);
            return;
        }

        int start = to.Length;
        ValueWriter.Append(to, column, row, field.IsSingle);
        _encoder.Finish(to, start, field.Name);
    }
}
