using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Parquet.Compression.Zstd;

/// <summary>
/// Reads bit streams that run backwards (RFC 8878, section 4.1): from the highest set bit of the last byte, which is a mark, down to the first
/// byte. A place in one is the number of bits that are left.
/// </summary>
/// <remarks>
/// <see cref="Load"/> reads 8 bytes that end where the unread bits do, and so up to 8 bytes before the stream. Every stream of a block
/// has at least <see cref="Before"/> readable bytes before it: the magic number, the headers of frame, block and section, or room that a reader keeps.
/// </remarks>
internal static unsafe class ZstdBackward
{
    /// <summary>Readable bytes that precede every stream.</summary>
    public const int Before = 8;

    /// <summary>The bits of the stream without its mark, or -1 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Length(byte* start, byte* end) =>
        end > start && end[-1] != 0 ? (nint)(end - start) * 8 - (BitOperations.LeadingZeroCount((uint)end[-1]) - 24) - 1 : -1;

    /// <summary>At least the next 57 bits from the top down. With fewer left, what lies before the stream follows. <paramref name="left"/> is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(byte* start, nint left) => WideCopy.Load64(start + ((left + 7) >> 3) - 8) << (int)(-left & 7);

    /// <summary>The upper <paramref name="count"/> bits, 0 to 63.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Top(ulong bits, int count) => (bits >> 1) >> (63 - count);
}
