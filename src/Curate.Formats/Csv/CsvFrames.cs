using CsvHelper;
using Curate.Core.Data;

namespace Curate.Formats.Csv;

/// <summary>
/// The records of one batch as bytes, put there by the thread that reads, and their fields, found by a thread that needs them. The columns of the batch then
/// look at the records instead of holding copies of their values. Of well-formed records the fields are known on arrival (<see cref="CsvPlainScan"/>); others with a quote
/// in them are taken apart while the parser still holds them. Columns of other kinds than text are filled on the way.
/// </summary>
/// <remarks>Memory: the bytes of the records, 4 bytes a field, 16 a record where columns have kinds, and 320 KiB of room, kept from batch to batch.</remarks>
internal sealed class CsvFrames(CsvFraming framing) : IBatchDecoder
{
    /// <summary>Typed columns are filled this many rows at a time, one after the other: their bytes are still in the cache then.</summary>
    private const int RowsAtOnce = 64;

    private readonly TextColumn[] _columns = new TextColumn[framing.Columns.Length];
    private readonly Column[] _typed = new Column[framing.Typed.Length];
    private readonly List<CsvPlace> _places = [];
    private readonly List<int> _quotedRows = [];
    private readonly List<int> _quotedStarts = [];
    private readonly List<int> _quotedEnds = [];
    private readonly List<int> _quoted = [];
    private readonly List<int> _empties = [];
    private readonly CsvPlainScan _scan = new(framing.Delimiter, framing.Quote);
    private byte[] _bytes = [];
    private int[] _bounds = [];
    private int _used;
    private int _rows;

    // How far fields have been found: rows, bytes, rows with quotes.
    private int _boundRows;
    private int _boundBytes;
    private int _boundQuoted;

    /// <summary>What the frames were made for.</summary>
    public CsvFraming Framing => framing;

    /// <summary>Whether <see cref="Decode"/> can meet a value that does not have its kind.</summary>
    public bool CanFail => _typed.Length > 0;

    /// <summary>Forgets all records and takes the columns of a batch.</summary>
    public void Begin(RecordBatch batch)
    {
        _used = 0;
        _rows = 0;
        _boundRows = 0;
        _boundBytes = 0;
        _boundQuoted = 0;
        _empties.Clear();
        _quotedRows.Clear();
        _quotedStarts.Clear();
        _quotedEnds.Clear();
        _quoted.Clear();
        _places.Clear();
        for (int i = 0; i < _typed.Length; i++)
        {
            _typed[i] = batch[framing.Typed[i].Column];
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i] = batch.Text(framing.Columns[i].Column);
        }
    }

    /// <summary>Appends the record at hand; returns how many bytes it takes.</summary>
    public int Append(CsvCursor cursor)
    {
        CsvReader csv = cursor.Record;
        ReadOnlySpan<byte> record = csv.RawRecord;
        ReserveBytes(record.Length + framing.Fields + 1);
        if (_typed.Length > 0)
        {
            // Where a value is that turns out not to have its kind.
            _places.Add(cursor.Place);
        }

        int start = _used;
        if (framing.Quote >= 0 && record.Contains((byte)framing.Quote))
        {
            AppendQuoted(csv);
        }
        else
        {
            record.CopyTo(_bytes.AsSpan(_used));
            _used += record.Length;
            _bytes[_used++] = framing.Delimiter;
        }

        _rows++;
        return _used - start;
    }

    /// <summary>Appends well-formed records, whose fields are found at once.</summary>
    /// <param name="text">Starts with a record.</param>
    /// <param name="place">Where that is.</param>
    /// <param name="most">Records to append at most.</param>
    /// <param name="payload">Takes the records too, if any.</param>
    /// <param name="length">How much of the text was appended, line ends included.</param>
    /// <returns>How many were appended: those at the start of the text, up to the first that the parser has to look at.</returns>
    public int AppendPlain(ReadOnlySpan<byte> text, CsvPlace place, int most, RecordBytes? payload, out int length)
    {
        FindBounds();
        ReserveBounds(text.Length + CsvPlainScan.Slack);
        ReserveBytes(text.Length);
        int first = _rows * framing.Fields;
        int found = _scan.Find(text, _used, _bounds.AsSpan(first + 1), first, _empties, _quoted);
        int copied = found == 0 ? 0 : _bounds[first + found] + 1 - _used;
        _scan.Copy(text, _bytes.AsSpan(_used), copied);
        int rows = Math.Min(most, _scan.Records(_bytes.AsSpan(_used, copied), framing.Fields, _used, _bounds.AsSpan(first + 1, found)));
        int end = first + (rows * framing.Fields);
        Forget(_empties, end);
        Forget(_quoted, end);
        int passed = 0;
        length = payload is null && _typed.Length == 0
            ? _scan.LengthOf(_bounds[end] + 1 - _used, ref passed)
            : AppendOneByOne(text, place, rows, payload);
        _used = _bounds[end] + 1;
        _rows += rows;
        _boundRows = _rows;
        _boundBytes = _used;
        return rows;
    }

    /// <inheritdoc/>
    public void Decode()
    {
        FindBounds();
        FillTyped();
        for (int i = 0; i < _columns.Length; i++)
        {
            if (framing.Columns[i].Field >= 0)
            {
                _columns[i].Look(_bytes, _bounds, framing.Fields, framing.Columns[i].Field, _rows);
                continue;
            }

            for (int row = 0; row < _rows; row++)
            {
                _columns[i].AppendNull();
            }
        }

        if (framing.NullTexts.Length == 0)
        {
            SetEmptyNull();
        }
        else
        {
            FindNulls();
        }
    }

    /// <summary>Fields one after the other without their quotes, a delimiter behind each.</summary>
    private void AppendQuoted(CsvReader csv)
    {
        _quotedRows.Add(_rows);
        _quotedStarts.Add(_used);
        for (int field = 0; field < framing.Fields; field++)
        {
            ReadOnlySpan<byte> value = CsvFieldValue.Of(csv, field, framing.Quote, out bool inQuotes);
            value.CopyTo(_bytes.AsSpan(_used));
            _used += value.Length;
            _quotedEnds.Add(_used);
            _bytes[_used++] = framing.Delimiter;
            if (inQuotes)
            {
                _quoted.Add((_rows * framing.Fields) + field);
            }
            else if (value.Length == 0)
            {
                _empties.Add((_rows * framing.Fields) + field);
            }
        }
    }

    /// <summary>Finds the fields of the records whose fields are not known yet.</summary>
    private void FindBounds()
    {
        ReserveBounds(((_rows - _boundRows) * framing.Fields) + CsvFieldScan.Slack);
        int row = _boundRows;
        int at = _boundBytes;
        int bound = (row * framing.Fields) + 1;
        for (int q = _boundQuoted; q <= _quotedRows.Count && row < _rows; q++)
        {
            // Records without quotes, up to the next one with quotes, lie in one run of bytes.
            bool isLast = q == _quotedRows.Count;
            int until = isLast ? _rows : _quotedRows[q];
            int end = isLast ? _used : _quotedStarts[q];
            int plain = (until - row) * framing.Fields;
            int found = CsvFieldScan.Run(_bytes.AsSpan(at, end - at), framing.Delimiter, at, _bounds.AsSpan(bound), plain, bound - 1, _empties);
            if (found != plain)
            {
                throw new InvalidOperationException($"{found} fields were found where the parser counted {plain}.");
            }

            bound += plain;
            for (int field = 0; !isLast && field < framing.Fields; field++)
            {
                int k = (q * framing.Fields) + field;
                at = _quotedEnds[k] + 1;
                _bounds[bound++] = at - 1;
            }

            row = until + 1;
        }

        _boundRows = _rows;
        _boundBytes = _used;
        _boundQuoted = _quotedRows.Count;
    }

    private void ReserveBytes(int more) => BatchBuffer.Reserve(ref _bytes, _used, checked(_used + more));

    /// <summary>Makes room for bounds behind those that are known, the first of which stands before the first record.</summary>
    private void ReserveBounds(int more)
    {
        int known = (_boundRows * framing.Fields) + 1;
        BatchBuffer.Reserve(ref _bounds, Math.Min(known, _bounds.Length), checked(known + more));
        _bounds[0] = -1;
    }

    /// <summary>Remembers where each of the records is, and hands it on; returns how much of the text they take.</summary>
    private int AppendOneByOne(ReadOnlySpan<byte> text, CsvPlace place, int rows, RecordBytes? payload)
    {
        int start = 0;
        int passed = 0;
        for (int row = _rows + 1; row <= _rows + rows; row++)
        {
            int end = _scan.LengthOf(_bounds[row * framing.Fields] + 1 - _used, ref passed);
            int breakLength = end - start > 1 && text[end - 2] == '\r' ? 2 : 1;
            payload?.Append(text[start..(end - breakLength)]);
            if (_typed.Length > 0)
            {
                _places.Add(place);
                place = new CsvPlace(place.Offset + end - start, place.Line == 0 ? 0 : place.Line + CsvLineBreaks.Count(text[start..end]));
            }

            start = end;
        }

        return start;
    }

    /// <summary>Takes back the fields from a number on.</summary>
    private static void Forget(List<int> fields, int from)
    {
        int kept = fields.Count;
        while (kept > 0 && fields[kept - 1] >= from)
        {
            kept--;
        }

        fields.RemoveRange(kept, fields.Count - kept);
    }

    private void FillTyped()
    {
        for (int from = 0; from < _rows; from += RowsAtOnce)
        {
            int to = Math.Min(_rows, from + RowsAtOnce);
            for (int i = 0; i < _typed.Length; i++)
            {
                FillTyped(_typed[i], framing.Typed[i].Field, from, to);
            }
        }
    }

    private void FillTyped(Column column, int field, int from, int to)
    {
        for (int row = from; row < to; row++)
        {
            if (field < 0)
            {
                column.AppendNull();
                continue;
            }

            int bound = (row * framing.Fields) + field;
            int start = _bounds[bound] + 1;
            ReadOnlySpan<byte> value = _bytes.AsSpan(start, _bounds[bound + 1] - start);
            if ((value.Length == 0 || framing.NullTexts.Length > 0) && framing.IsNull(value) && !IsQuoted(row, field))
            {
                column.AppendNull();
            }
            else if (!TryAppend(column, value, start))
            {
                // Only quoted records have line breaks before their last field.
                int record = _bounds[row * framing.Fields] + 1;
                framing.Faults.FailOnValue(_places[row], _bytes.AsSpan(record, start - record), field, value, column.Kind);
            }
        }
    }

    private static bool TryAppend(Column column, ReadOnlySpan<byte> value, int before)
    {
        if (column is NumberColumn number && ValueText.TryNumber(value, before, out double d))
        {
            number.Append(d);
            return true;
        }

        if (column is WholeColumn whole && ValueText.TryWhole(value, before, out long w))
        {
            whole.Append(w);
            return true;
        }

        return ValueText.TryAppend(column, value);
    }

    private bool IsQuoted(int row, int field) => _quoted.BinarySearch((row * framing.Fields) + field) >= 0;

    /// <summary>Nulls where only empty fields are null: those that were found on the way.</summary>
    private void SetEmptyNull()
    {
        foreach (int empty in _empties)
        {
            int column = framing.ColumnOf(empty % framing.Fields);
            if (column >= 0)
            {
                _columns[column].SetNull(empty / framing.Fields);
            }
        }
    }

    private void FindNulls()
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            int field = framing.Columns[i].Field;
            for (int row = 0; field >= 0 && row < _rows; row++)
            {
                if (framing.IsNull(_columns[i][row]) && !IsQuoted(row, field))
                {
                    _columns[i].SetNull(row);
                }
            }
        }
    }
}
