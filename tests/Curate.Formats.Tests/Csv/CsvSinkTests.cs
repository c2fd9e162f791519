using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

public class CsvSinkTests
{
    private const string Text = "a,\"b\",c\n1,\"x,\ny\",\n2,\"\",z\n3,\"q\"\"\",w\n";

    [Fact]
    public void Copied_file_keeps_header_and_records_byte_for_byte()
    {
        using CsvSource source = Tables.Open(Text);
        Assert.Equal(Text, Encoding.UTF8.GetString(Tables.Copy(source)));
    }

    [Fact]
    public void Rows_are_written_in_the_order_given_with_repeats() =>
        Assert.Equal("a,\"b\",c\n3,\"q\"\"\",w\n1,\"x,\ny\",\n2,\"\",z\n2,\"\",z\n", Write(Text, rows: [2, 0, 1, 1]));

    [Fact]
    public void No_rows_still_give_a_header() => Assert.Equal("a,\"b\",c\n", Write(Text, rows: []));

    [Fact]
    public void No_header_is_written_where_the_dialect_has_none()
    {
        using CsvSource source = Tables.Open("a,b\n1,2\n");
        Assert.Equal("1,2\n", Encoding.UTF8.GetString(Tables.Copy(source, CsvDialect.Default with { HasHeader = false })));
    }

    [Fact]
    public void Header_is_made_where_the_input_has_none()
    {
        using CsvSource source = Tables.Open("1,2\n", new TextReadOptions { NoHeader = true });
        Assert.Equal("column_1,column_2\n1,2\n", Encoding.UTF8.GetString(Tables.Copy(source, CsvDialect.Default)));
    }

    [Fact]
    public void Other_names_than_the_layout_give_a_new_header()
    {
        var schema = new TableSchema([new("a", null), new("x,y", null), new("c", null)]);
        Assert.Equal("a,\"x,y\",c\n", Write(Text, rows: [], schema: schema));
    }

    [Fact]
    public void Added_values_stand_behind_the_record_and_edits_may_change_them()
    {
        var added = new TextColumn();
        added.Append("plain"u8);
        added.AppendNull();
        added.Append(""u8);
        var weights = new NumberColumn();
        weights.Append(0.5);
        weights.Append(1e300);
        weights.Append(-2);
        Field[] fields = [new("split,x", ColumnKind.Text), new("w", ColumnKind.Number)];
        Assert.Equal("a,\"b\",c,\"split,x\",w\n1,\"x,\ny\",,plain,0.5\n2,\"\",z,,1E+300\n3,\"q\"\"\",w,\"\",7\n",
            Write(Text, added: [added, weights], fields: fields, edits: [new CellEdit(2, "w", CellValue.OfWhole(7))]));
    }

    [Fact]
    public void Edits_replace_single_fields_and_leave_the_others_verbatim()
    {
        CellEdit[] edits =
        [
            new(0, "a", CellValue.OfNumber(0.1)), new(0, "c", CellValue.OfText("new,\"v\"")),
            new(2, "b", CellValue.Null(ColumnKind.Text)),
        ];
        const string expected = "a,\"b\",c\n0.1,\"x,\ny\",\"new,\"\"v\"\"\"\n2,\"\",z\n3,,w\n";
        Assert.Equal(expected, Write(Text, edits: edits));
        Assert.Equal(expected, Write(Text, edits: edits, rows: [0, 1, 2]));
        Assert.Equal("a,\"b\",c\n3,,w\n3,,w\n2,\"\",z\n", Write(Text, edits: edits, rows: [2, 2, 1]));
    }

    [Fact]
    public void Edits_see_quotes_that_only_look_like_field_ends()
    {
        const string text = "a,b\n\"1,\"\",\"\"\",x\n\"\"\"\",\"\"\n";
        Assert.Equal("a,b\n\"1,\"\",\"\"\",E\n\"\"\"\",E\n",
            Write(text, edits: [new(0, "b", CellValue.OfText("E")), new(1, "b", CellValue.OfText("E"))]));
    }

    [Fact]
    public void Edit_of_an_unknown_column_is_an_error() =>
        Tables.Fails(ErrorCodes.UnknownColumn, () => Write(Text, edits: [new(0, "zz", CellValue.OfText("E"))]));

    [Fact]
    public void Blocks_of_every_size_come_out_in_order()
    {
        // Single rows go through the buffer, long runs past it; more than the buffer holds.
        string text = "a,b\n" + string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{i},{new string('x', i % 60)}\n"));
        using CsvSource source = Tables.Open(text);
        var output = new MemoryOutput();
        using IRecordSink sink = new CsvSinkFormat(CsvDialect.Default, output).Open(new SinkShape(source.Schema, source.Layout, []));
        using IRecordReader reader = source.Open(ReadRequest.PayloadOnly);
        var batch = new RecordBatch();
        while (reader.Read(batch, default))
        {
            int[] rows = [.. Enumerable.Range(0, batch.Count)];
            sink.Write(batch, rows.AsSpan(0, 10));
            sink.Write(batch, rows.AsSpan(10));
        }

        sink.Complete();
        Assert.True(output.Completed);
        Assert.Equal(text, output.Text);
    }

    [Fact]
    public void Disposing_without_complete_does_not_commit()
    {
        var output = new MemoryOutput();
        using CsvSource source = Tables.Open(Text);
        new CsvSinkFormat(CsvDialect.Default, output).Open(new SinkShape(source.Schema, source.Layout, [])).Dispose();
        Assert.False(output.Completed);
    }

    [Fact]
    public void Layouts_are_accepted_by_delimiter_quote_and_line_end()
    {
        var format = new CsvSinkFormat(CsvDialect.Default, new MemoryOutput());
        Assert.True(format.Accepts(new CsvLayout(CsvDialect.Default with { HasHeader = false }, ["x"])));
        Assert.False(format.Accepts(new CsvLayout(CsvDialect.Default with { NewLine = "\r\n" }, ["x"])));
        Assert.False(format.Accepts(new CsvLayout(CsvDialect.Default with { Delimiter = ';' }, ["x"])));
        Assert.False(format.Accepts(new CsvLayout(CsvDialect.Default with { Quote = '\'' }, ["x"])));
        Assert.Throws<ArgumentException>(() => format.Open(new SinkShape(TableSchema.Empty, new CsvLayout(CsvDialect.Default with { Quote = '\'' }, []), [])));
    }

    [Fact]
    public void Layouts_are_equal_by_dialect_and_names()
    {
        var layout = new CsvLayout(CsvDialect.Default, ["a", "b"]);
        Assert.Equal(layout, new CsvLayout(new CsvDialect(',', '"', "\n", true), ["a", "b"]) { RawHeader = new byte[3] });
        Assert.Equal(layout.GetHashCode(), new CsvLayout(CsvDialect.Default, ["a", "b"]).GetHashCode());
        Assert.NotEqual(layout, new CsvLayout(CsvDialect.Default, ["b", "a"]));
        Assert.NotEqual(layout, new CsvLayout(CsvDialect.Default with { HasHeader = false }, ["a", "b"]));
    }

    [Theory]
    [InlineData("a\n1\n\n\n")]
    [InlineData("a\n\n")]
    [InlineData("a\n\"\"\n\nx\n")]
    public void One_column_nulls_survive_writing(string text)
    {
        using CsvSource source = Tables.Open(text);
        byte[] written = Tables.WriteColumns(source, CsvDialect.Default);
        Assert.Equal(text, Encoding.UTF8.GetString(written));
    }

    [Theory]
    [InlineData("a,b\n\"x,y\",1\n", "'x,y' holds the delimiter or a line end")]
    [InlineData("a,b\n\"\",1\n", "an empty text cannot be told from a missing value")]
    public void Value_that_needs_quotes_without_quoting_is_a_usage_error(string text, string part)
    {
        using CsvSource source = Tables.Open(text);
        CurateException failure = Tables.Fails(ErrorCodes.Usage, () => Tables.WriteColumns(source, CsvDialect.Default with { Quote = '\0' }));
        Assert.StartsWith("Column a: " + part, failure.Message, StringComparison.Ordinal);
        Assert.Contains("--quote", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_with_quotes_needs_none_where_quoting_is_off()
    {
        using CsvSource source = Tables.Open("a,b\n\"x\"\"y\",1\n");
        Assert.Equal("a,b\nx\"y,1\n", Encoding.UTF8.GetString(Tables.WriteColumns(source, CsvDialect.Default with { Quote = '\0' })));
    }

    [Fact]
    public void Kind_is_text_where_nobody_knows_it()
    {
        using CsvSource source = Tables.Open("a\n");
        var format = new CsvSinkFormat(CsvDialect.Default, new MemoryOutput());
        Assert.False(format.NeedsKinds);
        Assert.Equal(ColumnKind.Text, format.KindFor(source.Schema[0], source));
        Assert.Equal(ColumnKind.Date, format.KindFor(new Field("d", ColumnKind.Date), source));
    }

    /// <summary>Writes a batch as it is, and through an encoder to the same bytes.</summary>
    private static string Write(string text, int[]? rows = null, TableSchema? schema = null, Column[]? added = null, Field[]? fields = null, CellEdit[]? edits = null)
    {
        string written = Write(text, rows, schema, added, fields, edits, encode: false);
        Assert.Equal(written, Write(text, rows, schema, added, fields, edits, encode: true));
        return written;
    }

    private static string Write(string text, int[]? rows, TableSchema? schema, Column[]? added, Field[]? fields, CellEdit[]? edits, bool encode)
    {
        using CsvSource source = Tables.Open(text);
        var output = new MemoryOutput();
        var shape = new SinkShape((schema ?? source.Schema).With(fields ?? []), source.Layout, fields ?? []);
        using IRecordSink sink = new CsvSinkFormat(CsvDialect.Default, _ => output).Open(shape);
        using IRecordReader reader = source.Open(ReadRequest.PayloadOnly);
        var batch = new RecordBatch();
        Assert.True(reader.Read(batch, default));
        batch.Added = added ?? [];
        batch.Edits = [.. edits ?? []];
        if (encode)
        {
            sink.Encoder!().Encode(batch);
        }

        if (rows is null)
        {
            sink.WriteAll(batch);
        }
        else
        {
            sink.Write(batch, rows);
        }

        sink.Complete();
        return output.Text;
    }
}
