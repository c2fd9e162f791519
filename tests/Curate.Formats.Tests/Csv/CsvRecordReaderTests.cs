using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

public class CsvRecordReaderTests
{
    [Fact]
    public void Quoted_fields_keep_line_ends_delimiters_and_quotes() =>
        Assert.Equal(["x\ny\r\nz", "a,\"b\""], Assert.Single(Tables.Rows("p,q\n\"x\ny\r\nz\",\"a,\"\"b\"\"\"\n")));

    [Fact]
    public void Unquoted_empty_is_null_and_quoted_empty_is_text() =>
        Assert.Equal([null, "", " "], Assert.Single(Tables.Rows("a,b,c\n,\"\", \n")));

    [Fact]
    public void Null_texts_count_only_without_quotes()
    {
        var options = new TextReadOptions { NullTexts = ["NA", "-"] };
        Assert.Equal([null, "NA", null, "NAN"], Assert.Single(Tables.Rows("a,b,c,d\nNA,\"NA\",-,NAN\n", options)));
    }

    [Fact]
    public void Every_line_end_ends_a_record_in_one_file()
    {
        using CsvSource source = Tables.Open("a,b\r\n1,2\n3,4\r5,6\r\n7,8");
        Assert.Equal(["0:1,2", "1:3,4", "2:5,6", "3:7,8"], Tables.Records(source));
        Assert.Equal("a,b\r\n1,2\r\n3,4\r\n5,6\r\n7,8\r\n", Encoding.UTF8.GetString(Tables.Copy(source)));
    }

    [Fact]
    public void Nul_bytes_are_data() =>
        Assert.Equal(["\0", "x\0y"], Assert.Single(Tables.Rows("a,b\n\0,x\0y\n")));

    [Fact]
    public void Spaces_comments_and_separator_hints_are_data()
    {
        Assert.Equal([" 1 ", "2 "], Assert.Single(Tables.Rows("a,b\n 1 ,2 \n")));
        Assert.Equal(["#1", "2"], Assert.Single(Tables.Rows("a,b\n#1,2\n")));
        Assert.Equal(["a;b"], Assert.Single(Tables.Rows("sep=;\na;b\n", new TextReadOptions { Delimiter = ',' })));
    }

    [Fact]
    public void Quoting_off_takes_quotes_as_text() =>
        Assert.Equal(["\"x", "y\"z"], Assert.Single(Tables.Rows("a,b\n\"x,y\"z\n", new TextReadOptions { Quote = '\0' })));

    [Fact]
    public void Empty_lines_are_nulls_where_there_is_one_column() =>
        Assert.Equal(["1", null, "2", null, null], Tables.Rows("a\n1\n\n2\n\n\r\n").Select(r => r[0]));

    [Theory]
    [InlineData("a,b\n1,2\n\n\r\n\n")]
    [InlineData("a,b\n1,2\n\n")]
    [InlineData("a,b\n1,2")]
    public void Empty_lines_at_the_end_are_no_records(string text) => Assert.Single(Tables.Rows(text));

    [Fact]
    public void Empty_line_between_records_is_ragged()
    {
        const string text = "a,b\n1,2\n\n\r\n3,4\n\n";
        Assert.Equal("in.csv, line 3: an empty line, expected 2 (a,b)", Tables.FailsToRead(ErrorCodes.RaggedRow, text).Message);
        Assert.Equal(2, Tables.Rows(text, Tables.Lenient(out BadRowLog log)).Count);
        Assert.Equal(2, log.Counts["ragged-row"]);
    }

    [Theory]
    [InlineData("a,b\n\"x\ny\",1\n1,2,3\n", "in.csv, line 4: 3 fields, expected 2 (a,b)")]
    [InlineData("a,b\r1\r", "in.csv, line 2: 1 field, expected 2 (a,b)")]
    [InlineData("a,b\r\n1,2\r\n1\r\n", "in.csv, line 3: 1 field, expected 2 (a,b)")]
    public void Ragged_record_names_line_counts_and_columns(string text, string message)
    {
        Assert.Equal(message, Tables.FailsToRead(ErrorCodes.RaggedRow, text).Message);
        using var pipe = new CsvSource(new MemoryInput(text, canReopen: false), new());
        Assert.Equal(message, Tables.Fails(ErrorCodes.RaggedRow, () => Tables.Rows(pipe)).Message);
    }

    [Theory]
    [InlineData("a,b\n1,x\"y\n", "line 2, column b: a quote stands inside the unquoted field 'x\"y'")]
    [InlineData("a,b\n1, \"y\"\n", "line 2, column b: a quote stands inside")]
    [InlineData("a,b\n\"x\"y,2\n", "line 2, column a: text follows a closing quote in '\"x\"y'")]
    [InlineData("a,b\n\"p\nq\",\"x,\n3,4\n", "line 3, column b: a quoted field starts here and never ends: '\"x,\\n3,4\\n'")]
    public void Malformed_quoting_names_line_column_and_value(string text, string part) =>
        Assert.Contains(part, Tables.FailsToRead(ErrorCodes.MalformedCsv, text).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Invalid_utf8_is_a_bad_row_and_later_rows_are_sound(int dribble)
    {
        byte[] text = [.. "a,b\n1,2\nx,caf"u8, 0xE9, .. "\n\u20ac,\u00e9\n"u8, .. "5,"u8, 0xE2, 0x82, .. "\n7,8\n9,"u8, 0xF0, 0x9F];
        TextReadOptions options = Tables.Lenient(out BadRowLog log);
        using var source = new CsvSource(new MemoryInput(text, dribble), options);
        Assert.Equal(["0:1,2", "1:\u20ac,\u00e9", "2:7,8"], Tables.Records(source));
        Assert.Equal(3, log.Counts["invalid-utf8"]);
        Assert.StartsWith("in.csv, line 3, column b: 'caf\uFFFD' is not UTF-8", log.First, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Valid_utf8_cut_by_reads_is_sound(int dribble)
    {
        const string text = "a,b\n\u00e9\u20ac,\U0001F600x\n\U0001F600\U0001F600,\u20ac\u20ac\u20ac\n";
        using var source = new CsvSource(new MemoryInput(text, dribble), new());
        Assert.Equal(2, Tables.Rows(source).Count);
    }

    [Fact]
    public void Row_range_delivers_absolute_row_numbers()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},x\n"));
        using CsvSource source = Tables.Open(text);
        for (int from = 0; from <= 21; from++)
        {
            for (int to = from; to <= 22; to++)
            {
                List<string> expected = [.. Enumerable.Range(0, 20).Where(i => i >= from && i < to).Select(i => $"{i}:{i},x")];
                Assert.Equal(expected, Tables.Records(source, ReadRequest.PayloadOnly with { FromRow = from, ToRow = to }));
            }
        }
    }

    [Fact]
    public void Batch_ends_at_the_byte_target()
    {
        string big = new('x', 1_000_000);
        using CsvSource source = Tables.Open("a,b\n" + string.Concat(Enumerable.Repeat(big + ",1\n", 12)));
        using IRecordReader reader = source.Open(ReadRequest.Of(new ColumnRequest("a", ColumnKind.Text)));
        var batch = new RecordBatch();
        Assert.True(reader.Read(batch, default));
        Assert.Equal(5, batch.Count);
    }

    [Fact]
    public void Unknown_column_suggests_the_nearest_name()
    {
        using CsvSource source = Tables.Open("label,text\n");
        CurateException failure = Tables.Fails(ErrorCodes.UnknownColumn, () => source.Open(ReadRequest.Of(new ColumnRequest("lable", ColumnKind.Text))));
        Assert.Equal("in.csv has no column 'lable'. Did you mean 'label'?", failure.Message);
        Assert.DoesNotContain("mean", Tables.Fails(ErrorCodes.UnknownColumn,
            () => source.Open(ReadRequest.Of(new ColumnRequest("zzzzzzz", ColumnKind.Text)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_token_stops_the_pass()
    {
        using CsvSource source = Tables.Open("a\n1\n");
        using IRecordReader reader = source.Open(ReadRequest.CountOnly);
        Assert.Throws<OperationCanceledException>(() => reader.Read(new RecordBatch(), new CancellationToken(true)));
    }

    [Fact]
    public void Bytes_read_reach_the_size()
    {
        const string text = "a,b\n1,2\n3,4";
        using CsvSource source = Tables.Open(text);
        using IRecordReader reader = source.Open(ReadRequest.CountOnly);
        while (reader.Read(new RecordBatch(1), default))
        {
        }

        Assert.Equal(text.Length, reader.BytesRead);
    }

    [Fact]
    public void Changed_header_is_an_error()
    {
        byte[] bytes = "a,b\n1,2\n"u8.ToArray();
        using var source = new CsvSource(new MemoryInput(bytes), new());
        bytes[0] = (byte)'c';
        Tables.Fails(ErrorCodes.InputChanged, () => Tables.Records(source));
    }
}
