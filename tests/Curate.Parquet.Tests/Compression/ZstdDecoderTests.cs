using Curate.Parquet.Compression.Zstd;
using Curate.TestKit;

namespace Curate.Parquet.Tests.Compression;

/// <summary>The managed decoder against frames of libzstd, in one call and as a stream.</summary>
public sealed class ZstdDecoderTests
{
    public static TheoryData<int> Levels => [-5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 22];

    [ZstdTheory]
    [MemberData(nameof(Levels))]
    public void Decompress_of_every_level_gives_the_bytes_back(int level) => Seeds.Each(1, seed =>
    {
        SplitMix64 draws = new(seed + (ulong)level);
        int checksum = 0;
        foreach (byte[] content in SampleBytes.Textures(draws))
        {
            checksum ^= 1;
            Check(content, NativeZstd.Compress(content, (NativeZstd.Level, level), (NativeZstd.Checksum, checksum)), draws);
        }
    });

    [ZstdFact]
    public void Decompress_of_every_strategy_and_shortest_match_gives_the_bytes_back() => Seeds.Each(1, seed =>
    {
        SplitMix64 draws = new(seed);
        for (int strategy = 1; strategy <= 9; strategy++)
        {
            for (int shortest = 3; shortest <= 7; shortest += 2)
            {
                byte[] content = SampleBytes.Texture(draws, draws.Below(SampleBytes.TextureCount), draws.Below(300_000) + 1);
                Check(content, NativeZstd.Compress(content, (NativeZstd.Strategy, strategy), (NativeZstd.MinMatch, shortest)), draws);
            }
        }
    });

    [ZstdFact]
    public void Decompress_of_small_windows_and_unknown_sizes_gives_the_bytes_back() => Seeds.Each(2, seed =>
    {
        SplitMix64 draws = new(seed);
        foreach (int windowLog in (int[])[10, 11, 14, 17, 20])
        {
            for (int texture = 0; texture < SampleBytes.TextureCount; texture++)
            {
                byte[] content = SampleBytes.Texture(draws, texture, 5 * (1 << windowLog) / 2 + draws.Below(100_000));
                Check(content, NativeZstd.Compress(content, (NativeZstd.WindowLog, windowLog), (NativeZstd.ContentSize, 0), (NativeZstd.Checksum, 1)), draws);
            }
        }
    });

    [ZstdFact]
    public void Decompress_of_long_distance_matches_gives_the_bytes_back()
    {
        SplitMix64 draws = new(7);
        byte[] part = SampleBytes.Texture(draws, 1, 3_000_000);
        byte[] words = SampleBytes.Texture(draws, 3, 6_000_000);
        byte[] content = [.. part, .. words, .. part, .. words, .. part];
        byte[] packed = NativeZstd.Compress(content, (NativeZstd.Level, 3), (NativeZstd.LongDistance, 1), (NativeZstd.WindowLog, 24), (NativeZstd.Checksum, 1));
        // Only matches over 9 MB explain a size below that of two copies of the noise.
        Assert.True(packed.Length < 6_000_000);
        Check(content, packed, draws);
    }

    [ZstdFact]
    public void Decompress_of_many_frames_and_skipped_ones_joins_them() => Seeds.Each(3, seed =>
    {
        SplitMix64 draws = new(seed);
        List<byte> content = [];
        List<byte> packed = [];
        for (int frame = 0; frame < 8; frame++)
        {
            byte[] part = SampleBytes.Texture(draws, draws.Below(SampleBytes.TextureCount), draws.Below(3) == 0 ? 0 : draws.Below(200_000));
            content.AddRange(part);
            packed.AddRange(NativeZstd.Compress(part, (NativeZstd.Level, draws.Below(10) + 1), (NativeZstd.Checksum, draws.Below(2))));
            int skipped = draws.Below(300_000);
            packed.AddRange([(byte)(0x50 + draws.Below(16)), 0x2A, 0x4D, 0x18, (byte)skipped, (byte)(skipped >> 8), (byte)(skipped >> 16), 0]);
            packed.AddRange(SampleBytes.Texture(draws, 1, skipped));
        }

        Check([.. content], [.. packed], draws);
    });

    [ZstdFact]
    [Trait("Tier", "slow")]
    public void Decompress_of_large_inputs_gives_the_bytes_back() => Seeds.Each(2, seed =>
    {
        SplitMix64 draws = new(seed);
        for (int texture = 0; texture < SampleBytes.TextureCount; texture++)
        {
            byte[] content = SampleBytes.Texture(draws, texture, 20_000_000 + draws.Below(100_000));
            foreach (int level in (int[])[1, 3, 12, 19])
            {
                Check(content, NativeZstd.Compress(content, (NativeZstd.Level, level), (NativeZstd.Checksum, 1)), draws);
            }
        }
    });

    private static void Check(byte[] content, byte[] packed, SplitMix64 draws)
    {
        Assert.Equal(content, SampleBytes.Guarded(content.Length, room => ZstdDecoder.Decompress(packed, room)));
        using var stream = new ZstdReadStream(packed.Length < 20_000 ? new DribbleStream(packed, draws.Next()) : new MemoryStream(packed));
        byte[] back = new byte[content.Length];
        int at = 0;
        int read;
        while ((read = stream.Read(back.AsSpan(at, Math.Min(back.Length - at, draws.Below(200_000) + 1)))) > 0)
        {
            at += read;
        }

        Assert.Equal(content.Length, at);
        Assert.Equal(-1, stream.ReadByte());
        Assert.True(content.AsSpan().SequenceEqual(back), "the stream gives other bytes");
    }
}
