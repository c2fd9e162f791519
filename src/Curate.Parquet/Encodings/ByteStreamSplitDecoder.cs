using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Curate.Parquet.Encodings;

/// <summary>BYTE_STREAM_SPLIT: the first bytes of all values, then the second bytes, and so on.</summary>
internal sealed class ByteStreamSplitDecoder(int width) : ValueDecoder
{
    private ReadOnlyMemory<byte> _data;
    private int _count;
    private int _done;

    public override void Reset(ReadOnlyMemory<byte> data, int mostValues)
    {
        if (width == 0 ? data.Length > 0 : data.Length % width != 0)
        {
            Faults.Corrupt("split values do not fill their page");
        }

        _data = data;
        _count = width == 0 ? mostValues : data.Length / width;
        _done = 0;
    }

    public override void ReadFixed(Span<byte> into, int count)
    {
        Need(count);
        ReadOnlySpan<byte> data = _data.Span;
        int done = width == 4 && Vector128.IsHardwareAccelerated ? ReadFours(data, into, count) : 0;
        for (int stream = 0; stream < width; stream++)
        {
            ReadOnlySpan<byte> bytes = data.Slice(stream * _count + _done, count);
            for (int i = done, at = done * width + stream; i < bytes.Length; i++, at += width)
            {
                into[at] = bytes[i];
            }
        }

        _done += count;
    }

    public override void Skip(int count)
    {
        Need(count);
        _done += count;
    }

    // Sixteen values at a time: bytes are interleaved, then the pairs.
    private int ReadFours(ReadOnlySpan<byte> data, Span<byte> into, int count)
    {
        ref byte start = ref Unsafe.Add(ref MemoryMarshal.GetReference(data), _done);
        ref byte target = ref MemoryMarshal.GetReference(into);
        int done = 0;
        for (; done <= count - 16; done += 16)
        {
            Vector128<byte> a = Vector128.LoadUnsafe(ref start, (nuint)done);
            Vector128<byte> b = Vector128.LoadUnsafe(ref start, (nuint)(done + _count));
            Vector128<byte> c = Vector128.LoadUnsafe(ref start, (nuint)(done + 2 * _count));
            Vector128<byte> d = Vector128.LoadUnsafe(ref start, (nuint)(done + 3 * _count));
            (Vector128<ushort> abLow, Vector128<ushort> abHigh) = Widen(a, b);
            (Vector128<ushort> cdLow, Vector128<ushort> cdHigh) = Widen(c, d);
            Store(abLow, cdLow, ref target, 4 * done);
            Store(abHigh, cdHigh, ref target, 4 * done + 32);
        }

        return done;
    }

    private static (Vector128<ushort> Low, Vector128<ushort> High) Widen(Vector128<byte> low, Vector128<byte> high)
    {
        (Vector128<ushort> lowFirst, Vector128<ushort> lowLast) = Vector128.Widen(low);
        (Vector128<ushort> highFirst, Vector128<ushort> highLast) = Vector128.Widen(high);
        return (lowFirst | highFirst << 8, lowLast | highLast << 8);
    }

    private static void Store(Vector128<ushort> low, Vector128<ushort> high, ref byte target, int at)
    {
        (Vector128<uint> lowFirst, Vector128<uint> lowLast) = Vector128.Widen(low);
        (Vector128<uint> highFirst, Vector128<uint> highLast) = Vector128.Widen(high);
        (lowFirst | highFirst << 16).AsByte().StoreUnsafe(ref target, (nuint)at);
        (lowLast | highLast << 16).AsByte().StoreUnsafe(ref target, (nuint)(at + 16));
    }

    private void Need(int count)
    {
        if (count > _count - _done)
        {
            Faults.Corrupt("a page ends before its last value");
        }
    }
}
