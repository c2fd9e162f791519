using Curate.Parquet.Compression;
using Curate.Parquet.Compression.Zstd;
using Curate.TestKit;

namespace Curate.Parquet.Tests.Compression;

/// <summary>What the reference tools wrote (tests/interop/codecs/make.py): <c>CONTENT.VARIANT.KIND</c> decompresses to <c>CONTENT.bin</c>.</summary>
public sealed class FixtureTests
{
    private static readonly string s_folder = RepositoryRoot.Combine("tests/Curate.Parquet.Tests/Compression/Fixtures");

    private static readonly string[] s_packed =
        [.. Directory.GetFiles(s_folder).Select(path => Path.GetFileName(path)).Where(name => name.Split('.').Length == 3).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Packed => [.. s_packed];

    [Theory]
    [MemberData(nameof(Packed))]
    public void Decompress_of_what_a_reference_tool_wrote_gives_the_content(string name)
    {
        byte[] packed = Read(name);
        byte[] content = Read(name.Split('.')[0] + ".bin");
        string kind = name.Split('.')[2];
        Assert.Equal(content, SampleBytes.Decompress(Codec(kind), packed, content.Length));
        if (kind == "zstd")
        {
            Assert.Equal(content, SampleBytes.Guarded(content.Length, room => ZstdDecoder.Decompress(packed, room)));
            using var stream = new ZstdReadStream(new DribbleStream(packed));
            using var back = new MemoryStream();
            stream.CopyTo(back);
            Assert.Equal(content, back.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Packed))]
    public void Decompress_of_a_fixture_that_is_cut_short_fails(string name)
    {
        byte[] packed = Read(name);
        byte[] content = Read(name.Split('.')[0] + ".bin");
        ParquetCodec codec = Codec(name.Split('.')[2]);
        foreach (int length in (int[])[0, 1, packed.Length / 3, packed.Length * 2 / 3, packed.Length - 1])
        {
            // No bytes at all are an empty page.
            if (length < packed.Length && length + content.Length > 0)
            {
                Assert.Throws<ParquetFormatException>(() => SampleBytes.Decompress(codec, packed[..length], content.Length));
            }
        }
    }

    [Fact]
    public void Every_kind_of_fixture_is_there() =>
        Assert.Equal(["brotli", "gzip", "lz4", "lz4raw", "snappy", "zstd"],
            s_packed.Select(name => name.Split('.')[2]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Zstandard_with_a_dictionary_is_named_as_unsupported()
    {
        byte[] packed = Read("dictionary.zst");
        ParquetFormatException failure = Assert.Throws<ParquetFormatException>(() => SampleBytes.Decompress(ParquetCodec.Zstd, packed, 500));
        Assert.Equal(ParquetFault.Unsupported, failure.Fault);
        Assert.Contains("4711", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(s_folder, name));

    private static ParquetCodec Codec(string kind) => kind switch
    {
        "snappy" => ParquetCodec.Snappy,
        "gzip" => ParquetCodec.Gzip,
        "brotli" => ParquetCodec.Brotli,
        "lz4" => ParquetCodec.Lz4Hadoop,
        "lz4raw" => ParquetCodec.Lz4Raw,
        _ => ParquetCodec.Zstd,
    };
}
