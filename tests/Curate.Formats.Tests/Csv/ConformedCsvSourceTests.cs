using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

public class ConformedCsvSourceTests
{
    [Fact]
    public void Same_shape_is_the_source_itself()
    {
        using CsvSource source = Tables.Open("a,b\n1,2\n");
        Assert.Same(source, source.Conform(new TableSchema([new("a", null), new("b", null)]), new CsvLayout(CsvDialect.Default, ["a", "b"])));
    }

    [Fact]
    public void Columns_are_reordered_missing_ones_empty_and_others_left_out()
    {
        IRecordSource conformed = Conform("a,b,c\n1,\"x,y\",3\n,\"\",\"q\"\n", CsvDialect.Default, "c", "z", "b");
        Assert.Equal(["0:3,,\"x,y\"", "1:\"q\",,\"\""], Tables.Records(conformed));
        Assert.Equal(["3", null, "x,y"], Tables.Rows(conformed)[0]);
        Assert.True(conformed.HasColumn("z"));
        Assert.False(conformed.HasColumn("a"));
        Tables.Fails(ErrorCodes.UnknownColumn, () => conformed.Open(ReadRequest.Of(new ColumnRequest("a", ColumnKind.Text))));
    }

    [Fact]
    public void Missing_typed_columns_are_null()
    {
        IRecordSource conformed = Conform("a\n1\n", CsvDialect.Default, "n", "a");
        Tables.Each(conformed, ReadRequest.Of(new("n", ColumnKind.Number), new("a", ColumnKind.Whole)), (batch, row) =>
        {
            Assert.True(batch[0].IsNull(row));
            Assert.Equal(1, ((WholeColumn)batch[1])[row]);
        });
    }

    [Fact]
    public void Values_are_quoted_anew_for_another_dialect() =>
        Assert.Equal(["0:'x,y'|'it''s'|'p|q'|'\"r'|''|"], Tables.Records(Conform(
            "a,b,c,d,e,f\n\"x,y\",it's,p|q,\"\"\"r\",\"\",\n", new CsvDialect('|', '\'', "\n", true), "a", "b", "c", "d", "e", "f")));

    [Fact]
    public void Quoted_null_text_stays_a_text()
    {
        using CsvSource source = Tables.Open("a,b\n\"NA\",NA\n", new TextReadOptions { NullTexts = ["NA"] });
        IRecordSource conformed = source.Conform(source.Schema, new CsvLayout(new CsvDialect(';', '\'', "\n", true), ["a", "b"]));
        Assert.Equal(["0:'NA';NA"], Tables.Records(conformed));
    }

    [Fact]
    public void File_without_quoting_is_quoted_where_the_target_needs_it()
    {
        using CsvSource source = Tables.Open("a,b\n\"x,y;z\n", new TextReadOptions { Quote = '\0' });
        IRecordSource conformed = source.Conform(source.Schema, new CsvLayout(new CsvDialect(';', '"', "\r\n", true), ["a", "b"]));
        Assert.Equal(["0:\"\"\"x\";\"y;z\""], Tables.Records(conformed));
        Assert.Equal("a;b\r\n\"\"\"x\";\"y;z\"\r\n", Encoding.UTF8.GetString(Tables.Copy(conformed)));
    }

    [Fact]
    public void Other_kinds_with_the_same_layout_copy_the_bytes()
    {
        using CsvSource source = Tables.Open("\"a\",b\n\"1\",2\n");
        IRecordSource conformed = source.Conform(new TableSchema([new("a", ColumnKind.Number), new("b", null)]), source.Layout!);
        Assert.Equal(["0:\"1\",2"], Tables.Records(conformed));
        Assert.Equal(ColumnKind.Number, conformed.Schema[0].Kind);
    }

    [Fact]
    public void Another_line_end_alone_copies_the_records()
    {
        using CsvSource source = Tables.Open("a,b\n\"1\",\"x\ny\"\n");
        IRecordSource conformed = source.Conform(source.Schema, new CsvLayout(CsvDialect.Default with { NewLine = "\r\n" }, ["a", "b"]));
        Assert.Equal("a,b\r\n\"1\",\"x\ny\"\r\n", Encoding.UTF8.GetString(Tables.Copy(conformed)));
    }

    [Fact]
    public void Declared_kinds_are_checked_as_in_the_file_itself()
    {
        TextReadOptions options = Tables.Lenient(out BadRowLog log) with { Types = new Dictionary<string, ColumnKind> { ["a"] = ColumnKind.Whole } };
        var source = new CsvSource(new MemoryInput("a,b\nx,1\n2,2\n"), options);
        using IRecordSource conformed = source.Conform(new TableSchema([new("b", null)]), new CsvLayout(CsvDialect.Default, ["b"]));
        Assert.Equal(["0:2"], Tables.Records(conformed));
        Assert.Equal(1, log.Counts["bad-value"]);
    }

    private static IRecordSource Conform(string text, CsvDialect dialect, params string[] names) =>
        Tables.Open(text).Conform(new TableSchema([.. names.Select(n => new Field(n, null))]), new CsvLayout(dialect, names));
}
