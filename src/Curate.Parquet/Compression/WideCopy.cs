using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Curate.Parquet.Compression;

/// <summary>
/// Copies in steps of 16 bytes for the decoders of the Lempel-Ziv family. "Wide" copies write up to <see cref="Slack"/> bytes behind
/// their end, and read as far behind the end of what they copy; callers prove the room. "Exact" ones do neither.
/// </summary>
internal static unsafe class WideCopy
{
    /// <summary>The most bytes that a wide copy reads or writes behind its end.</summary>
    public const int Slack = 15;

    private const int Width = 16;

    /// <summary>How far a pattern of 16 bytes may advance per store: the largest multiple of the distance that is not above 16.</summary>
    private static ReadOnlySpan<byte> Steps => [0, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15];

    /// <summary>For each distance below 16, which of the last bytes stands at each place of the repeating pattern.</summary>
    private static ReadOnlySpan<byte> Patterns =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
        0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
        0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0,
        0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0,
    ];

    /// <summary>16 bytes between places that do not overlap, or of which the later one is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy16(byte* to, byte* from) => Vector128.Load(from).Store(to);

    /// <summary>Wide copy of at least one byte. The source lies 16 or more bytes before the target, or behind it, or elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(byte* to, byte* from, nint length)
    {
        byte* end = to + length;
        do
        {
            Copy16(to, from);
            to += Width;
            from += Width;
        }
        while (to < end);
    }

    /// <summary>
    /// Wide copy of at least one byte from <paramref name="distance"/> bytes before the target, with what it writes itself repeating
    /// where the two overlap. The distance is at least one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Match(byte* to, nint distance, nint length)
    {
        if (distance >= Width)
        {
            Forward(to, to - distance, length);
        }
        else
        {
            Repeat(to, distance, length);
        }
    }

    /// <summary>As <see cref="Match"/>, writing nothing behind the end.</summary>
    public static void MatchExact(byte* to, nint distance, nint length)
    {
        const int Tail = 2 * Width;
        if (length > Tail)
        {
            Match(to, distance, length - Tail);
            to += length - Tail;
            length = Tail;
        }

        for (nint i = 0; i < length; i++)
        {
            to[i] = to[i - distance];
        }
    }

    /// <summary>Eight bytes as a little-endian number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load64(byte* from)
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(from);
        return BitConverter.IsLittleEndian ? value : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Four bytes as a little-endian number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Load32(byte* from)
    {
        uint value = Unsafe.ReadUnaligned<uint>(from);
        return BitConverter.IsLittleEndian ? value : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Two bytes as a little-endian number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Load16(byte* from)
    {
        ushort value = Unsafe.ReadUnaligned<ushort>(from);
        return BitConverter.IsLittleEndian ? value : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Writes two bytes, the lower one first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store16(byte* to, uint value)
    {
        to[0] = (byte)value;
        to[1] = (byte)(value >> 8);
    }

    /// <summary>How many bytes agree from two places on, reading none at or behind <paramref name="end"/>, which bounds the first place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint CommonLength(byte* at, byte* earlier, byte* end)
    {
        byte* start = at;
        while (end - at >= 8)
        {
            ulong difference = Load64(at) ^ Load64(earlier);
            if (difference != 0)
            {
                return (nint)(at - start) + (BitOperations.TrailingZeroCount(difference) >> 3);
            }

            at += 8;
            earlier += 8;
        }

        while (at < end && *at == *earlier)
        {
            at++;
            earlier++;
        }

        return (nint)(at - start);
    }

    private static void Repeat(byte* to, nint distance, nint length)
    {
        byte* end = to + length;
        if (!Vector128.IsHardwareAccelerated)
        {
            for (; to < end; to++)
            {
                *to = to[-distance];
            }

            return;
        }

        // The load reaches 16 - distance bytes behind the target's start, within the room of a wide copy; the shuffle takes none of them.
        fixed (byte* patterns = Patterns)
        {
            Vector128<byte> pattern = Vector128.ShuffleNative(Vector128.Load(to - distance), Vector128.Load(patterns + Width * distance));
            nint step = Steps[(int)distance];
            do
            {
                pattern.Store(to);
                to += step;
            }
            while (to < end);
        }
    }
}
