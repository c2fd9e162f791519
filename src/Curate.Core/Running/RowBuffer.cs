using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>Rows of one shape with a key each, sorted by (key, arrival) on request.</summary>
internal sealed class RowBuffer(RecordBatch rows)
{
    /// <summary>An edit in its list, beside the bytes of its value.</summary>
    private const int EditBytes = 64;

    private readonly Dictionary<int, List<CellEdit>> _edits = [];
    private long _editBytes;
    private ulong[] _keys = [];
    private int[] _order = [];

    public RecordBatch Rows { get; } = rows;

    public int Count => Rows.Count;

    /// <summary>Bytes of the rows, their keys and their edits.</summary>
    public long Bytes => BytesOf(Rows) + (24L * Rows.Count) + _editBytes;

    /// <summary>Bytes of the payload and the values of rows.</summary>
    public static long BytesOf(RecordBatch rows)
    {
        long bytes = rows.Payload?.Bytes ?? 0;
        for (int c = 0; c < rows.ColumnCount; c++)
        {
            bytes += rows[c] is TextColumn text ? text.TotalBytes + (4L * rows.Count) : 8L * rows.Count;
        }

        return bytes + (16L * rows.Added.Count * rows.Count);
    }

    public ulong Key(int row) => _keys[row];

    /// <summary>The row that stands at a place of the sorted order.</summary>
    public int InOrder(int place) => _order[place];

    public void Append(ulong key, RecordBatch from, int row)
    {
        AddKey(key);
        Rows.Payload?.AppendFrom(from.Payload!, row);
        for (int c = 0; c < Rows.ColumnCount; c++)
        {
            Rows[c].AppendFrom(from[c], row);
        }

        for (int a = 0; a < Rows.Added.Count; a++)
        {
            Rows.Added[a].AppendFrom(from.Added[a], row);
        }

        for (int e = from.FirstEdit(row); e < from.Edits.Count && from.Edits[e].Row == row; e++)
        {
            AddEdit(from.Edits[e]);
        }

        Rows.Count++;
    }

    /// <summary>Appends a row written by <see cref="Save"/>.</summary>
    public void Restore(BinaryReader from)
    {
        AddKey(from.ReadUInt64());
        Rows.Payload?.AppendSaved(from);
        for (int c = 0; c < Rows.ColumnCount; c++)
        {
            RestoreValue(Rows[c], from);
        }

        foreach (Column added in Rows.Added)
        {
            RestoreValue(added, from);
        }

        for (int n = from.Read7BitEncodedInt(); n > 0; n--)
        {
            string column = from.ReadString();
            AddEdit(new CellEdit(0, column, CellValues.Load(from)));
        }

        Rows.Count++;
    }

    public static void Save(BinaryWriter to, ulong key, RecordBatch batch, int row, IEnumerable<CellEdit> edits)
    {
        to.Write(key);
        batch.Payload?.Save(row, to);
        for (int c = 0; c < batch.ColumnCount; c++)
        {
            SaveValue(batch[c], row, to);
        }

        foreach (Column added in batch.Added)
        {
            SaveValue(added, row, to);
        }

        CellEdit[] list = [.. edits];
        to.Write7BitEncodedInt(list.Length);
        foreach (CellEdit edit in list)
        {
            to.Write(edit.Column);
            CellValues.Save(edit.Value, to);
        }
    }

    public void Sort()
    {
        _order = new int[Count];
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        // Arrival is the index, so (key, index) is a total order and the unstable sort is stable in effect.
        ulong[] keys = _keys;
        _order.AsSpan().Sort((a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
    }

    public IEnumerable<CellEdit> EditsOf(int row) => _edits.TryGetValue(row, out List<CellEdit>? edits) ? edits : [];

    public void CopyEdits(int row, RecordBatch into)
    {
        if (_edits.Count != 0 && _edits.TryGetValue(row, out List<CellEdit>? edits))
        {
            foreach (CellEdit edit in edits)
            {
                into.Edits.Add(edit with { Row = into.Count - 1 });
            }
        }
    }

    private void AddKey(ulong key)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(1024, _keys.Length * 2));
        }

        _keys[Count] = key;
    }

    private void AddEdit(CellEdit edit)
    {
        if (!_edits.TryGetValue(Count, out List<CellEdit>? edits))
        {
            _edits.Add(Count, edits = []);
        }

        edits.Add(edit);
        _editBytes += EditBytes + edit.Value.Bytes.Length;
    }

    private static void SaveValue(Column column, int row, BinaryWriter to)
    {
        bool isNull = column.IsNull(row);
        to.Write(isNull);
        if (!isNull)
        {
            column.Save(row, to);
        }
    }

    private static void RestoreValue(Column column, BinaryReader from)
    {
        if (from.ReadBoolean())
        {
            column.AppendNull();
        }
        else
        {
            column.AppendSaved(from);
        }
    }
}
