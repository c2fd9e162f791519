using Curate.Parquet.Compression;
using Curate.TestKit;

namespace Curate.Parquet.Tests.Compression;

public sealed class PageCodecsTests
{
    public static TheoryData<ParquetCodec> Written =>
        [.. Enum.GetValues<ParquetCodec>().Where(PageCodecs.CanCompress)];

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
}
