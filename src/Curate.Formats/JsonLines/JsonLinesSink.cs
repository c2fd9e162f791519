using System.Text;
using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.JsonLines;

/// <summary>
/// Writes rows as lines. Untouched payload rows are copied, consecutive ones in one go; a row with edits or added columns keeps every
/// byte but those of the values that change. Memory: a buffer of 256 KiB, or the largest row.
/// </summary>
internal sealed class JsonLinesSink : IRecordSink
{
    private const int FlushBytes = 256 * 1024;

    private readonly IByteOutput _output;
    private readonly SinkShape _shape;
    private readonly byte[][] _keys;
    private readonly int _ownColumns;
    private readonly RowEditor _editor = new();
    private readonly ByteBuilder _buffer = new();
    private readonly ByteBuilder _value = new();
    private ByteBuilder _row = new();
    private ByteBuilder _edited = new();
    private long _flushed;

    public JsonLinesSink(IByteOutput output, SinkShape shape)
    {
        _output = output;
        _shape = shape;
        _ownColumns = shape.Schema.Count - shape.Added.Count;
        _keys = new byte[shape.Schema.Count][];
        var key = new ByteBuilder();
        for (int i = 0; i < _keys.Length; i++)
        {
            key.Clear();
            key.Append(i == 0 ? (byte)'{' : (byte)',');
            JsonText.AppendString(key, Encoding.UTF8.GetBytes(shape.Schema[i].Name));
            key.Append((byte)':');
            _keys[i] = key.Written.ToArray();
        }
    }

    public long BytesWritten => _flushed + _buffer.Length;

    /// <inheritdoc/>
    public void Write(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        if (_shape.Layout is null)
        {
            foreach (int row in rows)
            {
                WriteColumns(batch, row);
            }

            return;
        }

        var payload = (RecordBytes)batch.Payload!;
        if (batch.Edits.Count > 0 || _shape.Added.Count > 0)
        {
            foreach (int row in rows)
            {
                WriteChanged(batch, payload, row);
            }

            return;
        }

        for (int i = 0; i < rows.Length;)
        {
            int first = i++;
            while (i < rows.Length && rows[i] == rows[i - 1] + 1)
            {
                i++;
            }

            Copy(payload.Range(rows[first], rows[i - 1] + 1));
        }
    }

    /// <inheritdoc/>
    public void WriteAll(RecordBatch batch)
    {
        if (_shape.Layout is not null && batch.Edits.Count == 0 && _shape.Added.Count == 0)
        {
            Copy(((RecordBytes)batch.Payload!).Range(0, batch.Count));
            return;
        }

        for (int row = 0; row < batch.Count; row++)
        {
            if (_shape.Layout is null)
            {
                WriteColumns(batch, row);
            }
            else
            {
                WriteChanged(batch, (RecordBytes)batch.Payload!, row);
            }
        }
    }

    public void Complete()
    {
        Flush();
        _output.Complete();
    }

    public void Dispose() => _output.Dispose();

    private void Copy(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FlushBytes / 4)
        {
            _buffer.Append(bytes);
            FlushIfLarge();
            return;
        }

        Flush();
        _output.Stream.Write(bytes);
        _flushed += bytes.Length;
    }

    private void WriteColumns(RecordBatch batch, int row)
    {
        int edit = FirstEdit(batch, row);
        bool edits = edit < batch.Edits.Count && batch.Edits[edit].Row == row;
        ByteBuilder to = _buffer;
        if (edits)
        {
            _row.Clear();
            to = _row;
        }

        for (int i = 0; i < _keys.Length; i++)
        {
            to.Append(_keys[i]);
            Column column = i < _ownColumns ? batch[_shape.FirstColumn + i] : batch.Added[i - _ownColumns];
            JsonValue.Append(to, column, row, _shape.Schema[i]);
        }

        to.Append(_keys.Length == 0 ? "{}"u8 : "}"u8);
        if (edits)
        {
            ApplyEdits(batch, row, edit);
            _buffer.Append(_row.Written);
        }

        EndRow();
    }

    private void WriteChanged(RecordBatch batch, RecordBytes payload, int row)
    {
        ReadOnlySpan<byte> record = payload[row];
        int edit = FirstEdit(batch, row);
        if (_shape.Added.Count == 0 && (edit == batch.Edits.Count || batch.Edits[edit].Row != row))
        {
            _buffer.Append(record);
            EndRow();
            return;
        }

        _row.Clear();
        _row.Append(record);
        for (int i = 0; i < _shape.Added.Count; i++)
        {
            Field field = _shape.Added[i];
            ReadOnlySpan<byte> key = _keys[_ownColumns + i].AsSpan(1);
            _value.Clear();
            JsonValue.Append(_value, batch.Added[i], row, field);
            if (MayHave(record, key[..^1]))
            {
                _edited.Clear();
                _editor.SetKey(_row.Written, field.Name, _value.Written, _edited);
                (_row, _edited) = (_edited, _row);
            }
            else
            {
                AddMember(key);
            }
        }

        ApplyEdits(batch, row, edit);
        _buffer.Append(_row.Written);
        EndRow();
    }

    // A key that occurs shows as its quoted bytes, or is spelled with escapes. Seldom true for other reasons, and harmless then.
    private static bool MayHave(ReadOnlySpan<byte> record, ReadOnlySpan<byte> quotedKey) =>
        record.IndexOf(quotedKey) >= 0 || record.Contains((byte)'\\');

    // Adds the value behind the last member, in front of the blanks and the brace that close the row.
    private void AddMember(ReadOnlySpan<byte> key)
    {
        int brace = _row.Written.LastIndexOf((byte)'}');
        int end = _row.Written[..brace].TrimEnd(JsonText.Blanks).Length;
        _edited.Clear();
        _edited.Append(_row.Written[..end]);
        if (_row.Written[end - 1] != '{')
        {
            _edited.Append((byte)',');
        }

        _edited.Append(key);
        _edited.Append(_value.Written);
        _edited.Append(_row.Written[end..]);
        (_row, _edited) = (_edited, _row);
    }

    private void ApplyEdits(RecordBatch batch, int row, int edit)
    {
        for (; edit < batch.Edits.Count && batch.Edits[edit].Row == row; edit++)
        {
            CellEdit change = batch.Edits[edit];
            int at = _shape.Schema.IndexOf(change.Column);
            _value.Clear();
            _edited.Clear();
            JsonValue.Append(_value, change.Value, at < 0 || _shape.Layout is not null ? null : _shape.Schema[at].Kind);
            if (at >= 0)
            {
                _editor.SetKey(_row.Written, change.Column, _value.Written, _edited);
            }
            else
            {
                _editor.Set(_row.Written, change.Column, _value.Written, _edited);
            }

            (_row, _edited) = (_edited, _row);
        }
    }

    // Edits are sorted by row: the first one at or behind a row, by halving.
    private static int FirstEdit(RecordBatch batch, int row)
    {
        int low = 0;
        int high = batch.Edits.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (batch.Edits[middle].Row < row)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void EndRow()
    {
        _buffer.Append((byte)'\n');
        FlushIfLarge();
    }

    private void FlushIfLarge()
    {
        if (_buffer.Length >= FlushBytes)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _flushed += _buffer.Length;
        _buffer.FlushTo(_output.Stream);
    }
}
