using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Profile.Report;
using Curate.Core.Running;
using Curate.Formats.Files;
using Curate.Formats.Parquet;
using Curate.Formats.Tests.Files;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;

namespace Curate.Formats.Tests.Parquet;

public class ParquetFolderTests
{
    [Fact]
    public void Files_of_one_schema_are_copied_as_rows()
    {
        using var dataset = Dataset(SchemaMode.Union, "a,b\n1,x\n", "a,b\n2,y\n3,\n");
        Assert.NotNull(dataset.Layout);
        Assert.Equal(3, dataset.RowCount);
        Assert.True(dataset.IsWhole);
        Assert.Equal([(0, 0L), (0, 1), (0, 2)], Numbers(dataset));
        Assert.Equal("{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n{\"a\":3,\"b\":null}\n", Pq.Jsonl(Pq.Write(dataset)));
    }

    [Fact]
    public void A_file_has_all_numbers_and_a_choice_of_its_rows_does_not()
    {
        using ParquetSource source = Pq.Open(Pq.FromCsv("a\n1\n2\n3\n"));
        Assert.True(source.IsWhole);
        Assert.Equal([(0, 0L), (0, 1), (0, 2)], Numbers(source));
        Assert.False(((IRecordSource)new Curate.Core.Running.Views.LimitedSource(source, 0, 1)).IsWhole);
        using var mixed = new DatasetSource([new DatasetPart(Pq.Open(Pq.FromCsv("x\n1\n"))), new DatasetPart(new FakeFile("b", "x", "2"))], SchemaMode.Union);
        Assert.False(mixed.IsWhole);
    }

    [Fact]
    public void Files_of_different_schemas_become_columns()
    {
        using var union = Dataset(SchemaMode.Union, "a,b\n1,x\n", "b,c\ny,2.5\n", "a,b\n1.5,z\n");
        Assert.Null(union.Layout);
        Assert.Equal("{\"a\":1,\"b\":\"x\",\"c\":null}\n{\"a\":null,\"b\":\"y\",\"c\":2.5}\n{\"a\":1.5,\"b\":\"z\",\"c\":null}\n", Pq.Jsonl(Pq.Write(union)));
        using var common = Dataset(SchemaMode.Intersect, "a,b\n1,x\n", "b,c\ny,2.5\n");
        Assert.Equal("{\"b\":\"x\"}\n{\"b\":\"y\"}\n", Pq.Jsonl(Pq.Write(common)));
    }

    [Fact]
    public void Strict_names_the_first_difference()
    {
        var names = Assert.Throws<CurateException>(() => Dataset(SchemaMode.Strict, "a,b\n1,x\n", "a,c\n1,x\n"));
        Assert.Contains("where the first has the column 'b', the second has 'c'", names.Message, StringComparison.Ordinal);
        var types = Assert.Throws<CurateException>(() => Dataset(SchemaMode.Strict, "a,b\n1,x\n", "a,b\n1.5,x\n"));
        Assert.Contains("the column 'a' is optional Int64 in the first and optional Double in the second", types.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Partitions_are_files_of_their_own()
    {
        using var folder = new TempFolder();
        using ParquetSource source = Pq.Open(Pq.FromCsv("k,n\na,1\nb,2\na,3\n,4\n"));
        new RowCopy(new PassRunner(Pq.Context())).Everything(source,
            new PartitionedSinkFormat(static output => new ParquetSinkFormat(new ParquetWriteOptions(), output), folder["out"], ".parquet", ["k"]));
        Assert.Equal("{\"k\":\"a\",\"n\":1}\n{\"k\":\"a\",\"n\":3}\n", Rows(folder["out/k=a/part-00000.parquet"]));
        Assert.Equal("{\"k\":\"b\",\"n\":2}\n", Rows(folder["out/k=b/part-00000.parquet"]));
        Assert.Equal("{\"k\":null,\"n\":4}\n", Rows(folder["out/k=__HIVE_DEFAULT_PARTITION__/part-00000.parquet"]));
    }

    [Fact]
    public void Partitions_beyond_the_limit_must_come_one_after_the_other()
    {
        string ordered = "k\n" + string.Concat(Enumerable.Range(0, 20).Select(static i => $"v{i / 2}\n"));
        string mixed = "k\n" + string.Concat(Enumerable.Range(0, 20).Select(static i => $"v{i % 10}\n"));
        using var folder = new TempFolder();
        Partition(ordered, folder["ordered"]);
        Assert.Equal(10, Directory.GetDirectories(folder["ordered"]).Length);
        var failure = Assert.Throws<CurateException>(() => Partition(mixed, folder["mixed"]));
        Assert.Equal("infeasible", failure.Code.Id);
        Assert.Contains("cannot be continued", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["mixed"]));
    }

    [Fact]
    public void Parts_of_fixed_rows_are_whole_files()
    {
        using var folder = new TempFolder();
        using ParquetSource source = Pq.Open(Pq.FromCsv("n\n1\n2\n3\n4\n5\n"));
        new RowCopy(new PassRunner(Pq.Context())).Everything(source,
            new RollingSinkFormat(static output => new ParquetSinkFormat(new ParquetWriteOptions(), output), folder["out"], ".parquet", 2));
        Assert.Equal(["{\"n\":1}\n{\"n\":2}\n", "{\"n\":3}\n{\"n\":4}\n", "{\"n\":5}\n"],
            Directory.EnumerateFiles(folder["out"]).Order(StringComparer.Ordinal).Select(Rows));
    }

    [Fact]
    public void Pipes_are_spooled_and_told_by_their_first_bytes()
    {
        byte[] file = Pq.FromCsv("n\n1\n2\n");
        foreach (bool spools in new[] { true, false })
        {
            foreach (bool peeks in new[] { true, false })
            {
                var scratch = new MemoryScratch();
                var input = new SpooledInput(new MemoryStream(file), spools ? scratch : null, anywhere: scratch);
                if (peeks)
                {
                    Assert.StartsWith("PAR1", Encoding.ASCII.GetString(input.Peek(4)), StringComparison.Ordinal);
                }

                using (var source = new ParquetSource(input, new TextReadOptions()))
                {
                    Assert.Equal("{\"n\":1}\n{\"n\":2}\n", Pq.Jsonl(source));
                }

                Assert.Equal(0, scratch.BytesInUse);
            }
        }
    }

    [Fact]
    public void Storage_names_row_groups_encodings_and_bytes()
    {
        using ParquetSource source = Pq.Open(Pq.FromCsv("n,t\n1,a\n2,a\n3,a\n", new ParquetWriteOptions { RowGroupRows = 2 }));
        StorageReport storage = ParquetSource.StorageOf(source)!;
        Assert.Equal("parquet", storage.Format);
        Assert.Contains(("row groups", "2"), storage.Facts);
        Assert.Contains(("rows of a row group", "1 to 2"), storage.Facts);
        Assert.Equal(["n", "t"], storage.Columns.Select(static c => c.Path));
        Assert.Equal("ByteArray (String)", storage.Columns[1].Type);
        Assert.All(storage.Columns, static c => Assert.True(c is { Codec: "Snappy", CompressedBytes: > 0, UncompressedBytes: > 0, Encodings.Count: > 0 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Storage_counts_pages_without_a_value(int version)
    {
        ParquetSchema schema = new ParquetSchemaBuilder().Leaf("full", PhysicalType.Int32, Repetition.Required).Leaf("holes", PhysicalType.Int32).Leaf("none", PhysicalType.Double)
            .List("list").Leaf("element", PhysicalType.Int32).EndList().Build();
        var bytes = new MemoryStream();
        var writer = new ParquetFileWriter(bytes, schema, new ParquetWriterOptions { DataPageVersion = version, PageRows = 10 });
        ColumnEncoder[] e = [.. Enumerable.Range(0, 4).Select(writer.CreateEncoder)];
        for (int row = 0; row < 100; row++)
        {
            e[0].Append<int>([], [], [row]);
            bool isHole = row is >= 20 and < 40 || row % 10 != 3;
            e[1].Append<int>([isHole ? (byte)0 : (byte)1], [], isHole ? [] : [row]);
            e[2].Append<double>([0], [], []);
            e[3].Append<int>([(byte)(row % 3)], [0], []);
        }

        writer.WriteRowGroup([.. e.Select(static x => x.Finish())]);
        writer.Complete();
        using ParquetSource source = Pq.Open(bytes.ToArray());
        Assert.Equal([0, 2, 10, 1], ParquetSource.StorageOf(source)!.Columns.Select(static c => c.NullPages));
    }

    [Fact]
    public void Storage_of_several_files_adds_up_and_that_of_mixed_formats_is_unknown()
    {
        using DatasetSource both = Dataset(SchemaMode.Union, "n,t\n1,a\n2,b\n", "n,u\n3,c\n");
        StorageReport storage = ParquetSource.StorageOf(both)!;
        Assert.Contains(("files", "2"), storage.Facts);
        Assert.Contains(("row groups", "2"), storage.Facts);
        Assert.Contains(("rows", "3"), storage.Facts);
        Assert.Equal(["n", "t", "u"], storage.Columns.Select(static c => c.Path));
        using ParquetSource one = Pq.Open(Pq.FromCsv("n,t\n1,a\n2,b\n"));
        Assert.Null(ParquetSource.LeafPaths(one));
        Assert.Null(ParquetSource.StorageOf(new Curate.Core.Running.Views.LimitedSource(one, 0, 1)));
    }

    private static DatasetSource Dataset(SchemaMode mode, params string[] csv) =>
        new([.. csv.Select(static (text, i) => new DatasetPart(Pq.Open(Pq.FromCsv(text), $"part-{i}.parquet")))], mode);

    private static List<(int Source, long Row)> Numbers(IRecordSource source)
    {
        var numbers = new List<(int, long)>();
        new PassRunner(Pq.Context()).Each(source, ReadRequest.CountOnly, "test", batch => numbers.AddRange(Enumerable.Range(0, batch.Count).Select(row => (batch.Source, batch.Id(row).Row))));
        return numbers;
    }

    private static void Partition(string csv, string folder)
    {
        using ParquetSource source = Pq.Open(Pq.FromCsv(csv));
        new RowCopy(new PassRunner(Pq.Context())).Everything(source,
            new PartitionedSinkFormat(static output => new ParquetSinkFormat(new ParquetWriteOptions(), output), folder, ".parquet", ["k"]) { OpenLimit = 4 });
    }

    private static string Rows(string path)
    {
        using var source = new ParquetSource(new FileInput(path), new TextReadOptions());
        return Pq.Jsonl(source);
    }
}
