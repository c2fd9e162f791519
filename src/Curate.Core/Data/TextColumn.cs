using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Curate.Core.Data;

/// <summary>UTF-8 text, raw bytes or canonical JSON: one byte block and the end of each value in it.</summary>
public sealed class TextColumn(ColumnKind kind = ColumnKind.Text) : Column(kind)
{
    private byte[] _bytes = [];
    private int[] _ends = [];
    private int _used;

    /// <summary>The bytes of a row; empty for a null.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int start = row == 0 ? 0 : _ends[row - 1];
            return _bytes.AsSpan(start, _ends[row] - start);
        }
    }

    /// <summary>The bytes of a row as memory over this column's storage, valid until the column is cleared.</summary>
    public ReadOnlyMemory<byte> Memory(int row)
    {
        int start = row == 0 ? 0 : _ends[row - 1];
        return _bytes.AsMemory(start, _ends[row] - start);
    }

    /// <summary>The storage of all values, for kernels over whole columns: bytes beyond <see cref="TotalBytes"/> mean nothing.</summary>
    internal byte[] Storage => _bytes;

    /// <summary>Where each value ends in <see cref="Storage"/>; the next one begins there.</summary>
    internal ReadOnlySpan<int> Ends => _ends.AsSpan(0, Count);

    /// <summary>Bytes of all values together.</summary>
    public int TotalBytes => _used;

    public override long StorageBytes => base.StorageBytes + _bytes.LongLength + _ends.LongLength * 4;

    public void Append(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Appends values that lie one behind the other: one copy of their bytes.</summary>
    /// <param name="bytes">The bytes that the offsets count in.</param>
    /// <param name="offsets">Where each value begins and, at the end, where the last one ends.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AppendRun(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets)
    {
        int rows = offsets.Length - 1;
        int shift = _used - offsets[0];
        int end = checked(_used + offsets[rows] - offsets[0]);
        Grow(ref _bytes, end);
        Grow(ref _ends, Count + rows);
        bytes[offsets[0]..offsets[rows]].CopyTo(_bytes.AsSpan(_used));
        Span<int> ends = _ends.AsSpan(Count, rows);
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = offsets[i + 1] + shift;
        }

        _used = end;
        Grew(rows);
    }

    /// <summary>Appends a value of exactly <paramref name="length"/> bytes and returns them to be filled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int length)
    {
        int end = checked(_used + length);
        Grow(ref _bytes, end);
        Grow(ref _ends, Count + 1);
        Span<byte> place = _bytes.AsSpan(_used, length);
        _used = end;
        _ends[Count] = end;
        Grew();
        return place;
    }

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

    private protected override void ClearValues() => _used = 0;

    private protected override void AppendDefault()
    {
        Grow(ref _ends, Count + 1);
        _ends[Count] = _used;
    }

    private protected override void AppendValueFrom(Column other, int row) => Append(((TextColumn)other)[row]);
}
