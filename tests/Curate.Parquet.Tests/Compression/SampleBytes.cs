using System.Buffers.Binary;
using System.Text;
using Curate.Parquet.Compression;
using Curate.TestKit;

namespace Curate.Parquet.Tests.Compression;

/// <summary>Bytes to compress, of many sizes and textures, and calls of the codecs that notice a write outside of the destination.</summary>
internal static class SampleBytes
{
    private const int Guard = 64;
    private const byte GuardByte = 0xA7;

    private static readonly string[] s_words =
        ["the ", "value ", "of ", "a ", "row", ", ", "2024-01-", "customer", " is ", "not ", "\n", "0.5", "true", "café ", "item-", "zebra"];

    public static readonly int[] Sizes = [0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 63, 64, 65, 127, 255, 256, 1000, 4095, 4096, 20_000, 65_535, 65_536, 65_537, 200_000];

    /// <summary>One sample of each texture for every size of <see cref="Sizes"/>.</summary>
    public static IEnumerable<byte[]> Textures(SplitMix64 draws)
    {
        foreach (int size in Sizes)
        {
            for (int texture = 0; texture < TextureCount; texture++)
            {
                yield return Texture(draws, texture, size);
            }
        }
    }

    public const int TextureCount = 8;

    public static byte[] Texture(SplitMix64 draws, int texture, int size)
    {
        byte[] bytes = new byte[size];
        switch (texture)
        {
            case 0:
                break;
            case 1:
                Fill(bytes, _ => (byte)draws.Next());
                break;
            case 2:
                Fill(bytes, _ => (byte)(65 + Math.Min(draws.Below(26), draws.Below(26))));
                break;
            case 3:
                Words(bytes, draws);
                break;
            case 4:
                Numbers(bytes, draws);
                break;
            case 5:
                Repeats(bytes, draws);
                break;
            case 6:
                Fill(bytes, i => (byte)(i % 3 == 0 ? 7 : i % 5));
                break;
            default:
                // Runs of noise between runs of one byte: literals and matches in turn.
                Fill(bytes, i => (i >> 9) % 2 == 0 ? (byte)draws.Next() : (byte)(i >> 11));
                break;
        }

        return bytes;
    }

    public static byte[] Compress(ParquetCodec codec, int? level, byte[] content)
    {
        byte[] room = new byte[PageCodecs.MaxCompressedLength(codec, content.Length) + Guard];
        room.AsSpan(room.Length - Guard).Fill(GuardByte);
        int written = PageCodecs.Compress(codec, level, content, room.AsSpan(0, room.Length - Guard));
        Assert.False(room.AsSpan(room.Length - Guard).ContainsAnyExcept(GuardByte), "wrote behind the destination");
        return room[..written];
    }

    public static byte[] Decompress(ParquetCodec codec, byte[] packed, int size) =>
        Guarded(size, room => PageCodecs.Decompress(codec, packed, room));

    /// <summary>What <paramref name="fill"/> writes to a room of <paramref name="size"/> bytes; a write before or behind it fails the test, whatever is thrown.</summary>
    public static byte[] Guarded(int size, SpanAction fill)
    {
        byte[] room = new byte[size + 2 * Guard];
        room.AsSpan().Fill(GuardByte);
        try
        {
            fill(room.AsSpan(Guard, size));
        }
        finally
        {
            Assert.False(room.AsSpan(0, Guard).ContainsAnyExcept(GuardByte), "wrote before the destination");
            Assert.False(room.AsSpan(Guard + size).ContainsAnyExcept(GuardByte), "wrote behind the destination");
        }

        return room[Guard..(Guard + size)];
    }

    public delegate void SpanAction(Span<byte> room);

    private static void Fill(byte[] bytes, Func<int, byte> value)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = value(i);
        }
    }

    private static void Words(Span<byte> bytes, SplitMix64 draws)
    {
        while (!bytes.IsEmpty)
        {
            byte[] word = Encoding.UTF8.GetBytes(draws.Pick(s_words));
            int count = Math.Min(word.Length, bytes.Length);
            word.AsSpan(0, count).CopyTo(bytes);
            bytes = bytes[count..];
        }
    }

    private static void Numbers(Span<byte> bytes, SplitMix64 draws)
    {
        long value = 0;
        Span<byte> one = stackalloc byte[8];
        while (!bytes.IsEmpty)
        {
            value += draws.Below(1000);
            BinaryPrimitives.WriteInt64LittleEndian(one, value);
            int count = Math.Min(8, bytes.Length);
            one[..count].CopyTo(bytes);
            bytes = bytes[count..];
        }
    }

    // Copies of earlier parts at every distance, overlapping ones too.
    private static void Repeats(byte[] bytes, SplitMix64 draws)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            if (at == 0 || draws.Chance(0.4))
            {
                for (int n = draws.Below(20) + 1; n > 0 && at < bytes.Length; n--)
                {
                    bytes[at++] = (byte)draws.Below(64);
                }

                continue;
            }

            int reach = draws.Chance(0.5) ? Math.Min(at, 40) : at;
            int distance = draws.Below(reach) + 1;
            int length = draws.Chance(0.1) ? draws.Below(2000) : draws.Below(40) + 3;
            for (; length > 0 && at < bytes.Length; length--)
            {
                bytes[at] = bytes[at - distance];
                at++;
            }
        }
    }
}
