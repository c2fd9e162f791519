using System.Text;
using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.JsonLines;

/// <summary>
/// Puts rows together as JSON objects. A row with edits or added columns keeps every byte but those of the values that change. For one thread.
/// </summary>
internal sealed class JsonRowWriter(SinkShape shape) : IRowWriter
{
    private readonly byte[][] _keys = Keys(shape.Schema);
    private readonly RowEditor _editor = new();
    private readonly RowBlock _block = new();
    private ByteBuffer _row = new();
    private ByteBuffer _edited = new();

    /// <inheritdoc/>
    public bool CanCopy(RecordBatch batch) => shape.Layout is not null && batch.Edits.Count == 0 && shape.Added.Count == 0;

    /// <inheritdoc/>
    public void Write(RecordBatch batch, ReadOnlySpan<int> rows, IRowTarget to)
    {
        if (shape.Layout is not null)
        {
            var records = (RecordBytes)batch.Payload!;
            foreach (int row in rows)
            {
                to.Add(OfRecord(batch, records[row], row));
            }

            return;
        }

        while (!rows.IsEmpty)
        {
            ReadOnlySpan<int> some = rows[..Math.Min(RowBlock.Most, rows.Length)];
            PutColumns(batch, some);
            if (batch.Edits.Count == 0)
            {
                _block.AddTo(to, some.Length);
            }
            else
            {
                for (int r = 0; r < some.Length; r++)
                {
                    to.Add(Edited(_block[r].Written, batch, some[r], batch.FirstEdit(some[r])));
                }
            }

            rows = rows[some.Length..];
        }
    }

    /// <summary>What stands before each value: the brace or comma, and the key.</summary>
    private static byte[][] Keys(TableSchema schema)
    {
        var keys = new byte[schema.Count][];
        var key = new ByteBuffer();
        for (int i = 0; i < keys.Length; i++)
        {
            key.Clear();
            key.Append(i == 0 ? (byte)'{' : (byte)',');
            JsonQuotes.Append(key, Encoding.UTF8.GetBytes(schema[i].Name));
            key.Append((byte)':');
            keys[i] = key.Written.ToArray();
        }

        return keys;
    }

    /// <summary>Puts all values of rows together in the block.</summary>
    private void PutColumns(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        _block.Begin(rows.Length);
        for (int i = 0; i < _keys.Length; i++)
        {
            Column column = shape.ColumnOf(batch, i);
            Field field = shape.Schema[i];
            ReadOnlySpan<byte> key = _keys[i];
            for (int r = 0; r < rows.Length; r++)
            {
                _block[r].Append(key);
                JsonValue.Append(_block[r], column, rows[r], field);
            }
        }

        for (int r = 0; r < rows.Length; r++)
        {
            _block[r].Append(_keys.Length == 0 ? "{}"u8 : "}"u8);
        }
    }

    private ReadOnlySpan<byte> OfRecord(RecordBatch batch, ReadOnlySpan<byte> record, int row)
    {
        int edit = batch.FirstEdit(row);
        if (shape.Added.Count == 0 && (edit == batch.Edits.Count || batch.Edits[edit].Row != row))
        {
            return record;
        }

        if (shape.Added.Count == 0)
        {
            return Edited(record, batch, row, edit);
        }

        _row.Clear();
        _row.Append(record);
        for (int i = 0; i < shape.Added.Count; i++)
        {
            Field field = shape.Added[i];
            ReadOnlySpan<byte> key = _keys[shape.OwnColumns + i].AsSpan(1);
            _edited.Clear();
            if (MayHave(record, key[..^1]))
            {
                _editor.BeginKey(_row.Written, field.Name, _edited);
                JsonValue.Append(_edited, batch.Added[i], row, field);
                _editor.End(_row.Written, _edited);
            }
            else
            {
                int end = BeginMember(key);
                JsonValue.Append(_edited, batch.Added[i], row, field);
                _edited.Append(_row.Written[end..]);
            }

            (_row, _edited) = (_edited, _row);
        }

        return Edited(_row.Written, batch, row, edit);
    }

    // A key that occurs shows as its quoted bytes, or is spelled with escapes. Seldom true for other reasons, and harmless then.
    private static bool MayHave(ReadOnlySpan<byte> record, ReadOnlySpan<byte> quotedKey) =>
        record.IndexOf(quotedKey) >= 0 || record.Contains((byte)'\\');

    // A value is added behind the last member, in front of the blanks and the brace that close the row: there they begin.
    private int BeginMember(ReadOnlySpan<byte> key)
    {
        int brace = _row.Written.LastIndexOf((byte)'}');
        int end = _row.Written[..brace].TrimEnd(JsonText.Blanks).Length;
        _edited.Append(_row.Written[..end]);
        if (_row.Written[end - 1] != '{')
        {
            _edited.Append((byte)',');
        }

        _edited.Append(key);
        return end;
    }

    // The row with its edits. Rows may be huge, so each edit copies once, straight from where the row stands.
    private ReadOnlySpan<byte> Edited(ReadOnlySpan<byte> record, RecordBatch batch, int row, int edit)
    {
        for (; edit < batch.Edits.Count && batch.Edits[edit].Row == row; edit++)
        {
            CellEdit change = batch.Edits[edit];
            int at = shape.Schema.IndexOf(change.Column);
            _edited.Clear();
            // In one piece: a huge row that grows by doubling leaves as much again behind.
            _edited.Reserve(record.Length);
            if (at >= 0)
            {
                _editor.BeginKey(record, change.Column, _edited);
            }
            else
            {
                _editor.Begin(record, change.Column, _edited);
            }

            JsonValue.Append(_edited, change.Value, at < 0 || shape.Layout is not null ? null : shape.Schema[at].Kind);
            _editor.End(record, _edited);
            (_row, _edited) = (_edited, _row);
            record = _row.Written;
        }

        return record;
    }
}
