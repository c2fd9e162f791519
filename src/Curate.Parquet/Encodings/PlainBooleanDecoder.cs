namespace Curate.Parquet.Encodings;

/// <summary>PLAIN booleans, one bit each, as one byte each.</summary>
internal sealed class PlainBooleanDecoder : ValueDecoder
{
    private ReadOnlyMemory<byte> _data;
    private long _done;

    public override void Reset(ReadOnlyMemory<byte> data, int mostValues)
    {
        _data = data;
        _done = 0;
    }

    public override void ReadFixed(Span<byte> into, int count)
    {
        Need(count);
        ReadOnlySpan<byte> data = _data.Span;
        int i = 0;
        for (; i < count && ((_done + i) & 7) != 0; i++)
        {
            into[i] = (byte)(data[(int)((_done + i) >> 3)] >> (int)((_done + i) & 7) & 1);
        }

        BitUnpacker.Unpack(data[Math.Min(data.Length, (int)((_done + i) >> 3))..], 1, into[i..count]);
        _done += count;
    }

    public override void Skip(int count)
    {
        Need(count);
        _done += count;
    }

    private void Need(int count)
    {
        if (_done + count > (long)_data.Length * 8)
        {
            Faults.Corrupt("a page ends before its last value");
        }
    }
}
