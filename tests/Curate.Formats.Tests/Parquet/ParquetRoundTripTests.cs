using System.Text;
using Curate.Core.Data;
using Curate.Formats.Csv;
using Curate.Formats.Parquet;
using Curate.TestKit;

namespace Curate.Formats.Tests.Parquet;

public class ParquetRoundTripTests
{
    [Fact]
    public void Csv_through_parquet_is_the_same_csv() => Seeds.Each(12, seed =>
    {
        string csv = Encoding.UTF8.GetString(TableGenerator.Table(seed, new TableShape { Rows = 150, MissingShare = 0.2 }).ToCsv());
        using ParquetSource source = Pq.Open(Pq.FromCsv(csv));
        Assert.Equal(csv, Pq.ToCsv(source));
    });

    [Fact]
    public void Kinds_of_csv_columns_are_the_types_of_the_file()
    {
        using ParquetSource source = Pq.Open(Pq.FromCsv("id,x,ok,day,at,name,vec\n1,1.5,true,2024-01-02,2024-01-02T03:04:05.5Z,007,\"[1,2.5]\"\n2,,false,,,,\"[3,4]\"\n"));
        Assert.Equal(
            [ColumnKind.Whole, ColumnKind.Number, ColumnKind.Flag, ColumnKind.Date, ColumnKind.Time, ColumnKind.Text, ColumnKind.Vector],
            source.Schema.Fields.Select(static f => f.Kind!.Value));
        Assert.Equal(2, source.Schema[6].Dimension);
        Assert.Equal(2, source.RowCount);
        Assert.Equal(
            """
            {"id":1,"x":1.5,"ok":true,"day":"2024-01-02","at":"2024-01-02T03:04:05.500000Z","name":"007","vec":[1,2.5]}
            {"id":2,"x":null,"ok":false,"day":null,"at":null,"name":null,"vec":[3,4]}

            """,
            Pq.Jsonl(source).Replace("05.500Z", "05.500000Z", StringComparison.Ordinal));
    }

    [Fact]
    public void Null_and_empty_text_stay_apart()
    {
        using ParquetSource source = Pq.Open(Pq.FromCsv("a,b\n,\"\"\n\"\",\n"));
        Assert.Equal([null, ""], Pq.Column(source, "a", ColumnKind.Text));
        Assert.Equal(["", null], Pq.Column(source, "b", ColumnKind.Text));
    }

    [Fact]
    public void Table_without_rows_keeps_its_columns()
    {
        using ParquetSource source = Pq.Open(Pq.FromCsv("a,b\n"));
        Assert.Equal("a,b\n", Pq.ToCsv(source));
        Assert.Equal(0, source.RowCount);
    }

    [Fact]
    public void Row_groups_have_the_rows_that_are_asked_for_whatever_the_batches()
    {
        using CsvSource csv = Pq.Csv("n\n" + string.Concat(Enumerable.Range(0, 1000).Select(static i => i + "\n")));
        byte[][] files = [.. new[] { 1, 7, 8192 }.Select(batch => Pq.Write(csv, new ParquetWriteOptions { RowGroupRows = 300 }, Pq.Context(batchRows: batch)))];
        Assert.Equal([300, 300, 300, 100], Pq.GroupRows(files[0]));
        Assert.All(files, file => Assert.Equal(files[0], file));
    }

    [Fact]
    public void Row_groups_end_at_the_row_that_fills_them_whatever_the_batches()
    {
        using CsvSource csv = Pq.Csv("t\n" + string.Concat(Enumerable.Range(0, 500).Select(static i => new string('x', i % 97) + "-" + i + "\n")));
        byte[][] files = [.. new[] { 1, 2, 8192 }.Select(batch => Pq.Write(csv, new ParquetWriteOptions { RowGroupBytes = 5000 }, Pq.Context(batchRows: batch)))];
        Assert.InRange(Pq.GroupRows(files[0]).Length, 5, 9);
        Assert.All(files, file => Assert.Equal(files[0], file));
    }

    [Fact]
    public void Ranges_of_rows_are_those_rows_in_any_batches()
    {
        using ParquetSource source = Pq.Open(Pq.FromCsv("n,t\n" + string.Concat(Enumerable.Range(0, 100).Select(static i => $"{i},t{i % 3}\n")), new ParquetWriteOptions { RowGroupRows = 30 }));
        foreach ((long from, long to) in new[] { (0L, 100L), (0L, 0L), (29, 31), (30, 60), (59, 1000), (99, 100), (100, 200) })
        {
            foreach (int capacity in new[] { 1, 7, 64 })
            {
                using IRecordReader reader = source.Open(ReadRequest.Of(new ColumnRequest("n", ColumnKind.Whole), new ColumnRequest("t", ColumnKind.Text)) with { FromRow = from, ToRow = to });
                var batch = new RecordBatch(capacity);
                var seen = new List<long>();
                while (reader.Read(batch, CancellationToken.None))
                {
                    for (int row = 0; row < batch.Count; row++)
                    {
                        long n = ((WholeColumn)batch[0])[row];
                        Assert.Equal(batch.FirstRow + row, n);
                        Assert.Equal("t" + n % 3, Encoding.UTF8.GetString(batch.Text(1)[row]));
                        seen.Add(n);
                    }
                }

                Assert.Equal(Enumerable.Range(0, 100).Select(static i => (long)i).Where(i => i >= from && i < to), seen);
            }
        }
    }

    [Fact]
    public void Columns_convert_by_the_grammar_of_texts()
    {
        using ParquetSource source = Pq.Open(Pq.FromCsv("n,x,t\n5,1.5,12\n-7,2,x\n"));
        Assert.Equal(["5", "-7"], Pq.Column(source, "n", ColumnKind.Text));
        Assert.Equal(["5", "-7"], Pq.Column(source, "n", ColumnKind.Number));
        Assert.Equal(["1.5", "2"], Pq.Column(source, "x", ColumnKind.Json));
        Assert.Equal(["\"12\"", "\"x\""], Pq.Column(source, "t", ColumnKind.Json));
        var failure = Assert.Throws<Curate.Core.Errors.CurateException>(() => Pq.Column(source, "t", ColumnKind.Number));
        Assert.Equal("bad-value", failure.Code.Id);
        Assert.Contains("'x' is not number", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_column_names_the_nearest()
    {
        using ParquetSource source = Pq.Open(Pq.FromCsv("label\na\n"));
        var failure = Assert.Throws<Curate.Core.Errors.CurateException>(() => Pq.Column(source, "lable", ColumnKind.Text));
        Assert.Equal("unknown-column", failure.Code.Id);
        Assert.Contains("'label'", failure.Message, StringComparison.Ordinal);
    }
}
