using CsvHelper;
using Curate.Core.Data;

namespace Curate.Formats.Csv;

/// <summary>
/// The records of one batch as bytes, put there by the thread that reads, and their fields, found by a thread that needs them. The columns of the batch then
/// look at the records instead of holding copies of their values. Records with a quote in them are taken apart while the parser still holds them, so that there
/// is one grammar of quoting. Columns of other kinds than text are filled on the way.
/// </summary>
/// <remarks>Memory: the bytes of the records, 4 bytes a field and 8 to 16 a record, kept from batch to batch.</remarks>
internal sealed class CsvFrames(CsvFraming framing) : IBatchDecoder
{
    /// <summary>Typed columns are filled this many rows at a time, one after the other: their bytes are still in the cache then.</summary>
    private const int RowsAtOnce = 64;

    private readonly TextColumn[] _columns = new TextColumn[framing.Columns.Length];
    private readonly Column[] _typed = new Column[framing.Typed.Length];
    private readonly List<long> _offsets = [];
    private readonly List<long> _lines = [];
    private readonly List<int> _quotedRows = [];
    private readonly List<int> _quotedStarts = [];
    private readonly List<int> _quotedEnds = [];
    private readonly List<bool> _inQuotes = [];
    private readonly List<int> _empties = [];
    private byte[] _bytes = [];
    private int[] _bounds = [];
    private int _used;
    private int _rows;

    /// <summary>What the frames were made for.</summary>
    public CsvFraming Framing => framing;

    /// <summary>Whether <see cref="Decode"/> can meet a value that does not have its kind.</summary>
    public bool CanFail => _typed.Length > 0;

    /// <summary>Forgets all records and takes the columns of a batch.</summary>
    public void Begin(RecordBatch batch)
    {
        _used = 0;
        _rows = 0;
        _quotedRows.Clear();
        _quotedStarts.Clear();
        _quotedEnds.Clear();
        _inQuotes.Clear();
        _offsets.Clear();
        _lines.Clear();
        for (int i = 0; i < _typed.Length; i++)
        {
            _typed[i] = batch[framing.Typed[i].Column];
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i] = batch.Text(framing.Columns[i].Column);
        }
    }

    /// <summary>Appends the record at which the parser stands; returns how many bytes it takes.</summary>
    public int Append(CsvReader csv)
    {
        ReadOnlySpan<byte> record = csv.RawRecord;
        int end = checked(_used + record.Length + framing.Fields + 1);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(end, Math.Max(64 * 1024, _bytes.Length * 2L))));
        }

        if (_typed.Length > 0)
        {
            // Where a value is that turns out not to have its kind.
            _offsets.Add(csv.ByteOffset);
            if (csv.Options.TrackLineNumbers)
            {
                _lines.Add(csv.LineNumber);
            }
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

    /// <inheritdoc/>
    public void Decode()
    {
        int needed = checked((_rows * framing.Fields) + 1 + CsvFieldScan.Slack);
        if (_bounds.Length < needed)
        {
            _bounds = new int[needed];
        }

        _bounds[0] = -1;
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
            _inQuotes.Add(inQuotes);
            _bytes[_used++] = framing.Delimiter;
        }
    }

    private void FindBounds()
    {
        _empties.Clear();
        int row = 0;
        int at = 0;
        int bound = 1;
        for (int q = 0; q <= _quotedRows.Count; q++)
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
                if (!_inQuotes[k] && at == _bounds[bound - 1] + 2)
                {
                    _empties.Add(bound - 1);
                }

                _bounds[bound++] = at - 1;
            }

            row = until + 1;
        }
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
                framing.Faults.FailOnValue(_offsets[row], _lines.Count > 0 ? _lines[row] : 0, _bytes.AsSpan(record, start - record), field, value, column.Kind);
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

    private bool IsQuoted(int row, int field)
    {
        int quoted = _quotedRows.BinarySearch(row);
        return quoted >= 0 && _inQuotes[(quoted * framing.Fields) + field];
    }

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
            int quoted = 0;
            for (int row = 0; field >= 0 && row < _rows; row++)
            {
                bool inQuotes = false;
                if (quoted < _quotedRows.Count && _quotedRows[quoted] == row)
                {
                    inQuotes = _inQuotes[(quoted * framing.Fields) + field];
                    quoted++;
                }

                if (!inQuotes && framing.IsNull(_columns[i][row]))
                {
                    _columns[i].SetNull(row);
                }
            }
        }
    }
}
