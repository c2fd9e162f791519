using Curate.Parquet.Compression;
using Curate.TestKit;

namespace Curate.Parquet.Tests.Compression;

public sealed class PageCodecsTests
{
    public static TheoryData<ParquetCodec> Written => [.. Enum.GetValues<ParquetCodec>().Where(PageCodecs.CanCompress)];

    public static TheoryData<ParquetCodec> Known => [.. Enum.GetValues<ParquetCodec>().Where(codec => codec != ParquetCodec.Lzo)];

    [Theory]
    [MemberData(nameof(Written))]
    public void Decompress_of_what_Compress_writes_gives_the_bytes_back(ParquetCodec codec) => Seeds.Each(3, seed =>
    {
        SplitMix64 draws = new(seed);
        foreach (byte[] content in SampleBytes.Textures(draws))
        {
            byte[] packed = SampleBytes.Compress(codec, null, content);
            Assert.Equal(content, SampleBytes.Decompress(codec, packed, content.Length));
        }
    });

    [Theory]
    [MemberData(nameof(Written))]
    public void Decompress_of_large_pages_gives_the_bytes_back(ParquetCodec codec) => Seeds.Each(1, seed =>
    {
        SplitMix64 draws = new(seed);
        for (int texture = 0; texture < SampleBytes.TextureCount; texture++)
        {
            byte[] content = SampleBytes.Texture(draws, texture, 3_000_000 + draws.Below(5000));
            byte[] packed = SampleBytes.Compress(codec, null, content);
            Assert.True(content.AsSpan().SequenceEqual(SampleBytes.Decompress(codec, packed, content.Length)));
        }
    });

    [Theory]
    [MemberData(nameof(Written))]
    public void Compress_at_every_level_gives_the_bytes_back(ParquetCodec codec)
    {
        if (PageCodecs.Levels(codec) is not var (lowest, highest, standard))
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => SampleBytes.Compress(codec, 1, [1]));
            return;
        }

        SplitMix64 draws = new(5);
        foreach (int texture in (int[])[1, 3])
        {
            byte[] content = SampleBytes.Texture(draws, texture, 30_000);
            for (int level = lowest; level <= highest; level++)
            {
                byte[] packed = SampleBytes.Compress(codec, level, content);
                Assert.Equal(content, SampleBytes.Decompress(codec, packed, content.Length));
                if (level == standard)
                {
                    Assert.Equal(packed, SampleBytes.Compress(codec, null, content));
                }
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => SampleBytes.Compress(codec, lowest - 1, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleBytes.Compress(codec, highest + 1, [1]));
    }

    [Fact]
    public void Compress_makes_repetitive_text_smaller_with_every_codec()
    {
        byte[] content = SampleBytes.Texture(new SplitMix64(1), 3, 100_000);
        foreach (ParquetCodec codec in Enum.GetValues<ParquetCodec>().Where(codec => codec != ParquetCodec.None && PageCodecs.CanCompress(codec)))
        {
            Assert.InRange(SampleBytes.Compress(codec, null, content).Length, 1, 60_000);
        }
    }

    // The digests pin the bytes: a change of them is a changed result and belongs into the changelog.
    [Theory]
    [InlineData(ParquetCodec.Snappy, "84b58444ba88ba2e")]
    [InlineData(ParquetCodec.Lz4Raw, "2b474ef8bf84c2b4")]
    public void Compress_with_a_codec_of_ours_writes_the_same_bytes_everywhere(ParquetCodec codec, string digest)
    {
        SplitMix64 draws = new(20260101);
        using var all = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        foreach (byte[] content in SampleBytes.Textures(draws))
        {
            all.AppendData(SampleBytes.Compress(codec, null, content));
        }

        Assert.Equal(digest, Convert.ToHexStringLower(all.GetHashAndReset())[..16]);
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void Compress_to_less_than_the_bound_is_refused(ParquetCodec codec)
    {
        byte[] content = new byte[1000];
        byte[] room = new byte[PageCodecs.MaxCompressedLength(codec, content.Length) - 1];
        Assert.Throws<ArgumentException>(() => PageCodecs.Compress(codec, null, content, room));
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void Decompress_of_no_bytes_is_no_bytes(ParquetCodec codec) => Assert.Empty(SampleBytes.Decompress(codec, [], 0));

    [Theory]
    [MemberData(nameof(Known))]
    public void Decompress_of_no_bytes_to_some_fails(ParquetCodec codec)
    {
        ParquetFormatException failure = Assert.Throws<ParquetFormatException>(() => SampleBytes.Decompress(codec, [], 5));
        Assert.Equal(ParquetFault.Corrupt, failure.Fault);
    }

    [Theory]
    [InlineData(ParquetCodec.Lzo, "LZO")]
    [InlineData((ParquetCodec)8, "8 is unknown")]
    [InlineData((ParquetCodec)(-1), "-1 is unknown")]
    public void Decompress_of_a_codec_that_is_not_read_names_it_and_those_that_are(ParquetCodec codec, string named)
    {
        ParquetFormatException failure = Assert.Throws<ParquetFormatException>(() => SampleBytes.Decompress(codec, [1, 2, 3], 3));
        Assert.Equal(ParquetFault.Unsupported, failure.Fault);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Snappy, gzip, Brotli, LZ4 and Zstandard", failure.Message, StringComparison.Ordinal);
        Assert.False(PageCodecs.CanCompress(codec));
        Assert.Throws<ArgumentException>(() => PageCodecs.MaxCompressedLength(codec, 3));
        Assert.Throws<ArgumentException>(() => PageCodecs.Compress(codec, null, [1, 2, 3], new byte[100]));
    }

    [Fact]
    public void MaxCompressedLength_beyond_an_array_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PageCodecs.MaxCompressedLength(ParquetCodec.Snappy, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => PageCodecs.MaxCompressedLength(ParquetCodec.Gzip, -1));
        Assert.Equal(int.MaxValue, PageCodecs.MaxCompressedLength(ParquetCodec.None, int.MaxValue));
    }

    [Fact]
    public void Zstandard_library_that_is_absent_is_null() =>
        Assert.Null(Curate.Parquet.Compression.Zstd.SystemZstd.TryLoad(["libno-such-library-anywhere.so.9"]));

    [Fact]
    public void The_LZ4_of_Hadoop_is_read_but_not_written() => Assert.False(PageCodecs.CanCompress(ParquetCodec.Lz4Hadoop));
}
