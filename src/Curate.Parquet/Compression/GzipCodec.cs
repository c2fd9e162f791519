using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Curate.Parquet.Compression;

/// <summary>
/// Gzip (RFC 1952), any number of members, by the framework's zlib. Some writers put zlib (RFC 1950) or bare deflate (RFC 1951) under
/// the same codec number; both are told by their first bytes and read.
/// </summary>
internal static unsafe class GzipCodec
{
    private const int SystemAt = 9;
    private const byte UnknownSystem = 255;

    // The framework reports neither a trailer that is cut short nor bytes behind the last member. This member, appended to the page,
    // comes out last if, and only if, all members before it ended with the right checksum.
    private static readonly byte[] s_markMember =
    [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0x2E, 0x2D, 0x4A, 0x2C, 0x49,
        0xB5, 0x4A, 0xCD, 0x4B, 0xD1, 0xCD, 0x4D, 0x2C, 0xCA, 0xD6, 0x03, 0x00, 0x4F, 0xD8, 0x5F, 0x90, 0x10, 0x00, 0x00, 0x00,
    ];

    // Bare deflate has no trailer. What stands behind it is not looked at when it ended. When it did not, what stands there becomes content,
    // or no valid block, or completes the code that ends a block; no two of these can both pass for the same content.
    private static readonly byte[] s_ones = Enumerable.Repeat((byte)0xFF, 1024).ToArray();
    private static readonly byte[] s_zeros = new byte[1024];

    private static ReadOnlySpan<byte> Mark => "curate:end-mark."u8;

    private static ReadOnlySpan<byte> EmptyMember => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, UnknownSystem, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The compressor's fastest mode spends at most 9 bits on a byte; block and member frames are the rest.</summary>
    public static long MaxCompressedLength(int length) => length + ((long)length >> 3) + 5 * ((long)length / 16383 + 1) + 64;

    public static void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        try
        {
            if (source is [0x1F, 0x8B, ..])
            {
                DecompressMembers(source, destination);
            }
            else if (source.Length >= 6 && (source[0] & 0x0F) == 8 && BinaryPrimitives.ReadUInt16BigEndian(source) % 31 == 0)
            {
                DecompressZlib(source, destination);
            }
            else
            {
                DecompressBare(source, destination);
            }
        }
        catch (InvalidDataException failure)
        {
            CodecFailure.Corrupt(ParquetCodec.Gzip, "it does not decode", failure);
        }
    }

    public static int Compress(int level, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty)
        {
            // The framework writes nothing at all for no bytes, which is not gzip.
            EmptyMember.CopyTo(destination);
            return EmptyMember.Length;
        }

        fixed (byte* to = destination)
        {
            using var page = new UnmanagedMemoryStream(to, 0, destination.Length, FileAccess.Write);
            using (var gzip = new GZipStream(page, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
            {
                gzip.Write(source);
            }

            // The same bytes on every system.
            to[SystemAt] = UnknownSystem;
            return (int)page.Length;
        }
    }

    private static void DecompressMembers(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source)
        {
            using var page = new PageReadStream(from, source.Length, s_markMember);
            using var inflate = new GZipStream(page, CompressionMode.Decompress);
            Fill(inflate, destination);
            Span<byte> tail = stackalloc byte[Mark.Length + 1];
            int read = inflate.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false);
            if (!tail[..read].SequenceEqual(Mark))
            {
                CodecFailure.Corrupt(ParquetCodec.Gzip, "it is longer than declared, cut short, or followed by other bytes");
            }
        }
    }

    private static void DecompressBare(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        InflateBare(source, destination, s_ones);
        byte[] second = ArrayPool<byte>.Shared.Rent(destination.Length);
        try
        {
            Span<byte> again = second.AsSpan(0, destination.Length);
            InflateBare(source, again, s_zeros);
            if (!again.SequenceEqual(destination))
            {
                CodecFailure.Corrupt(ParquetCodec.Gzip, "it is cut short");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(second);
        }
    }

    private static void InflateBare(ReadOnlySpan<byte> source, Span<byte> destination, byte[] behind)
    {
        fixed (byte* from = source)
        {
            using var page = new PageReadStream(from, source.Length, behind);
            using var inflate = new DeflateStream(page, CompressionMode.Decompress);
            Fill(inflate, destination);
            ExpectEnd(inflate, destination.Length);
        }
    }

    private static void DecompressZlib(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if ((source[1] & 0x20) != 0)
        {
            CodecFailure.Unsupported("A gzip page holds zlib data with a preset dictionary, which is not read.");
        }

        fixed (byte* from = source)
        {
            using var page = new PageReadStream(from, source.Length, []);
            using var inflate = new ZLibStream(page, CompressionMode.Decompress);
            Fill(inflate, destination);
            ExpectEnd(inflate, destination.Length);
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(source[^4..]) != Adler32(destination))
        {
            CodecFailure.Corrupt(ParquetCodec.Gzip, "its checksum does not fit");
        }
    }

    private static void Fill(Stream from, Span<byte> destination)
    {
        int read = from.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (read < destination.Length)
        {
            CodecFailure.WrongSize(ParquetCodec.Gzip, read, destination.Length);
        }
    }

    private static void ExpectEnd(Stream from, int declared)
    {
        if (from.ReadByte() >= 0)
        {
            CodecFailure.WrongSize(ParquetCodec.Gzip, declared + 1L, declared);
        }
    }

    /// <summary>The checksum of RFC 1950, section 8.2.</summary>
    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        const uint Modulus = 65521;
        // The most steps for which the second sum stays below 2^32.
        const int Steps = 5552;
        uint a = 1;
        uint b = 0;
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> part = bytes[..Math.Min(Steps, bytes.Length)];
            foreach (byte value in part)
            {
                a += value;
                b += a;
            }

            a %= Modulus;
            b %= Modulus;
            bytes = bytes[part.Length..];
        }

        return b << 16 | a;
    }
}
