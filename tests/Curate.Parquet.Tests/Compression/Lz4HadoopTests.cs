using Curate.Parquet.Compression;
using Curate.TestKit;

namespace Curate.Parquet.Tests.Compression;

public sealed class Lz4HadoopTests
{
    [Theory]
    [InlineData(100, 1)]
    [InlineData(5_000, 3)]
    [InlineData(262_144, 1)]
    [InlineData(262_144, 5)]
    public void Decompress_of_blocks_with_chunks_gives_the_content(int blockSize, int chunks) => Seeds.Each(2, seed =>
    {
        SplitMix64 draws = new(seed);
        foreach (byte[] content in SampleBytes.Textures(draws).Where((_, i) => i % 7 == 0))
        {
            byte[] packed = HadoopFrames.Of(content, blockSize, chunks);
            Assert.Equal(content, SampleBytes.Decompress(ParquetCodec.Lz4Hadoop, packed, content.Length));
        }
    });

    [Fact]
    public void Decompress_of_a_chunk_that_reaches_into_the_one_before_fails()
    {
        // The second block copies 8 bytes from 8 before its start.
        byte[] packed =
        [
            0, 0, 0, 8, 0, 0, 0, 9, 0x80, 1, 2, 3, 4, 5, 6, 7, 8,
            0, 0, 0, 9, 0, 0, 0, 5, 0x04, 8, 0, 0x10, 9,
        ];
        Assert.Throws<ParquetFormatException>(() => SampleBytes.Decompress(ParquetCodec.Lz4Hadoop, packed, 17));
    }

    [Fact]
    public void Decompress_of_a_raw_block_gives_the_content()
    {
        byte[] content = SampleBytes.Texture(new SplitMix64(9), 3, 5000);
        byte[] packed = SampleBytes.Compress(ParquetCodec.Lz4Raw, null, content);
        Assert.Equal(content, SampleBytes.Decompress(ParquetCodec.Lz4Hadoop, packed, content.Length));
    }

    [Fact]
    public void Decompress_of_none_of_the_three_says_so()
    {
        ParquetFormatException failure =
            Assert.Throws<ParquetFormatException>(() => SampleBytes.Decompress(ParquetCodec.Lz4Hadoop, [0xF0, 1, 2, 3, 4, 5], 100));
        Assert.Equal(ParquetFault.Corrupt, failure.Fault);
        Assert.Contains("Hadoop", failure.Message, StringComparison.Ordinal);
    }
}
