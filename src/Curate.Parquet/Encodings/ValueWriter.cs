using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Curate.Parquet.Encodings;

/// <summary>Writes values in PLAIN and BYTE_STREAM_SPLIT.</summary>
internal static class ValueWriter
{
    /// <summary>Byte arrays, each behind its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PlainBytes(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, GrowBuffer to)
    {
        int count = offsets.Length - 1;
        int total = checked(offsets[count] - offsets[0] + 4 * count);
        Span<byte> room = to.Room(total);
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> value = bytes[offsets[i]..offsets[i + 1]];
            BinaryPrimitives.WriteInt32LittleEndian(room[at..], value.Length);
            value.CopyTo(room[(at + 4)..]);
            at += 4 + value.Length;
        }

        to.Advance(total);
    }

    /// <summary>Booleans, one byte each, as one bit each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PlainBooleans(ReadOnlySpan<byte> values, GrowBuffer to)
    {
        int bytes = (values.Length + 7) / 8;
        Span<byte> room = to.Room(bytes)[..bytes];
        room.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            room[i >> 3] |= (byte)(values[i] << (i & 7));
        }

        to.Advance(bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SplitStreams(ReadOnlySpan<byte> values, int width, GrowBuffer to)
    {
        int count = values.Length / width;
        Span<byte> room = to.Room(values.Length);
        for (int stream = 0; stream < width; stream++)
        {
            Span<byte> target = room.Slice(stream * count, count);
            for (int i = 0, at = stream; i < target.Length; i++, at += width)
            {
                target[i] = values[at];
            }
        }

        to.Advance(values.Length);
    }
}
