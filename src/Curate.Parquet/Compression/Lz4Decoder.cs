using System.Runtime.CompilerServices;

namespace Curate.Parquet.Compression;

/// <summary>Decodes raw LZ4 blocks: sequences of literals and a copy from earlier output. O(length), no memory.</summary>
/// <remarks>Source: the block format description of the LZ4 project (lz4_Block_format.md).</remarks>
internal static unsafe class Lz4Decoder
{
    private const int LeastMatch = 4;

    // A short sequence: a token, at most 14 literals (16 are copied), a distance of two bytes; then at most 18 bytes of match.
    private const int SourceMargin = 1 + 16 + 2;
    private const int TargetMargin = 14 + 18 + WideCopy.Slack;

    /// <summary>Decodes one block that is all of the source and fills the destination.</summary>
    public static void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        long written;
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            written = Decode(from, from + source.Length, to, to, to + destination.Length);
        }

        if (written < 0)
        {
            CodecFailure.Corrupt(ParquetCodec.Lz4Raw, "a sequence is cut short or reaches outside of the data");
        }

        if (written != destination.Length)
        {
            CodecFailure.WrongSize(ParquetCodec.Lz4Raw, written, destination.Length);
        }
    }

    /// <summary>
    /// Decodes the block from <paramref name="at"/> to <paramref name="end"/> to <paramref name="to"/>, where copies may reach back to
    /// <paramref name="history"/>. Returns the bytes written, or -1 when the block is damaged or larger than the room up to
    /// <paramref name="limit"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Decode(byte* at, byte* end, byte* history, byte* to, byte* limit)
    {
        byte* start = to;
        while (at < end)
        {
            uint token = *at++;
            nint run = (nint)(token >> 4);
            nint match = (nint)(token & 15) + LeastMatch;
            nint distance;
            if (run < 15 && end - at >= SourceMargin && limit - to >= TargetMargin)
            {
                WideCopy.Copy16(to, at);
                at += run;
                to += run;
                distance = (nint)WideCopy.Load16(at);
                at += 2;
                if (match < 15 + LeastMatch)
                {
                    if ((nuint)(distance - 1) >= (nuint)(to - history))
                    {
                        return -1;
                    }

                    if (distance >= 16)
                    {
                        byte* from = to - distance;
                        WideCopy.Copy16(to, from);
                        // Two more bytes are all that a short match can have.
                        Unsafe.WriteUnaligned(to + 16, Unsafe.ReadUnaligned<ushort>(from + 16));
                    }
                    else
                    {
                        WideCopy.Match(to, distance, match);
                    }

                    to += match;
                    continue;
                }
            }
            else
            {
                if (run == 15 && !Extend(ref at, end, ref run))
                {
                    return -1;
                }

                if (run > end - at || run > limit - to)
                {
                    return -1;
                }

                if (end - at - run > WideCopy.Slack && limit - to - run > WideCopy.Slack)
                {
                    WideCopy.Forward(to, at, run);
                }
                else
                {
                    Buffer.MemoryCopy(at, to, run, run);
                }

                at += run;
                to += run;
                if (at == end)
                {
                    // The last sequence has literals alone, and its token says nothing of a match.
                    return match == LeastMatch ? to - start : -1;
                }

                if (end - at < 2)
                {
                    return -1;
                }

                distance = (nint)WideCopy.Load16(at);
                at += 2;
            }

            if (match == 15 + LeastMatch && !Extend(ref at, end, ref match))
            {
                return -1;
            }

            if ((nuint)(distance - 1) >= (nuint)(to - history) || match > limit - to)
            {
                return -1;
            }

            if (limit - to - match > WideCopy.Slack)
            {
                WideCopy.Match(to, distance, match);
            }
            else
            {
                WideCopy.MatchExact(to, distance, match);
            }

            to += match;
        }

        // A block ends inside the loop, with the literals of its last sequence.
        return -1;
    }

    /// <summary>Adds the bytes that go on with a length; false when they do not end. The sum is below 255 times the length of the source.</summary>
    private static bool Extend(ref byte* at, byte* end, ref nint length)
    {
        while (at < end)
        {
            byte more = *at++;
            length += more;
            if (more < 255)
            {
                return true;
            }
        }

        return false;
    }
}
