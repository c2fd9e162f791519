using System.Numerics;
using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// What a plan decides about one batch: output rows as indices into the batch (repeats allowed), with an output key where the plan
/// reorders, values of added columns and edits, and the dropped rows with their reasons. Reused from batch to batch.
/// </summary>
public sealed class RowSelection
{
    private int[] _rows = [];
    private ulong[] _keys = [];
    private int[] _dropped = [];
    private string[] _reasons = [];

    public RowSelection(IReadOnlyList<Field> added, IReadOnlyList<Field> evidence, bool wantDropped)
    {
        WantDropped = wantDropped;
        Added = Create(added);
        Evidence = Create(evidence);
    }

    /// <summary>False when nobody reads the dropped rows; a cursor may then skip <see cref="Drop"/>.</summary>
    public bool WantDropped { get; }

    public int Count { get; private set; }

    /// <summary>True when the output rows are rows 0, 1, 2 ... of the batch.</summary>
    public bool IsIdentity
    {
        get
        {
            for (int i = 0; i < Count; i++)
            {
                if (_rows[i] != i)
                {
                    return false;
                }
            }

            return true;
        }
    }

    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Output keys, one per output row; only plans that reorder fill them.</summary>
    public ReadOnlySpan<ulong> Keys => _keys.AsSpan(0, Count);

    /// <summary>Added columns, one value per output row.</summary>
    public Column[] Added { get; }

    public int DroppedCount { get; private set; }

    public ReadOnlySpan<int> DroppedRows => _dropped.AsSpan(0, DroppedCount);

    public ReadOnlySpan<string> DroppedReasons => _reasons.AsSpan(0, DroppedCount);

    /// <summary>Evidence columns, one value per dropped row.</summary>
    public Column[] Evidence { get; }

    /// <summary>Edits; <see cref="CellEdit.Row"/> counts the output rows of this selection.</summary>
    public List<CellEdit> Edits { get; } = [];

    public void Clear()
    {
        Count = 0;
        DroppedCount = 0;
        Edits.Clear();
        foreach (Column column in Added)
        {
            column.Clear();
        }

        foreach (Column column in Evidence)
        {
            column.Clear();
        }
    }

    /// <summary>Adds one output row; the caller then appends to each of <see cref="Added"/>.</summary>
    public void Keep(int row)
    {
        Reserve(1);
        _rows[Count++] = row;
    }

    /// <summary>Adds output rows that follow each other; only for plans without added columns.</summary>
    /// <param name="from">First row.</param>
    /// <param name="to">First row that is not added.</param>
    public void KeepRun(int from, int to)
    {
        Reserve(to - from);
        for (int row = from; row < to; row++)
        {
            _rows[Count++] = row;
        }
    }

    /// <summary>Adds the rows of a batch whose bits are set.</summary>
    /// <param name="kept">A bit for each row of the view.</param>
    /// <param name="first">The row of the view that row 0 of the batch is.</param>
    /// <param name="rows">Rows of the batch.</param>
    public void KeepSet(BitMap kept, long first, int rows)
    {
        Reserve(rows);
        int[] into = _rows;
        int count = Count;
        for (long word = first >> 6; word << 6 < first + rows; word++)
        {
            int at = (int)((word << 6) - first);
            ulong bits = kept.Word(word);

            // Bits of rows before and behind the batch.
            bits = at < 0 ? bits & (ulong.MaxValue << -at) : bits;
            bits = rows - at < 64 ? bits & (ulong.MaxValue >> (64 - rows + at)) : bits;
            for (; bits != 0; bits &= bits - 1)
            {
                into[count++] = at + BitOperations.TrailingZeroCount(bits);
            }
        }

        Count = count;
    }

    /// <summary>Adds one output row with its place in the output order.</summary>
    public void Keep(int row, ulong key)
    {
        Keep(row);
        if (_keys.Length < _rows.Length)
        {
            Array.Resize(ref _keys, _rows.Length);
        }

        _keys[Count - 1] = key;
    }

    /// <summary>Adds one dropped row; the caller then appends to each of <see cref="Evidence"/>.</summary>
    public void Drop(int row, string reason)
    {
        if (DroppedCount == _dropped.Length)
        {
            Array.Resize(ref _dropped, Math.Max(1024, _dropped.Length * 2));
            Array.Resize(ref _reasons, _dropped.Length);
        }

        _dropped[DroppedCount] = row;
        _reasons[DroppedCount++] = reason;
    }

    private static Column[] Create(IReadOnlyList<Field> fields)
    {
        var columns = new Column[fields.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = Column.Create(fields[i].Kind ?? ColumnKind.Text, fields[i].Scale);
        }

        return columns;
    }

    private void Reserve(int rows)
    {
        if (_rows.Length - Count < rows)
        {
            Array.Resize(ref _rows, Math.Max(Math.Max(1024, Count + rows), _rows.Length * 2));
        }
    }
}
