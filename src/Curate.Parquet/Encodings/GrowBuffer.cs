namespace Curate.Parquet.Encodings;

/// <summary>Bytes that are appended to, in memory that is used again.</summary>
internal sealed class GrowBuffer
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    public void Add(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    /// <summary>At least that many bytes to write to; <see cref="Advance"/> keeps them. What they hold before is of no meaning.</summary>
    public Span<byte> Room(int atLeast)
    {
        if (atLeast > _bytes.Length - Length)
        {
            long needed = (long)Length + atLeast;
            if (needed > Array.MaxLength)
            {
                Faults.Limit("a column chunk takes more than 2 GiB; write smaller row groups");
            }

            byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(256, 2L * _bytes.Length))));
            Written.CopyTo(larger);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    /// <summary>Bytes written before, to be filled in later.</summary>
    public Span<byte> At(int offset, int count) => _bytes.AsSpan(offset, count);

    public void Varint(ulong value)
    {
        Span<byte> room = Room(10);
        int count = 0;
        while (value >= 128)
        {
            room[count++] = (byte)(value | 128);
            value >>= 7;
        }

        room[count++] = (byte)value;
        Length += count;
    }

    public void ZigZag(long value) => Varint((ulong)(value << 1 ^ value >> 63));
}
