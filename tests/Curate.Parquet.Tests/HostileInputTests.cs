using Curate.Parquet.Compression;
using Curate.Parquet.Input;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;
using Curate.Parquet.Tests.Support;
using Curate.Parquet.Thrift;
using Curate.Parquet.Writing;
using Curate.TestKit;

namespace Curate.Parquet.Tests;

/// <summary>Damage gives a <see cref="ParquetFormatException"/> or what the file says, in little memory; never anything else.</summary>
public class HostileInputTests
{
    private const long MostBytes = 96L << 20;

    public static TheoryData<ulong, int, ParquetCodec> Files => new()
    {
        { 1, 1, ParquetCodec.None },
        { 2, 2, ParquetCodec.None },
        { 3, 1, ParquetCodec.Snappy },
        { 4, 2, ParquetCodec.Gzip },
        { 5, 1, ParquetCodec.Lz4Raw },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Open_truncated_anywhere_fails_as_damage(ulong seed, int version, ParquetCodec codec)
    {
        byte[] file = Small(seed, version, codec);
        for (int length = 0; length < file.Length; length++)
        {
            string? result = Read(file[..length]);
            Assert.Null(result);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_with_any_bit_flipped_fails_as_damage_or_reads(ulong seed, int version, ParquetCodec codec)
    {
        byte[] file = Small(seed, version, codec);
        string? right = Read(file);
        Assert.NotNull(right);
        bool[] hasChecksum = Bodies(file);
        for (int at = 0; at < file.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = (byte[])file.Clone();
                damaged[at] ^= (byte)(1 << bit);
                string? result = Read(damaged);
                if (hasChecksum[at])
                {
                    Assert.True(result is null || result == right, $"byte {at}, bit {bit}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_without_checksums_and_with_any_byte_changed_fails_as_damage_or_reads(ulong seed, int version, ParquetCodec codec)
    {
        byte[] file = Small(seed, version, codec);
        SplitMix64 draws = new(seed);
        for (int at = 0; at < file.Length; at++)
        {
            foreach (byte value in new byte[] { 0, 255, 127, (byte)draws.Next() })
            {
                byte[] damaged = (byte[])file.Clone();
                damaged[at] = value;
                Read(damaged, verify: false);
            }
        }
    }

    [SharedDataFact("parquet-testing/data")]
    [Trait("Tier", "slow")]
    public void Read_foreign_files_with_any_byte_changed_fails_as_damage_or_reads()
    {
        foreach (string path in Directory.GetFiles(SharedData.Path("parquet-testing/data"), "*.parquet"))
        {
            byte[] file = File.ReadAllBytes(path);
            if (file.Length > 6000 || Path.GetFileName(path).Contains("brotli", StringComparison.Ordinal))
            {
                continue;
            }

            SplitMix64 draws = new((ulong)file.Length);
            for (int at = 0; at < file.Length; at++)
            {
                byte[] damaged = (byte[])file.Clone();
                damaged[at] ^= (byte)(1 << draws.Below(8));
                Read(damaged);
                Read(file[..at]);
            }
        }
    }

    [Fact]
    public void Footer_of_random_bytes_fails_as_damage()
    {
        Seeds.Each(2000, seed =>
        {
            SplitMix64 draws = new(seed);
            byte[] bytes = new byte[draws.Below(300)];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)(draws.Chance(0.5) ? draws.Below(32) : draws.Below(256));
            }

            try
            {
                FooterReader.Read(bytes);
            }
            catch (ParquetFormatException)
            {
            }

            try
            {
                PageHeaderReader.Read(bytes, out _);
            }
            catch (ParquetFormatException)
            {
            }

            try
            {
                CompactReader reader = new(bytes);
                reader.Skip((CompactType)draws.Below(16));
            }
            catch (ParquetFormatException)
            {
            }
        });
    }

    [Fact]
    public void Skip_nesting_without_end_fails_before_the_stack_does()
    {
        byte[] nested = new byte[100_000];
        Array.Fill(nested, (byte)0x1C);
        Assert.Throws<ParquetFormatException>(() =>
        {
            CompactReader reader = new(nested);
            reader.Skip(CompactType.Struct);
        });
        Array.Fill(nested, (byte)0x19);
        Assert.Throws<ParquetFormatException>(() =>
        {
            CompactReader reader = new(nested);
            reader.Skip(CompactType.List);
        });
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, ParquetFault.Limit)]
    [InlineData(1 << 30, 100, ParquetFault.Corrupt)]
    [InlineData(100, 1 << 30, ParquetFault.Corrupt)]
    [InlineData(-1, 10, ParquetFault.Corrupt)]
    public void ReadRows_a_page_that_claims_gigabytes_fails_in_little_memory(int plain, int packed, ParquetFault fault)
    {
        CompactWriter header = new();
        MetadataWriter.WritePageHeader(header, new PageHeader
        {
            Type = (int)PageType.Data,
            UncompressedBytes = plain,
            CompressedBytes = packed,
            ValueCount = 10,
            DefinitionEncoding = 3,
            RepetitionEncoding = 3,
        });
        byte[] page = [.. header.Written, .. new byte[3000]];
        ParquetFormatException thrown = Assert.Throws<ParquetFormatException>(() => ReadPage(page, 10, ParquetCodec.Snappy));
        Assert.Equal(fault, thrown.Fault);
        Assert.Equal("c", thrown.Column);
        Assert.Equal(4, thrown.Offset);
    }

    [Fact]
    public void ReadRows_a_dictionary_that_claims_a_billion_values_fails_in_little_memory()
    {
        CompactWriter header = new();
        MetadataWriter.WritePageHeader(header, new PageHeader { Type = (int)PageType.Dictionary, UncompressedBytes = 8, CompressedBytes = 8, ValueCount = 1 << 30 });
        Assert.Equal(ParquetFault.Corrupt, Assert.Throws<ParquetFormatException>(() => ReadPage([.. header.Written, .. new byte[8]], 10, ParquetCodec.None)).Fault);
    }

    [Fact]
    public void Open_an_encrypted_footer_says_so()
    {
        byte[] file = [.. "PARE"u8, .. new byte[20], 4, 0, 0, 0, .. "PARE"u8];
        ParquetFormatException thrown = Assert.Throws<ParquetFormatException>(() => ParquetFileReader.Open(new MemoryInput(file)));
        Assert.Equal(ParquetFault.Encrypted, thrown.Fault);
        Assert.Contains("encrypted", thrown.Message, StringComparison.Ordinal);
    }

    private static void ReadPage(byte[] page, long values, ParquetCodec codec)
    {
        ParquetSchema schema = new ParquetSchemaBuilder().Leaf("c", PhysicalType.Int32, Repetition.Required).Build();
        ColumnMetaData data = new()
        {
            Type = PhysicalType.Int32,
            Encodings = [],
            Path = ["c"],
            Codec = codec,
            ValueCount = values,
            UncompressedBytes = 0,
            CompressedBytes = page.Length,
            DataPageOffset = 4,
        };
        byte[] file = [1, 2, 3, 4, .. page];
        long before = GC.GetAllocatedBytesForCurrentThread();
        ColumnReader reader = new(new MemoryInput(file), schema.Leaves[0], data, file.Length, values, verifyChecksums: true, new PageBuffers());
        try
        {
            reader.ReadRows(new ColumnBatch(), 10);
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    private static byte[] Small(ulong seed, int version, ParquetCodec codec)
    {
        RandomFile table = new(seed, 12, depth: 2);
        return table.Write(new ParquetWriterOptions { DataPageVersion = version, Codec = codec, PageRows = 7, DictionaryBytes = 200 }, 12, 12);
    }

    private static bool[] Bodies(byte[] file)
    {
        bool[] inside = new bool[file.Length];
        using ParquetFileReader reader = ParquetFileReader.Open(new MemoryInput(file));
        foreach (ColumnChunkInfo column in reader.Metadata.RowGroups[0].Columns)
        {
            PageSource pages = new(new MemoryInput(file), column.Data!.Start, column.Data.Start + column.Data.CompressedBytes, new PageBuffers());
            while (pages.MoveNext())
            {
                Assert.True(pages.Header.HasChecksum);
                Array.Fill(inside, true, (int)pages.BodyOffset, pages.Header.CompressedBytes);
            }
        }

        return inside;
    }

    // What the file holds, at most some thousand rows; null where it is refused.
    private static string? Read(byte[] bytes, bool verify = true)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using ParquetFileReader file = Open(bytes, verify);
            System.Text.StringBuilder text = new();
            ColumnBatch batch = new() { MayLook = verify };
            for (int group = 0; group < Math.Min(3, file.RowGroupCount); group++)
            {
                for (int leaf = 0; leaf < file.Schema.Leaves.Count; leaf++)
                {
                    ColumnReader column = file.OpenColumn(group, leaf);
                    for (int i = 0; i < 20 && column.ReadRows(batch, 500) > 0; i++)
                    {
                        text.Append(Convert.ToHexString(batch.DefinitionLevels)).Append(Convert.ToHexString(batch.RepetitionLevels));
                        text.Append(Convert.ToHexString(batch.Bytes)).Append('\n');
                    }
                }
            }

            return text.ToString();
        }
        catch (ParquetFormatException)
        {
            return null;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        }
    }

    private static ParquetFileReader Open(byte[] bytes, bool verify)
    {
        ParquetFileReader file = ParquetFileReader.Open(new MemoryInput(bytes));
        file.VerifyChecksums = verify;
        return file;
    }
}
