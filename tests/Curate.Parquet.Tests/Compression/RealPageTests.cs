using System.Buffers.Binary;
using Curate.Parquet.Compression;
using Curate.Parquet.Compression.Zstd;
using Curate.TestKit;

namespace Curate.Parquet.Tests.Compression;

/// <summary>The pages of the files that the Parquet project keeps for testing readers.</summary>
public sealed class RealPageTests
{
    private const string Folder = "parquet-testing/data";

    [SharedDataTheory(Folder)]
    [InlineData("alltypes_plain.snappy.parquet", ParquetCodec.Snappy)]
    [InlineData("nested_maps.snappy.parquet", ParquetCodec.Snappy)]
    [InlineData("nulls.snappy.parquet", ParquetCodec.Snappy)]
    [InlineData("datapage_v2.snappy.parquet", ParquetCodec.Snappy)]
    [InlineData("datapage_v2_empty_datapage.snappy.parquet", ParquetCodec.Snappy)]
    [InlineData("concatenated_gzip_members.parquet", ParquetCodec.Gzip)]
    [InlineData("large_string_map.brotli.parquet", ParquetCodec.Brotli)]
    [InlineData("hadoop_lz4_compressed.parquet", ParquetCodec.Lz4Hadoop)]
    [InlineData("hadoop_lz4_compressed_larger.parquet", ParquetCodec.Lz4Hadoop)]
    [InlineData("non_hadoop_lz4_compressed.parquet", ParquetCodec.Lz4Hadoop)]
    [InlineData("lz4_raw_compressed_larger.parquet", ParquetCodec.Lz4Raw)]
    [InlineData("byte_stream_split.zstd.parquet", ParquetCodec.Zstd)]
    public void Decompress_reads_every_page_of_a_real_file(string file, ParquetCodec expected)
    {
        int pages = 0;
        foreach ((ParquetCodec codec, byte[] packed, int size) in Pages(File.ReadAllBytes(SharedData.Path(Folder + "/" + file))))
        {
            Assert.Equal(expected, codec);
            byte[] content = SampleBytes.Decompress(codec, packed, size);
            if (codec == ParquetCodec.Zstd)
            {
                Assert.Equal(content, SampleBytes.Guarded(size, room => ZstdDecoder.Decompress(packed, room)));
            }

            pages++;
        }

        Assert.True(pages > 0);
    }

    [SharedDataFact(Folder)]
    public void Decompress_gives_the_same_content_for_Hadoop_and_raw_blocks()
    {
        // The two files hold the same column, written by two programs.
        byte[] hadoop = Longest("hadoop_lz4_compressed_larger.parquet");
        byte[] raw = Longest("lz4_raw_compressed_larger.parquet");
        Assert.Equal(hadoop.AsSpan(0, 4000), raw.AsSpan(0, 4000));
    }

    private static byte[] Longest(string file)
    {
        (ParquetCodec codec, byte[] packed, int size) = Pages(File.ReadAllBytes(SharedData.Path(Folder + "/" + file))).MaxBy(page => page.Size);
        return SampleBytes.Decompress(codec, packed, size);
    }

    private static IEnumerable<(ParquetCodec Codec, byte[] Packed, int Size)> Pages(byte[] file)
    {
        int footer = file.Length - 8 - BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 8));
        foreach (object group in (List<object>)new ThriftStruct(file, footer).Struct()[4])
        {
            foreach (object chunk in (List<object>)((Dictionary<int, object>)group)[1])
            {
                var meta = (Dictionary<int, object>)((Dictionary<int, object>)chunk)[3];
                long start = (long)meta[9];
                if (meta.TryGetValue(11, out object? dictionary) && (long)dictionary > 0)
                {
                    start = Math.Min(start, (long)dictionary);
                }

                long end = start + (long)meta[7];
                for (int at = (int)start; at < end;)
                {
                    var reader = new ThriftStruct(file, at);
                    Dictionary<int, object> header = reader.Struct();
                    int size = (int)(long)header[2];
                    int packed = (int)(long)header[3];
                    at = reader.At + packed;
                    int levels = 0;
                    if (header.TryGetValue(8, out object? second))
                    {
                        var version2 = (Dictionary<int, object>)second;
                        // The levels stand before the compressed values, uncompressed.
                        levels = (int)((long)version2[5] + (long)version2[6]);
                        if (version2.TryGetValue(7, out object? compressed) && (long)compressed == 0)
                        {
                            continue;
                        }
                    }

                    yield return ((ParquetCodec)(long)meta[4], file[(reader.At + levels)..at], size - levels);
                }
            }
        }
    }
}
