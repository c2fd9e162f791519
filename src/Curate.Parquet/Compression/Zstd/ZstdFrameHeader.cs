using System.Buffers.Binary;

namespace Curate.Parquet.Compression.Zstd;

/// <summary>The header of a Zstandard frame behind its magic number (RFC 8878, section 3.1.1.1).</summary>
/// <param name="Length">Bytes of the header, without the magic number.</param>
/// <param name="Window">How far back the content may refer, in bytes.</param>
/// <param name="Content">The size of the content, where the header states it.</param>
/// <param name="Dictionary">The dictionary it needs; 0 is none.</param>
/// <param name="HasChecksum">The frame ends with a checksum of its content.</param>
internal readonly record struct ZstdFrameHeader(int Length, ulong Window, ulong? Content, uint Dictionary, bool HasChecksum)
{
    public const uint Magic = 0xFD2FB528;

    /// <summary>Sixteen numbers from here on begin a frame that is to be skipped; 32 bits of length follow.</summary>
    public const uint SkippableMagic = 0x184D2A50;

    /// <summary>The longest header there is.</summary>
    public const int MaxLength = 1 + 1 + 4 + 8;

    private static ReadOnlySpan<byte> DictionaryBytes => [0, 1, 2, 4];

    private static ReadOnlySpan<byte> ContentBytes => [0, 2, 4, 8];

    /// <summary>The length of the header that begins with <paramref name="descriptor"/>.</summary>
    public static int LengthOf(byte descriptor)
    {
        bool single = (descriptor & 0x20) != 0;
        int content = descriptor >> 6 == 0 && single ? 1 : ContentBytes[descriptor >> 6];
        return 1 + (single ? 0 : 1) + DictionaryBytes[descriptor & 3] + content;
    }

    /// <summary>Reads a whole header.</summary>
    public static ZstdFrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        byte descriptor = bytes[0];
        if ((descriptor & 8) != 0)
        {
            ZstdFault.Corrupt("the header of a frame is not valid");
        }

        int length = LengthOf(descriptor);
        bool single = (descriptor & 0x20) != 0;
        int at = 1;
        ulong window = 0;
        if (!single)
        {
            ulong whole = 1UL << (10 + (bytes[at] >> 3));
            window = whole + whole / 8 * (bytes[at] & 7UL);
            at++;
        }

        int dictionaryBytes = DictionaryBytes[descriptor & 3];
        uint dictionary = (uint)Little(bytes.Slice(at, dictionaryBytes));
        at += dictionaryBytes;
        ulong? content = at < length ? Little(bytes[at..length]) : null;
        if (length - at == 2)
        {
            // Sizes below 256 have the form of one byte.
            content += 256;
        }

        return new(length, single ? content!.Value : window, content, dictionary, (descriptor & 4) != 0);
    }

    /// <summary>Refuses what is valid but not read here.</summary>
    public void Check()
    {
        if (Dictionary != 0)
        {
            CodecFailure.Unsupported(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"The Zstandard data needs the dictionary {Dictionary}; data with dictionaries is not read."));
        }
    }

    private static ulong Little(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => 0,
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
    };
}
