using Curate.Parquet.Compression;
using Curate.Parquet.Compression.Zstd;
using Curate.TestKit;

namespace Curate.Parquet.Tests.Compression;

/// <summary>Damaged input gives the right bytes, other bytes of the declared size, or a ParquetFormatException; nothing is written outside.</summary>
public sealed class HostileTests
{
    /// <summary>Codecs whose format has no checksum may take damage for other content.</summary>
    public enum Decoder
    {
        Snappy,
        Lz4,
        Lz4Hadoop,
        Gzip,
        Brotli,
        Zstd,
        ZstdManaged,
        ZstdStream,
    }

    public static TheoryData<Decoder> Decoders => [.. Enum.GetValues<Decoder>()
        .Where(decoder => NativeZstd.IsPresent || decoder is not (Decoder.Zstd or Decoder.ZstdManaged or Decoder.ZstdStream))];

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Cut_at_every_byte_is_refused(Decoder decoder)
    {
        foreach ((byte[] content, byte[] packed) in Samples(decoder))
        {
            for (int length = 0; length < packed.Length; length++)
            {
                Assert.Throws<ParquetFormatException>(() => Decode(decoder, packed[..length], content.Length));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Another_declared_size_is_refused(Decoder decoder)
    {
        foreach ((byte[] content, byte[] packed) in Samples(decoder))
        {
            foreach (int size in (int[])[0, 1, content.Length - 20, content.Length - 1, content.Length + 1, content.Length + 20, 2 * content.Length])
            {
                Assert.Throws<ParquetFormatException>(() => Decode(decoder, packed, size));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Bytes_behind_the_end_are_refused(Decoder decoder)
    {
        foreach ((byte[] content, byte[] packed) in Samples(decoder))
        {
            Assert.Throws<ParquetFormatException>(() => Decode(decoder, [.. packed, 1, 2, 3, 4, 5], content.Length));
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Every_flipped_bit_is_refused_or_harmless(Decoder decoder)
    {
        int refused = 0;
        foreach ((byte[] content, byte[] packed) in Samples(decoder))
        {
            for (int bit = 0; bit < packed.Length * 8; bit++)
            {
                byte[] bad = [.. packed];
                bad[bit / 8] ^= (byte)(1 << (bit % 8));
                try
                {
                    byte[] back = Decode(decoder, bad, content.Length);
                    Assert.Equal(content.Length, back.Length);
                    if (decoder is Decoder.Gzip)
                    {
                        Assert.Equal(content, back);
                    }
                }
                catch (ParquetFormatException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 0);
    }

    [ZstdFact]
    public void Every_flipped_bit_of_a_frame_with_checksum_is_refused_or_harmless()
    {
        SplitMix64 draws = new(3);
        byte[] content = SampleBytes.Texture(draws, 3, 3000);
        byte[] packed = NativeZstd.Compress(content, (NativeZstd.Checksum, 1), (NativeZstd.Level, 19));
        for (int bit = 0; bit < packed.Length * 8; bit++)
        {
            byte[] bad = [.. packed];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            foreach (Decoder decoder in (Decoder[])[Decoder.ZstdManaged, Decoder.ZstdStream])
            {
                try
                {
                    // The bit of the header that says whether there is a checksum must not be able to hide damage: the checksum then follows the frame.
                    Assert.Equal(content, Decode(decoder, bad, content.Length));
                }
                catch (ParquetFormatException)
                {
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Random_damage_is_refused_or_gives_bytes_of_the_declared_size(Decoder decoder) => Seeds.Each(2, seed =>
    {
        SplitMix64 draws = new(seed);
        for (int texture = 0; texture < SampleBytes.TextureCount; texture++)
        {
            byte[] content = SampleBytes.Texture(draws, texture, 3000 + draws.Below(30_000));
            byte[] packed = Encode(decoder, content);
            for (int trial = 0; trial < 150; trial++)
            {
                byte[] bad = [.. packed];
                for (int hits = draws.Below(6) + 1; hits > 0; hits--)
                {
                    // Headers are where damage hurts most.
                    bad[draws.Below(draws.Chance(0.5) ? Math.Min(40, bad.Length) : bad.Length)] = (byte)draws.Next();
                }

                Try(() => Decode(decoder, bad, content.Length));
            }
        }
    });

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Random_bytes_are_refused_or_give_bytes_of_the_declared_size(Decoder decoder) => Seeds.Each(2, seed =>
    {
        SplitMix64 draws = new(seed);
        for (int trial = 0; trial < 2000; trial++)
        {
            byte[] noise = SampleBytes.Texture(draws, draws.Chance(0.5) ? 1 : 5, draws.Below(200));
            if (decoder >= Decoder.Zstd && noise.Length > 8)
            {
                // Behind a valid start: the magic number, a frame with a window, one compressed block of all the rest.
                uint block = 1 | 2 << 1 | (uint)(noise.Length - 9) << 3;
                ((byte[])[0x28, 0xB5, 0x2F, 0xFD, 0, 0x58, (byte)block, (byte)(block >> 8), (byte)(block >> 16)]).CopyTo(noise, 0);
            }

            int size = draws.Below(2000);
            Try(() => Decode(decoder, noise, size));
        }
    });

    [Fact]
    public void Snappy_that_declares_four_gigabytes_is_refused_without_allocation() =>
        Assert.Throws<ParquetFormatException>(() => Decode(Decoder.Snappy, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 1], 100));

    private static void Try(Action decode)
    {
        try
        {
            decode();
        }
        catch (ParquetFormatException failure)
        {
            Assert.NotEqual(ParquetFault.Encrypted, failure.Fault);
        }
    }

    private static IEnumerable<(byte[] Content, byte[] Packed)> Samples(Decoder decoder)
    {
        SplitMix64 draws = new(11);
        foreach ((int texture, int size) in ((int, int)[])[(0, 300), (2, 200), (3, 900), (4, 600), (5, 1200), (6, 400), (1, 100)])
        {
            byte[] content = SampleBytes.Texture(draws, texture, size);
            yield return (content, Encode(decoder, content));
        }
    }

    private static byte[] Encode(Decoder decoder, byte[] content) => decoder switch
    {
        Decoder.Snappy => SampleBytes.Compress(ParquetCodec.Snappy, null, content),
        Decoder.Lz4 => SampleBytes.Compress(ParquetCodec.Lz4Raw, null, content),
        Decoder.Lz4Hadoop => HadoopFrames.Of(content, 150),
        Decoder.Gzip => SampleBytes.Compress(ParquetCodec.Gzip, null, content),
        Decoder.Brotli => SampleBytes.Compress(ParquetCodec.Brotli, null, content),
        _ => SampleBytes.Compress(ParquetCodec.Zstd, 19, content),
    };

    private static byte[] Decode(Decoder decoder, byte[] packed, int size) => decoder switch
    {
        Decoder.Snappy => SampleBytes.Decompress(ParquetCodec.Snappy, packed, size),
        Decoder.Lz4 => SampleBytes.Decompress(ParquetCodec.Lz4Raw, packed, size),
        Decoder.Lz4Hadoop => SampleBytes.Decompress(ParquetCodec.Lz4Hadoop, packed, size),
        Decoder.Gzip => SampleBytes.Decompress(ParquetCodec.Gzip, packed, size),
        Decoder.Brotli => SampleBytes.Decompress(ParquetCodec.Brotli, packed, size),
        Decoder.Zstd => SampleBytes.Decompress(ParquetCodec.Zstd, packed, size),
        Decoder.ZstdManaged => SampleBytes.Guarded(size, room => ZstdDecoder.Decompress(packed, room)),
        _ => Stream(packed, size),
    };

    private static byte[] Stream(byte[] packed, int size)
    {
        using var stream = new ZstdReadStream(new MemoryStream(packed));
        byte[] back = new byte[size];
        int read = stream.ReadAtLeast(back, size, throwOnEndOfStream: false);
        // A stream knows no declared size: shorter and longer content is this test's to refuse, and so is no content at all.
        if (read < size || stream.ReadByte() >= 0 || packed.Length == 0)
        {
            throw new ParquetFormatException(ParquetFault.Corrupt, "another size");
        }

        return back;
    }
}
