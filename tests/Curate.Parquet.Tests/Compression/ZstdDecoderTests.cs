using Curate.Parquet.Compression;
using Curate.Parquet.Compression.Zstd;
using Curate.TestKit;

namespace Curate.Parquet.Tests.Compression;

public sealed class ZstdDecoderTests
{
    public static TheoryData<int> Levels => [1, 2, 3, 5, 7, 9, 12, 15, 19, 22];

    [Theory]
    [MemberData(nameof(Levels))]
    public void Decompress_of_what_libzstd_writes_gives_the_bytes_back(int level) => Seeds.Each(2, seed =>
    {
        SplitMix64 draws = new(seed);
        foreach (byte[] content in SampleBytes.Textures(draws))
        {
            byte[] packed = SampleBytes.Compress(ParquetCodec.Zstd, level, content);
            byte[] back = new byte[content.Length];
            ZstdDecoder.Decompress(packed, back);
            Assert.Equal(content, back);
        }
    });
}
