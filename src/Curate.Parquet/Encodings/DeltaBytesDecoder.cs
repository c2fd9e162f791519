namespace Curate.Parquet.Encodings;

/// <summary>DELTA_BYTE_ARRAY: each value is the first bytes of the one before, then bytes of its own. Also for values of a fixed length.</summary>
internal sealed class DeltaBytesDecoder(int fixedLength) : ValueDecoder
{
    private readonly DeltaReader _prefixes = new();
    private readonly DeltaLengthDecoder _suffixes = new();
    private byte[] _last = [];
    private int _lastLength;

    public override void Reset(ReadOnlyMemory<byte> data, int mostValues)
    {
        _prefixes.Reset(data);
        _suffixes.Reset(data[_prefixes.FindEnd()..], mostValues);
        _lastLength = 0;
    }

    public override void ReadInto(ValueBuffer into, int count)
    {
        for (int i = 0; i < count; i++)
        {
            into.ReserveOffsets(1);
            Next();
            into.AddReserved(_last.AsSpan(0, _lastLength));
        }
    }

    public override void ReadFixed(Span<byte> into, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Next();
            if (_lastLength != fixedLength)
            {
                Faults.Corrupt("a value is not as long as its column says");
            }

            _last.AsSpan(0, fixedLength).CopyTo(into[(i * fixedLength)..]);
        }
    }

    public override void Skip(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Next();
        }
    }

    private void Next()
    {
        Span<long> prefix = stackalloc long[1];
        _prefixes.Read(prefix);
        ReadOnlySpan<byte> suffix = _suffixes.Next().Span;
        if (prefix[0] < 0 || prefix[0] > _lastLength)
        {
            Faults.Corrupt("a value begins with more of the one before than there is");
        }

        long length = prefix[0] + suffix.Length;
        if (length > ValueBuffer.MostBytes)
        {
            Faults.Limit("a value is longer than 1 GiB");
        }

        if (length > _last.Length)
        {
            Array.Resize(ref _last, (int)Math.Min(ValueBuffer.MostBytes, Math.Max(256, 2 * length)));
        }

        suffix.CopyTo(_last.AsSpan((int)prefix[0]));
        _lastLength = (int)length;
    }
}
