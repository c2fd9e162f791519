using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Curate.Parquet.Encodings;

/// <summary>PLAIN byte arrays: each behind its length.</summary>
internal sealed class PlainBytesDecoder : ValueDecoder
{
    private ReadOnlyMemory<byte> _data;

    public override void Reset(ReadOnlyMemory<byte> data, int mostValues) => _data = data;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ReadInto(ValueBuffer into, int count)
    {
        ReadOnlySpan<byte> data = _data.Span;
        into.ReserveOffsets(Math.Min(count, data.Length / 4));
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            int length = LengthAt(data, at);
            into.AddReserved(data.Slice(at + 4, length));
            at += 4 + length;
        }

        _data = _data[at..];
    }

    public override void Skip(int count)
    {
        ReadOnlySpan<byte> data = _data.Span;
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            at += 4 + LengthAt(data, at);
        }

        _data = _data[at..];
    }

    private static int LengthAt(ReadOnlySpan<byte> data, int at)
    {
        if (data.Length - at < 4)
        {
            Faults.Corrupt("a page ends before its last value");
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
        if (length > (uint)(data.Length - at - 4))
        {
            Faults.Corrupt("a byte array runs past the end of its page");
        }

        return (int)length;
    }
}
