using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Curate.Core.Data;

/// <summary>
/// UTF-8 text, raw bytes or canonical JSON: one byte block and the bounds of each value in it. A column either holds values of its own, or looks at the
/// fields of records that lie back to back in a block that it shares with the other columns (<see cref="Look"/>).
/// </summary>
public sealed class TextColumn(ColumnKind kind = ColumnKind.Text) : Column(kind)
{
    private static readonly int[] s_none = new int[1];

    private byte[] _bytes = [];
    private int[] _bounds = s_none;
    private int _stride = 1;
    private int _first;
    private int _gap;
    private int _used;

    /// <summary>The bytes of a row; empty for a null.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int bound = (row * _stride) + _first;
            int start = _bounds[bound] + _gap;
            return _bytes.AsSpan(start, _bounds[bound + 1] - start);
        }
    }

    /// <summary>Bytes of all values that the column holds itself.</summary>
    public int TotalBytes => _used;

    public override long StorageBytes => base.StorageBytes + (IsLooking ? 0 : _bytes.LongLength + (_bounds.LongLength * 4));

    private bool IsLooking => _gap != 0;

    public void Append(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Appends values that take a number of bytes in all, both of which the caller fills.</summary>
    /// <param name="bytes">Bytes of all of them.</param>
    /// <param name="rows">Values.</param>
    /// <param name="ends">Where each value ends.</param>
    /// <param name="before">What the ends count from: where the first value begins.</param>
    public Span<byte> ReserveRun(int bytes, int rows, out Span<int> ends, out int before)
    {
        Debug.Assert(!IsLooking, "A column that looks at shared bytes takes no values.");
        before = _used;
        _used = checked(_used + bytes);
        Grow(ref _bytes, _used);
        Grow(ref _bounds, Count + rows + 1);
        ends = _bounds.AsSpan(Count + 1, rows);
        Grew(rows);
        return _bytes.AsSpan(before, bytes);
    }

    /// <summary>Appends a value of exactly <paramref name="length"/> bytes and returns them to be filled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int length)
    {
        Debug.Assert(!IsLooking, "A column that looks at shared bytes takes no values.");
        int end = checked(_used + length);
        Grow(ref _bytes, end);
        Grow(ref _bounds, Count + 2);
        Span<byte> place = _bytes.AsSpan(_used, length);
        _used = end;
        _bounds[Count + 1] = end;
        Grew();
        return place;
    }

    /// <summary>
    /// Shows one field of each of <paramref name="rows"/> records until the column is cleared, instead of values of its own. Field f of record r lies between
    /// the one byte behind <c>bounds[r * fields + f]</c> and <c>bounds[r * fields + f + 1]</c>.
    /// </summary>
    /// <param name="bytes">The records.</param>
    /// <param name="bounds">Where fields end, all records one after the other, with -1 before them.</param>
    /// <param name="fields">Fields of a record.</param>
    /// <param name="field">The field to show.</param>
    /// <param name="rows">Records.</param>
    public void Look(byte[] bytes, int[] bounds, int fields, int field, int rows)
    {
        Clear();
        (_bytes, _bounds, _stride, _first, _gap) = (bytes, bounds, fields, field, 1);
        Grew(rows);
    }

    /// <summary>The number that the text of a row stands for (<see cref="ValueText.TryNumber(ReadOnlySpan{byte}, out double)"/>).</summary>
    public bool TryNumber(int row, out double value)
    {
        int bound = (row * _stride) + _first;
        int start = _bounds[bound] + _gap;
        return ValueText.TryNumber(_bytes.AsSpan(start, _bounds[bound + 1] - start), start, out value);
    }

    /// <summary>The same for digits with at most a minus and a point among them, which are most numbers; false means only: look closer.</summary>
    /// <param name="row">A row that is not null.</param>
    /// <param name="value">The number.</param>
    /// <param name="isWhole">The text is a whole number, and not minus zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryPlainNumber(int row, out double value, out bool isWhole)
    {
        int bound = (row * _stride) + _first;
        int start = _bounds[bound] + _gap;
        ReadOnlySpan<byte> text = _bytes.AsSpan(start, _bounds[bound + 1] - start);
        if (!PlainNumber.TryParse(ref MemoryMarshal.GetReference(text), text.Length, start, out ulong mantissa, out int scale, out bool negative) || mantissa > PlainNumber.MostExact)
        {
            value = 0;
            isWhole = false;
            return false;
        }

        value = PlainNumber.Exact(mantissa, scale, negative);
        isWhole = scale < 0;
        return !isWhole || mantissa != 0 || !negative;
    }

    /// <summary>Says that a row which the column looks at is null.</summary>
    public void SetNull(int row) => MarkNull(row);

    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to)
    {
        ReadOnlySpan<byte> value = this[row];
        to.Write7BitEncodedInt(value.Length);
        to.Write(value);
    }

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from)
    {
        int length = from.Read7BitEncodedInt();
        from.BaseStream.ReadExactly(Reserve(length));
    }

    /// <summary>For kernels over whole columns: value r lies in the bytes between <c>bounds[r * stride + first] + gap</c> and the bound after it.</summary>
    internal void Storage(out byte[] bytes, out int[] bounds, out int stride, out int first, out int gap) =>
        (bytes, bounds, stride, first, gap) = (_bytes, _bounds, _stride, _first, _gap);

    private protected override void ClearValues()
    {
        _used = 0;
        if (IsLooking)
        {
            (_bytes, _bounds, _stride, _first, _gap) = ([], s_none, 1, 0, 0);
        }
    }

    private protected override void AppendDefault()
    {
        Grow(ref _bounds, Count + 2);
        _bounds[Count + 1] = _used;
    }

    private protected override void AppendValueFrom(Column other, int row) => Append(((TextColumn)other)[row]);

    private protected override void AppendValuesFrom(Column other, ReadOnlySpan<int> rows)
    {
        var texts = (TextColumn)other;
        foreach (int row in rows)
        {
            Append(texts[row]);
        }
    }
}
