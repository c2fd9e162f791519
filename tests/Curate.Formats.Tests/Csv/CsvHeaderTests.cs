using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

public class CsvHeaderTests
{
    [Fact]
    public void Header_only_has_columns_and_no_rows()
    {
        using CsvSource source = Tables.Open("a,b");
        Assert.Equal(["a", "b"], source.Schema.Fields.Select(f => f.Name));
        Assert.Empty(Tables.Rows(source));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Empty_file_is_an_error(bool noHeader) =>
        Assert.Contains("in.csv is empty", Tables.FailsToRead(ErrorCodes.NoHeader, "", new TextReadOptions { NoHeader = noHeader }).Message, StringComparison.Ordinal);

    [Fact]
    public void Repeated_name_is_an_error_that_names_both_columns() =>
        Assert.Equal("in.csv, line 1: the name 'a' stands for columns 1 and 3", Tables.FailsToRead(ErrorCodes.BadHeader, "a,b,a\n").Message);

    [Fact]
    public void Empty_name_is_an_error_that_names_the_column() =>
        Assert.Equal("in.csv, line 1: column 2 of 3 has no name", Tables.FailsToRead(ErrorCodes.BadHeader, "a,,c\n").Message);

    [Fact]
    public void Rename_numbers_repeated_and_empty_names_without_taking_a_later_name()
    {
        using CsvSource source = Tables.Open("a,a,a_2,,a\n", new TextReadOptions { RenameDuplicates = true });
        Assert.Equal(["a", "a_3", "a_2", "column_4", "a_4"], source.Schema.Fields.Select(f => f.Name));
        Assert.Equal("a,a_3,a_2,column_4,a_4\n", System.Text.Encoding.UTF8.GetString(Tables.Copy(source)));
    }

    [Fact]
    public void No_header_numbers_the_columns_and_reads_the_first_record()
    {
        using CsvSource source = Tables.Open("1,2\n3,4\n", new TextReadOptions { NoHeader = true });
        Assert.Equal(["column_1", "column_2"], source.Schema.Fields.Select(f => f.Name));
        Assert.Equal(["0:1,2", "1:3,4"], Tables.Records(source));
        Assert.Equal("1,2\n3,4\n", System.Text.Encoding.UTF8.GetString(Tables.Copy(source)));
    }

    [Fact]
    public void No_header_bad_first_record_does_not_set_the_column_count()
    {
        TextReadOptions options = Tables.Lenient(out BadRowLog log) with { NoHeader = true };
        using CsvSource source = Tables.Open("x\"y\n1,2\n3,4\n", options);
        Assert.Equal(["0:1,2", "1:3,4"], Tables.Records(source));
        Assert.Equal(1, log.Counts["malformed-csv"]);
    }

    [Theory]
    [InlineData("a,b\"c\n1,2\n")]
    [InlineData("a,\"b\n1,2\n")]
    public void Malformed_header_is_an_error_whatever_the_policy(string text) =>
        Tables.FailsToRead(ErrorCodes.MalformedCsv, text, Tables.Lenient(out _));

    [Fact]
    public void Header_that_is_not_utf8_is_an_error() =>
        Tables.Fails(ErrorCodes.InvalidUtf8, () => new CsvSource(new MemoryInput([(byte)'a', 0xFF, (byte)'\n']), new()));

    [Theory]
    [InlineData("FFFE61000A00")]
    [InlineData("FEFF0061000A")]
    [InlineData("0000FEFF00000061")]
    public void Utf16_and_utf32_are_rejected_by_name(string hex) => Assert.Contains("UTF-16",
        Tables.Fails(ErrorCodes.InvalidUtf8, () => new CsvSource(new MemoryInput(Convert.FromHexString(hex)), new())).Message, StringComparison.Ordinal);

    [Fact]
    public void Byte_order_mark_is_not_part_of_the_first_name()
    {
        using CsvSource source = Tables.Open("\uFEFFa,b\n1,2\n");
        Assert.Equal(0, source.Schema.IndexOf("a"));
        Assert.Equal("a,b\n1,2\n", System.Text.Encoding.UTF8.GetString(Tables.Copy(source)));
    }

    [Fact]
    public void Quoted_names_are_decoded_and_their_record_is_copied_as_it_stands()
    {
        const string text = "\"a\",\"b\n\"\"c\",d e\n1,2,3\n";
        using CsvSource source = Tables.Open(text);
        Assert.Equal(["a", "b\n\"c", "d e"], source.Schema.Fields.Select(f => f.Name));
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(Tables.Copy(source)));
    }

    [Fact]
    public void Ten_thousand_columns_are_read_and_copied()
    {
        string header = string.Join(',', Enumerable.Range(0, 10_000).Select(i => "column" + i));
        string row = string.Join(',', Enumerable.Range(0, 10_000));
        using CsvSource source = Tables.Open(header + "\n" + row + "\n");
        IReadOnlyList<string?> cells = Assert.Single(Tables.Rows(source));
        Assert.Equal("9999", cells[9999]);
        Assert.Equal(header + "\n" + row + "\n", System.Text.Encoding.UTF8.GetString(Tables.Copy(source)));
    }

    [Fact]
    public void Declared_types_stand_in_the_schema()
    {
        using CsvSource source = Tables.Open("a,b\n1,2\n", new TextReadOptions { Types = new Dictionary<string, ColumnKind> { ["b"] = ColumnKind.Whole } });
        Assert.Null(source.Schema[0].Kind);
        Assert.Equal(ColumnKind.Whole, source.Schema[1].Kind);
    }

    [Fact]
    public void Pipe_is_opened_once_for_sniffing_and_one_pass()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},x\n"));
        var input = new MemoryInput(text, canReopen: false);
        using var source = new CsvSource(input, new());
        Assert.False(source.CanReopen);
        Assert.Equal(50_000, Tables.Records(source, capacity: 8192).Count);
        Assert.Equal(1, input.Opened);
    }

    [Fact]
    public void Streams_are_closed_also_where_the_header_fails()
    {
        var bad = new MemoryInput("a,a\n");
        Tables.Fails(ErrorCodes.BadHeader, () => new CsvSource(bad, new()));
        Assert.Equal(0, bad.Alive);
        var good = new MemoryInput("a,b\n1,2\n1\n");
        using (var source = new CsvSource(good, Tables.Lenient(out _)))
        {
            Tables.Records(source);
            Tables.Fails(ErrorCodes.UnknownColumn, () => source.Open(ReadRequest.Of(new ColumnRequest("z", ColumnKind.Text))));
        }

        Assert.Equal(0, good.Alive);
        Assert.True(good.Disposed);
    }
}
