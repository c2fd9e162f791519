using System.Runtime.CompilerServices;

namespace Curate.Core.Data;

/// <summary>
/// The payload of formats whose records are runs of bytes (CSV, JSON Lines): records back to back, each followed by the layout's
/// terminator, so that a range of rows is one contiguous block that a sink writes in one call.
/// </summary>
public sealed class RecordBytes(byte[] terminator) : RowPayload
{
    private byte[] _bytes = [];
    private int[] _ends = [];
    private int _used;
    private int _count;

    public byte[] Terminator { get; } = terminator;

    public override int Count => _count;

    public override long Bytes => _used;

    /// <summary>The record of a row without its terminator.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int start = row == 0 ? 0 : _ends[row - 1];
            return _bytes.AsSpan(start, _ends[row] - Terminator.Length - start);
        }
    }

    /// <summary>The bytes of rows <paramref name="from"/> up to but excluding <paramref name="to"/>, terminators included.</summary>
    public ReadOnlySpan<byte> Range(int from, int to)
    {
        int start = from == 0 ? 0 : _ends[from - 1];
        int end = to == 0 ? 0 : _ends[to - 1];
        return _bytes.AsSpan(start, end - start);
    }

    /// <summary>Appends a record given without terminator.</summary>
    public void Append(ReadOnlySpan<byte> record)
    {
        int end = checked(_used + record.Length + Terminator.Length);
        Reserve(end, 1);
        record.CopyTo(_bytes.AsSpan(_used));
        Terminator.CopyTo(_bytes.AsSpan(_used + record.Length));
        _used = end;
        _ends[_count++] = end;
    }

    /// <inheritdoc/>
    public override long RowBytes(int row) => this[row].Length;

    /// <inheritdoc/>
    public override void Clear()
    {
        _used = 0;
        _count = 0;
    }

    /// <inheritdoc/>
    public override void AppendFrom(RowPayload other, int row) => Append(((RecordBytes)other)[row]);

    /// <inheritdoc/>
    public override void AppendRun(RowPayload other, int from, int to)
    {
        var records = (RecordBytes)other;
        if (!records.Terminator.AsSpan().SequenceEqual(Terminator))
        {
            base.AppendRun(other, from, to);
            return;
        }

        ReadOnlySpan<byte> run = records.Range(from, to);
        int end = checked(_used + run.Length);
        Reserve(end, to - from);
        run.CopyTo(_bytes.AsSpan(_used));
        int shift = end - (to == 0 ? 0 : records._ends[to - 1]);
        for (int row = from; row < to; row++)
        {
            _ends[_count++] = records._ends[row] + shift;
        }

        _used = end;
    }

    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to)
    {
        ReadOnlySpan<byte> record = this[row];
        to.Write7BitEncodedInt(record.Length);
        to.Write(record);
    }

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from)
    {
        int length = from.Read7BitEncodedInt();
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
        from.BaseStream.ReadExactly(buffer, 0, length);
        Append(buffer.AsSpan(0, length));
        System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Reserve(int bytes, int rows)
    {
        BatchBuffer.Reserve(ref _bytes, _used, bytes);
        if (_count + rows > _ends.Length)
        {
            Array.Resize(ref _ends, Math.Max(_count + rows, Math.Max(256, _ends.Length * 2)));
        }
    }
}
