using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Running;
using Curate.Core.Running.Plans;
using Curate.Core.Running.Views;
using Curate.Formats.Files;
using Curate.Formats.Parquet;
using Curate.Parquet.Compression;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Tests.Support;
using Curate.Parquet.Writing;
using Curate.TestKit;

namespace Curate.Formats.Tests.Parquet;

public class ParquetCopyTests
{
    // More rows than the smallest row group that is copied undecoded.
    private const int Many = 9000;

    [Fact]
    public void Copies_of_nested_tables_hold_the_same_levels_and_values() => Seeds.Each(30, seed =>
    {
        var random = new RandomFile(seed, 300, isPlausible: seed % 2 == 0);
        byte[] file = random.Write(random.Options(new SplitMix64(seed)), 64, 50);
        using ParquetSource source = Pq.Open(file);
        byte[] copy = Pq.Write(source);
        Assert.Equal(random.Dump, Pq.Dump(copy));
        if (seed % 2 == 0)
        {
            Assert.Equal(Pq.Jsonl(file), Pq.Jsonl(copy, batchRows: 7));
        }
    });

    [Fact]
    public void Kept_shuffled_and_repeated_rows_hold_the_same_levels_and_values() => Seeds.Each(12, seed =>
    {
        var random = new RandomFile(seed, 200);
        byte[] file = random.Write(random.Options(new SplitMix64(seed)), 40, 50);
        string[] rows = [.. random.Rows];
        var draws = new SplitMix64(seed + 1);
        long[] order = [.. Enumerable.Range(0, 300).Select(_ => (long)draws.Below(rows.Length))];
        using ParquetSource source = Pq.Open(file);
        var options = new ParquetWriteOptions { RowGroupRows = 70 };

        byte[] copy = Copy(source, order, options, Pq.Context());
        Assert.Equal(string.Concat(order.Select(row => rows[row] + "\n")), Pq.Dump(copy));
        Assert.Equal(copy, Copy(source, order, options with { CacheBytes = 0 }, Pq.Context(workers: 2, batchRows: 7)));
    });

    [Fact]
    public void Rows_that_go_through_scratch_give_the_same_bytes() => Seeds.Each(3, seed =>
    {
        var random = new RandomFile(seed, 200);
        using ParquetSource source = Pq.Open(random.Write(random.Options(new SplitMix64(seed)), 40, 50));
        var draws = new SplitMix64(seed + 1);
        long[] order = [.. Enumerable.Range(0, 60_000).Select(_ => (long)draws.Below(200))];
        var options = new ParquetWriteOptions { RowGroupRows = 17_000 };
        byte[] inMemory = Copy(source, order, options, Pq.Context());

        // 24 bytes a row and more are beyond the smallest share of 1 MiB.
        RunContext small = Pq.Context(workers: 2, batchRows: 77, memoryBytes: 1);
        byte[] throughScratch = Copy(source, order, options, small);
        Assert.True(((CountingScratch)small.Scratch).Runs > 1);
        Assert.Equal(inMemory, throughScratch);
        Assert.Equal(string.Concat(order.Select(row => random.Rows[(int)row] + "\n")), Pq.Dump(throughScratch));
    });

    [Fact]
    public void Bytes_are_the_same_for_any_workers_and_batches_and_files()
    {
        byte[] file = Numbers(3 * Many, Many, ParquetCodec.Gzip);
        byte[][] halves = [Numbers(Many, Many, ParquetCodec.Gzip), Numbers(2 * Many, Many, ParquetCodec.Gzip, Many)];
        byte[]? first = null;
        foreach (int workers in new[] { 1, 2, 7 })
        {
            foreach (int batch in new[] { 1, 2, 8192 })
            {
                using ParquetSource source = Pq.Open(file);
                byte[] copy = Pq.Write(Except(source, Many + 5), context: Pq.Context(workers, batch));
                first ??= copy;
                Assert.Equal(first, copy);
            }
        }

        using var dataset = new DatasetSource([.. halves.Select(static (half, i) => new DatasetPart(Pq.Open(half, $"part-{i}.parquet")))]);
        Assert.Equal(first, Pq.Write(Except(dataset, Many + 5)));
    }

    [Fact]
    public void Whole_row_groups_are_copied_undecoded_and_others_are_encoded()
    {
        using ParquetSource source = Pq.Open(Numbers(3 * Many, Many, ParquetCodec.Gzip));
        Assert.Equal(["Gzip", "Gzip", "Gzip"], Codecs(Pq.Write(source)));

        // The first group lacks a row; it waits, and the others join it, because it is less than half of a row group.
        Assert.Equal(["Snappy"], Codecs(Pq.Write(Except(source, 5))));
        Assert.Equal([3 * Many - 1], Pq.GroupRows(Pq.Write(Except(source, 5))));
        byte[] late = Pq.Write(Except(source, Many + 5));
        Assert.Equal(["Gzip", "Snappy"], Codecs(late));
        Assert.Equal([Many, 2 * Many - 1], Pq.GroupRows(late));
        byte[] last = Pq.Write(Except(source, 3 * Many - 1));
        Assert.Equal([Many, Many, Many - 1], Pq.GroupRows(last));
        Assert.Equal(Enumerable.Range(0, 3 * Many - 1).Select(static i => (long?)i), Ids(last));
        Assert.Equal(Enumerable.Range(0, 3 * Many).Where(static i => i != Many + 5).Select(static i => (long?)i), Ids(late));
    }

    [Fact]
    public void Another_codec_or_size_of_row_groups_encodes_all()
    {
        using ParquetSource source = Pq.Open(Numbers(2 * Many, Many, ParquetCodec.Gzip));
        Assert.Equal(["None"], Codecs(Pq.Write(source, new ParquetWriteOptions { Compression = ParquetCompression.Parse("none") })));
        Assert.Equal(["Gzip", "Gzip"], Codecs(Pq.Write(source, new ParquetWriteOptions { Compression = ParquetCompression.Parse("gzip:1") })));
        byte[] smaller = Pq.Write(source, new ParquetWriteOptions { RowGroupRows = 7000 });
        Assert.Equal([7000, 7000, 4000], Pq.GroupRows(smaller));
        Assert.Equal(Enumerable.Range(0, 2 * Many).Select(static i => (long?)i), Ids(smaller));
    }

    [Fact]
    public void Small_row_groups_are_put_together()
    {
        using ParquetSource source = Pq.Open(Numbers(1000, 100, ParquetCodec.Gzip));
        Assert.Equal([1000], Pq.GroupRows(Pq.Write(source)));
    }

    [Fact]
    public void A_broken_candidate_fills_row_groups_as_other_rows_do()
    {
        // Two thirds of a large row group come in order, then one row is missing: limits of bytes end row groups within them.
        using ParquetSource source = Pq.Open(Numbers(3 * Many, 3 * Many, ParquetCodec.None, options: new ParquetWriterOptions { UseNewEncodings = false }));
        var options = new ParquetWriteOptions { RowGroupBytes = 20_000 };
        byte[] copy = Pq.Write(Except(source, 2 * Many), options);
        byte[] again = Pq.Write(Except(source, 2 * Many), options, Pq.Context(workers: 2, batchRows: 13));
        Assert.Equal(copy, again);
        Assert.True(Pq.GroupRows(copy).Length > 3);
        Assert.Equal(Enumerable.Range(0, 3 * Many).Where(static i => i != 2 * Many).Select(static i => (long?)i), Ids(copy));
    }

    [Fact]
    public void Added_columns_stand_beside_chunks_that_are_copied()
    {
        using ParquetSource source = Pq.Open(Numbers(2 * Many, Many, ParquetCodec.Gzip));
        byte[] marked = Pq.Write(source, plan: new Marking(2 * Many));
        using ParquetFileReader reader = Pq.Reader(marked);
        Assert.Equal(["id", "text", "mark"], reader.Schema.Fields.Select(static f => f.Name));
        Assert.Equal([ParquetCodec.Snappy, ParquetCodec.Gzip, ParquetCodec.Snappy], reader.Metadata.RowGroups[1].Columns.Select(static c => c.Data!.Codec));
        using ParquetSource output = Pq.Open(marked);
        Assert.Equal(Enumerable.Range(0, 2 * Many).Select(static i => i % 3 == 0 ? null : "m" + i), Pq.Column(output, "mark", ColumnKind.Text));
        Assert.Equal(Enumerable.Range(0, 2 * Many).Select(static i => i == Many + 1 ? -5L : i == 3 ? null : (long?)i), Ids(marked));
    }

    [Fact]
    public void Edits_that_do_not_fit_are_refused()
    {
        using ParquetSource source = Pq.Open(Numbers(10, 10, ParquetCodec.None));
        Assert.Equal("bad-value", Assert.Throws<CurateException>(() => Pq.Write(source, plan: new Marking(10) { Wrong = new CellEdit(1, "id", CellValue.OfText("x")) })).Code.Id);
        Assert.Equal("infeasible", Assert.Throws<CurateException>(() => Pq.Write(source, plan: new Marking(10) { Wrong = new CellEdit(1, "id.x", CellValue.OfWhole(1)) })).Code.Id);
    }

    [Fact]
    public void Chosen_columns_keep_their_types_and_chunks()
    {
        var random = new RandomFile(77, 100);
        byte[] file = random.Write(random.Options(new SplitMix64(7)), 100, 50);
        using ParquetSource source = Pq.Open(file);
        string name = source.Schema.Fields[^1].Name;
        using var view = new ProjectedSource(source, [(name, "renamed")]);
        byte[] copy = Pq.Write(view);
        using ParquetFileReader reader = Pq.Reader(copy);
        Assert.Equal(["renamed"], reader.Schema.Fields.Select(static f => f.Name));
        using ParquetSource output = Pq.Open(copy);
        Assert.Equal(Pq.Column(source, name, ColumnKind.Text), Pq.Column(output, "renamed", ColumnKind.Text));

        using ParquetSource large = Pq.Open(Numbers(Many, Many, ParquetCodec.Gzip));
        using var texts = new ProjectedSource(large, [("text", "words"), ("id", "id")]);
        byte[] chosen = Pq.Write(texts);
        Assert.Equal(["Gzip"], Codecs(chosen));
        Assert.Equal(Enumerable.Range(0, Many).Select(static i => (long?)i), Ids(chosen));
    }

    [Fact]
    public void Metadata_of_other_tools_stays_while_it_is_true()
    {
        KeyValue[] keys = [new("pandas", "{\"kind\": \"range\"}"), new("ARROW:schema", "abc"), new("huggingface", "{}"), new("writer", "x")];
        using ParquetSource source = Pq.Open(Numbers(Many, Many, ParquetCodec.None, keys: keys));
        var own = new ParquetWriteOptions { Metadata = rows => [new("curate", "rows " + rows)] };
        Assert.Equal(["ARROW:schema", "huggingface", "pandas", "curate"], Keys(Pq.Write(source, own)));
        Assert.Equal(["ARROW:schema", "huggingface", "curate"], Keys(Pq.Write(Except(source, 4), own)));
        Assert.Equal(["curate"], Keys(Pq.Write(source, own, plan: new Marking(Many))));
        using var part = new ProjectedSource(source, [("id", "id")]);
        Assert.Equal(["curate"], Keys(Pq.Write(part, own)));
    }

    [Fact]
    public void Whole_rows_are_equal_whatever_their_file_and_encoding()
    {
        using ParquetSource plain = Pq.Open(Numbers(100, 100, ParquetCodec.None, options: new ParquetWriterOptions { DictionaryBytes = 0, UseNewEncodings = false, DataPageVersion = 2 }));
        using ParquetSource coded = Pq.Open(Numbers(100, 30, ParquetCodec.Snappy));
        Assert.Equal(KeysOf(plain), KeysOf(coded));
        Assert.Equal(100, KeysOf(plain).Distinct().Count());
        Assert.Equal(plain.Layout, coded.Layout);
    }

    private static string[] KeysOf(ParquetSource source)
    {
        using IRecordReader reader = source.Open(ReadRequest.PayloadOnly);
        var batch = new RecordBatch(13);
        var keys = new List<string>();
        byte[] buffer = [];
        while (reader.Read(batch, CancellationToken.None))
        {
            for (int row = 0; row < batch.Count; row++)
            {
                keys.Add(Convert.ToHexString(source.Layout!.KeyBytes(batch.Payload!, row, ref buffer)));
                Assert.Equal(keys[^1].Length / 2, batch.Payload!.RowBytes(row));
            }
        }

        return [.. keys];
    }

    private static byte[] Copy(IRecordSource source, long[] order, ParquetWriteOptions options, RunContext context) =>
        Pq.Write(source, options, context, new RowOrder(order, "left out") { InputRows = source.RowCount!.Value });

    private static IRecordSource Except(IRecordSource source, long left)
    {
        var bound = Curate.Core.Where.WhereExpression.Parse(string.Create(null, $"id <> {left}")).Bind(new Dictionary<string, ColumnKind> { ["id"] = ColumnKind.Whole });
        return new FilteredSource<Curate.Core.Where.WherePart>(source, () => new Curate.Core.Where.WhereFilter(bound));
    }

    private static long?[] Ids(byte[] file)
    {
        using ParquetSource source = Pq.Open(file);
        return [.. Pq.Column(source, "id", ColumnKind.Whole, batchRows: 8192).Select(static id => id is null ? null : (long?)long.Parse(id, null))];
    }

    private static string[] Codecs(byte[] file)
    {
        using ParquetFileReader reader = Pq.Reader(file);
        return [.. reader.Metadata.RowGroups.Select(static g => string.Join(',', g.Columns.Select(static c => c.Data!.Codec.ToString()).Distinct()))];
    }

    private static string[] Keys(byte[] file)
    {
        using ParquetFileReader reader = Pq.Reader(file);
        return [.. reader.Metadata.KeyValues.Select(static k => k.Key)];
    }

    /// <summary>Two columns: the number of the row, and a text that repeats.</summary>
    private static byte[] Numbers(int rows, int groupRows, ParquetCodec codec, int first = 0, KeyValue[]? keys = null, ParquetWriterOptions? options = null)
    {
        var schema = new Curate.Parquet.Schema.ParquetSchemaBuilder()
            .Leaf("id", PhysicalType.Int64).Leaf("text", PhysicalType.ByteArray, logical: LogicalType.String).Build();
        var bytes = new MemoryStream();
        var writer = new ParquetFileWriter(bytes, schema, (options ?? new ParquetWriterOptions()) with { Codec = codec, KeyValues = keys ?? [] });
        ColumnEncoder ids = writer.CreateEncoder(0);
        ColumnEncoder texts = writer.CreateEncoder(1);
        for (int group = 0; group < rows; group += groupRows)
        {
            int count = Math.Min(groupRows, rows - group);
            ids.Append<long>([], [], [.. Enumerable.Range(first + group, count).Select(static i => (long)i)]);
            foreach (int i in Enumerable.Range(first + group, count))
            {
                byte[] text = Encoding.UTF8.GetBytes("text " + i % 50);
                texts.AppendBytes([], [], text, [0, text.Length]);
            }

            writer.WriteRowGroup([ids.Finish(), texts.Finish()]);
        }

        writer.Complete();
        return bytes.ToArray();
    }
}
