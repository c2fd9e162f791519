namespace Curate.Parquet.Encodings;

/// <summary>DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes.</summary>
internal sealed class DeltaLengthDecoder : ValueDecoder
{
    private const int Step = 256;

    private readonly DeltaReader _lengths = new();
    private ReadOnlyMemory<byte> _bytes;

    public override void Reset(ReadOnlyMemory<byte> data, int mostValues)
    {
        _lengths.Reset(data);
        _bytes = data[_lengths.FindEnd()..];
    }

    public override void ReadInto(ValueBuffer into, int count)
    {
        Span<long> lengths = stackalloc long[Step];
        while (count > 0)
        {
            Span<long> part = lengths[..Math.Min(Step, count)];
            _lengths.Read(part);
            into.ReserveOffsets(part.Length);
            foreach (long length in part)
            {
                into.AddReserved(Take(length).Span);
            }

            count -= part.Length;
        }
    }

    public override void Skip(int count)
    {
        Span<long> lengths = stackalloc long[Step];
        while (count > 0)
        {
            Span<long> part = lengths[..Math.Min(Step, count)];
            _lengths.Read(part);
            foreach (long length in part)
            {
                Take(length);
            }

            count -= part.Length;
        }
    }

    /// <summary>The next byte array where it lies.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        Span<long> length = stackalloc long[1];
        _lengths.Read(length);
        return Take(length[0]);
    }

    private ReadOnlyMemory<byte> Take(long length)
    {
        if (length < 0 || length > _bytes.Length)
        {
            Faults.Corrupt("a byte array runs past the end of its page");
        }

        ReadOnlyMemory<byte> value = _bytes[..(int)length];
        _bytes = _bytes[(int)length..];
        return value;
    }
}
