using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;
using Curate.Formats.Parquet;
using Curate.Parquet.Tests.Support;
using Curate.TestKit;

namespace Curate.Formats.Tests.Parquet;

public class ParquetDamageTests
{
    [Fact]
    public void Truncation_at_every_byte_is_a_clear_error()
    {
        byte[] file = Small(5);
        for (int length = 0; length < file.Length; length++)
        {
            var failure = Assert.Throws<CurateException>(() => Everything(file[..length]));
            Assert.Contains("in.parquet", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Flipped_bits_never_fail_otherwise_than_by_a_clear_error() => Seeds.Each(4, seed =>
    {
        byte[] file = Small(seed);
        var draws = new SplitMix64(seed);
        int failed = 0;
        for (int i = 0; i < 600; i++)
        {
            byte[] damaged = [.. file];
            damaged[draws.Below(file.Length)] ^= (byte)(1 << draws.Below(8));
            try
            {
                Everything(damaged);
            }
            catch (CurateException failure)
            {
                failed++;
                Assert.Contains(failure.Code.Id, (IEnumerable<string>)["corrupt-file", "record-too-large", "bad-value", "invalid-utf8", "bad-header"]);
            }
        }

        Assert.True(failed > 100);
    });

    [SharedDataFact("parquet-testing/data")]
    public void Files_of_other_writers_survive_a_shuffle()
    {
        foreach (string path in Directory.EnumerateFiles(SharedData.Path("parquet-testing/data"), "*.parquet").Order(StringComparer.Ordinal))
        {
            try
            {
                using var source = new ParquetSource(new FileInput(path), new TextReadOptions());
                long rows = source.RowCount!.Value;
                string[] before = Pq.Jsonl(source).Split('\n');
                long[] reversed = [.. Enumerable.Range(0, (int)rows).Select(i => rows - 1 - i)];
                byte[] copy = Pq.Write(source, plan: new Curate.Core.Running.Plans.RowOrder(reversed, "none") { InputRows = rows });
                Assert.True(before.Reverse().Skip(1).SequenceEqual(Pq.Jsonl(copy).Split('\n').SkipLast(1)), path);
            }
            catch (CurateException failure)
            {
                // Pages of 1 GiB, and a time that 64 bits of microseconds do not hold.
                Assert.Contains(Path.GetFileName(path), (IEnumerable<string>)["large_string_map.brotli.parquet", "int96_from_spark.parquet"]);
                Assert.Contains(failure.Code.Id, (IEnumerable<string>)["record-too-large", "bad-value"]);
            }
        }
    }

    [Fact]
    public void Parquet_inside_gzip_is_refused()
    {
        var failure = Assert.Throws<CurateException>(() => Pq.Open(Small(1), "data.parquet.gz"));
        Assert.Equal("unknown-format", failure.Code.Id);
        Assert.Contains("compresses its own pages", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Small(ulong seed)
    {
        var random = new RandomFile(seed, 12, depth: 3);
        return random.Write(random.Options(new SplitMix64(seed)), 6, 5);
    }

    // Reads all columns as JSON, all rows in reverse, and the keys of all rows.
    private static void Everything(byte[] file)
    {
        using ParquetSource source = Pq.Open(file);
        Pq.Jsonl(source, batchRows: 5);
        long rows = Math.Min(1000, source.RowCount!.Value);
        long[] reversed = [.. Enumerable.Range(0, (int)rows).Select(i => rows - 1 - i)];
        Pq.Write(source, plan: new Curate.Core.Running.Plans.RowOrder(reversed, "none") { InputRows = rows });
        Pq.Write(source, new ParquetWriteOptions { RowGroupRows = 4 });
    }
}
