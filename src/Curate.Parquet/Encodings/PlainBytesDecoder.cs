using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Curate.Parquet.Reading;

namespace Curate.Parquet.Encodings;

/// <summary>PLAIN byte arrays: each behind its length.</summary>
internal sealed class PlainBytesDecoder : ValueDecoder
{
    /// <summary>What the length before each value takes.</summary>
    public const int LengthBytes = 4;

    // A few hundred cycles of lengths.
    private const int Ahead = 2048;

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

    /// <summary>Takes values without copying them: the batch looks at the page.</summary>
    public void Look(ColumnBatch batch, int count) => _data = _data[batch.Look(_data, count)..];

    /// <summary>Finds the starts of the values behind each of <paramref name="starts"/>'s number of values, of which the first length stands at a place.</summary>
    /// <returns>Where the last value ends.</returns>
    /// <remarks>A page larger than a cache lies in memory that is far by then, and each length tells where the next one is: what lies ahead is asked for early.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe int Find(ReadOnlySpan<byte> data, int at, Span<int> starts)
    {
        fixed (byte* bytes = data)
        {
            for (int i = 0; i < starts.Length; i++)
            {
                if (Sse.IsSupported)
                {
                    // Behind the end of the page it asks for nothing that is read; no address makes it fail.
                    Sse.Prefetch0(bytes + at + Ahead);
                }

                at += LengthBytes + LengthAt(data, at);
                starts[i] = at + LengthBytes;
            }
        }

        return at;
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
