using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Curate.Parquet.Encodings;

/// <summary>
/// Values of one column, in memory that is used again: values of a fixed width one after the other, or byte arrays as their bytes and the
/// offsets between them.
/// </summary>
internal sealed class ValueBuffer
{
    /// <summary>No more bytes than this in one buffer; ends and offsets stay within 32 bits.</summary>
    public const int MostBytes = 1 << 30;

    private byte[] _bytes = [];
    private int[] _offsets = [0];

    public int Count { get; private set; }

    public int ByteCount { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, ByteCount);

    /// <summary>Byte arrays: one more than there are values, the first 0.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, Count + 1);

    public void Clear()
    {
        Count = 0;
        ByteCount = 0;
        _offsets[0] = 0;
    }

    /// <summary>Room for values of a fixed width, which the caller fills.</summary>
    public Span<byte> AddFixed(int count, int width)
    {
        long bytes = (long)count * width;
        Reserve(bytes);
        Span<byte> room = _bytes.AsSpan(ByteCount, (int)bytes);
        ByteCount += (int)bytes;
        Count += count;
        return room;
    }

    /// <summary>Takes an array over that begins with values of a fixed width; only where there are none yet.</summary>
    public void Keep(byte[] bytes, int count, int used)
    {
        _bytes = bytes;
        Count = count;
        ByteCount = used;
    }

    /// <summary>Makes room for the offsets of further byte arrays.</summary>
    public void ReserveOffsets(int count)
    {
        int needed = checked(Count + 1 + count);
        if (needed > _offsets.Length)
        {
            Array.Resize(ref _offsets, Math.Max(needed, (int)Math.Min(2L * _offsets.Length, 1 << 28)));
        }
    }

    /// <summary>One byte array; its offset has been reserved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddReserved(ReadOnlySpan<byte> value)
    {
        if (value.Length > _bytes.Length - ByteCount)
        {
            Reserve(value.Length);
        }

        value.CopyTo(_bytes.AsSpan(ByteCount));
        ByteCount += value.Length;
        _offsets[++Count] = ByteCount;
    }

    /// <summary>One byte array that has grown from the one before: its first bytes, then more.</summary>
    public void AddReserved(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> suffix)
    {
        long bytes = (long)prefix.Length + suffix.Length;
        if (bytes > _bytes.Length - ByteCount)
        {
            Reserve(bytes);
        }

        prefix.CopyTo(_bytes.AsSpan(ByteCount));
        suffix.CopyTo(_bytes.AsSpan(ByteCount + prefix.Length));
        ByteCount += (int)bytes;
        _offsets[++Count] = ByteCount;
    }

    /// <summary>Room for byte arrays of so many bytes in all and for their ends, both of which the caller fills; only where there are none yet.</summary>
    public Span<byte> AddBytes(int bytes, int count, out Span<int> ends)
    {
        ReserveOffsets(count);
        Reserve(bytes);
        ends = _offsets.AsSpan(Count + 1, count);
        Span<byte> room = _bytes.AsSpan(ByteCount, bytes);
        Count += count;
        ByteCount += bytes;
        return room;
    }

    /// <summary>Some byte arrays of many.</summary>
    /// <param name="bytes">Where they are.</param>
    /// <param name="offsets">Where each begins, and at the end <paramref name="gap"/> bytes behind the end of the last.</param>
    /// <param name="gap">Bytes between two values.</param>
    /// <param name="picks">Which of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddPicked(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int gap, ReadOnlySpan<int> picks)
    {
        ReserveOffsets(picks.Length);
        Span<int> ends = _offsets.AsSpan(Count + 1, picks.Length);
        int used = ByteCount;
        for (int i = 0; i < picks.Length; i++)
        {
            int start = offsets[picks[i]];
            int length = offsets[picks[i] + 1] - gap - start;
            if (length > _bytes.Length - used)
            {
                ByteCount = used;
                Reserve(length);
            }

            ShortCopy.Value(bytes, start, length, _bytes, used);
            used += length;
            ends[i] = used;
        }

        Count += picks.Length;
        ByteCount = used;
    }

    /// <summary>Many byte arrays that lie one behind the other.</summary>
    public void AddRun(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets)
    {
        int count = offsets.Length - 1;
        int first = offsets[0];
        ReserveOffsets(count);
        Reserve(offsets[count] - first);
        bytes[first..offsets[count]].CopyTo(_bytes.AsSpan(ByteCount));
        int shift = ByteCount - first;
        for (int i = 1; i <= count; i++)
        {
            _offsets[Count + i] = offsets[i] + shift;
        }

        Count += count;
        ByteCount += offsets[count] - first;
    }

    public ReadOnlySpan<byte> Value(int index) => _bytes.AsSpan(_offsets[index], _offsets[index + 1] - _offsets[index]);

    public ReadOnlySpan<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);

    public void Reserve(long bytes)
    {
        long needed = ByteCount + bytes;
        if (needed > MostBytes)
        {
            Faults.Limit("the values of one batch, page or row take more than 1 GiB");
        }

        if (needed > _bytes.Length)
        {
            // Not cleared: every byte is written before it is read.
            byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(MostBytes, Math.Max(needed, Math.Max(256, 2L * _bytes.Length))));
            Bytes.CopyTo(larger);
            _bytes = larger;
        }
    }
}
