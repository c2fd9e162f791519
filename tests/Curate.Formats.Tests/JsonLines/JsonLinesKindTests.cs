using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;
using Curate.Formats.JsonLines;

namespace Curate.Formats.Tests.JsonLines;

public sealed class JsonLinesKindTests
{
    [Theory]
    [InlineData("12", ColumnKind.Whole, "12")]
    [InlineData("-9223372036854775808", ColumnKind.Whole, "-9223372036854775808")]
    [InlineData("12", ColumnKind.Number, "12")]
    [InlineData("-1.5e3", ColumnKind.Number, "-1500")]
    [InlineData("-0", ColumnKind.Number, "-0")]
    [InlineData("123456789012345678901", ColumnKind.Number, "1.2345678901234568E+20")]
    [InlineData("1e999", ColumnKind.Number, "Infinity")]
    [InlineData("true", ColumnKind.Flag, "true")]
    [InlineData("false", ColumnKind.Flag, "false")]
    [InlineData("\"1970-01-02\"", ColumnKind.Date, "86400000000")]
    [InlineData("\"1970-01-01T00:00:01Z\"", ColumnKind.Time, "1000000")]
    [InlineData("\"1970-01-01T00:00:01\\u005a\"", ColumnKind.Time, "1000000")]
    [InlineData("1.5", ColumnKind.Decimal, "150")]
    [InlineData("\"-1.25\"", ColumnKind.Decimal, "-125")]
    [InlineData("\"/+8=\"", ColumnKind.Bytes, "FFEF")]
    [InlineData("\"\\/+8=\"", ColumnKind.Bytes, "FFEF")]
    [InlineData("\"\"", ColumnKind.Bytes, "")]
    [InlineData("[1, 2.5,-3e1]", ColumnKind.Vector, "1 2.5 -30")]
    public void Value_reads_as_its_kind(string json, ColumnKind kind, string expected)
    {
        using JsonLinesSource source = Jsonl.Source($"{{\"a\":null}}\n{{}}\n{{\"a\":{json}}}");
        Assert.Equal([null, null, expected], Jsonl.Column(source, "a", kind, scale: 2));
    }

    [Theory]
    [InlineData("12.0", ColumnKind.Whole, "a whole number")]
    [InlineData("-0", ColumnKind.Whole, "a whole number")]
    [InlineData("9223372036854775808", ColumnKind.Whole, "a whole number")]
    [InlineData("\"12\"", ColumnKind.Whole, "a whole number")]
    [InlineData("true", ColumnKind.Whole, "a whole number")]
    [InlineData("\"1.5\"", ColumnKind.Number, "a number")]
    [InlineData("\"NaN\"", ColumnKind.Number, "a number")]
    [InlineData("[1]", ColumnKind.Number, "a number")]
    [InlineData("1", ColumnKind.Flag, "true or false")]
    [InlineData("\"true\"", ColumnKind.Flag, "true or false")]
    [InlineData("20240101", ColumnKind.Date, "a date")]
    [InlineData("\"2024-02-30\"", ColumnKind.Date, "a date")]
    [InlineData("\"noon\"", ColumnKind.Time, "a time")]
    [InlineData("1.255", ColumnKind.Decimal, "2 digits")]
    [InlineData("\"*\"", ColumnKind.Bytes, "base64")]
    [InlineData("7", ColumnKind.Bytes, "base64")]
    [InlineData("[]", ColumnKind.Vector, "an array of numbers")]
    [InlineData("[1,null]", ColumnKind.Vector, "an array of numbers")]
    [InlineData("[1,[2]]", ColumnKind.Vector, "an array of numbers")]
    [InlineData("[[1],2]", ColumnKind.Vector, "an array of numbers")]
    [InlineData("\"[1]\"", ColumnKind.Vector, "an array of numbers")]
    [InlineData("{\"b\":1}", ColumnKind.Vector, "an array of numbers")]
    public void Value_of_another_kind_is_named(string json, ColumnKind kind, string expected)
    {
        CurateException failure = Jsonl.Failure($"{{}}\n{{\"a\":{json}}}", null, new ColumnRequest("a", kind) { Scale = 2 });
        Assert.Equal(ErrorCodes.BadValue, failure.Code);
        Assert.Contains("rows.jsonl, line 2: column 'a' holds", failure.Message);
        Assert.Contains(Fail.Show(json), failure.Message);
        Assert.Contains(expected, failure.Message);
    }

    [Theory]
    [InlineData("\"12\"", ColumnKind.Whole, "12")]
    [InlineData("\"1\\u0032\"", ColumnKind.Whole, "12")]
    [InlineData("\"-inf\"", ColumnKind.Number, "-Infinity")]
    [InlineData("\"TRUE\"", ColumnKind.Flag, "true")]
    [InlineData("\"[1, 2]\"", ColumnKind.Vector, "1 2")]
    public void Declared_columns_take_strings(string json, ColumnKind kind, string expected) =>
        Assert.Equal([expected], Jsonl.Column($"{{\"a\":{json}}}", "a", kind, Jsonl.Typed(("a", kind))));

    [Fact]
    public void Hint_for_a_number_in_quotes_names_the_option() =>
        Assert.Contains("--types a=whole", Jsonl.Failure("{\"a\":\"12\"}", null, new ColumnRequest("a", ColumnKind.Whole)).Hint);

    [Fact]
    public void Declared_columns_are_checked_in_passes_that_do_not_read_them()
    {
        CurateException failure = Jsonl.Failure("{\"m\":{\"a\":1}}\n{\"m\":{\"a\":\"x\"}}", Jsonl.Typed(("m.a", ColumnKind.Whole)));
        Assert.Equal(ErrorCodes.BadValue, failure.Code);
        Assert.Contains("line 2", failure.Message);
        Assert.Contains("'m.a'", failure.Message);
        Assert.Contains("'\"x\"'", failure.Message);
    }

    [Fact]
    public void Declared_decimals_of_any_scale_pass_the_check() =>
        Assert.Equal(2, Jsonl.Lines(Jsonl.Source("{\"a\":1.123456789}\n{\"a\":\"-3\"}", Jsonl.Typed(("a", ColumnKind.Decimal)))).Count);

    [Fact]
    public void Vectors_of_another_dimension_name_both()
    {
        CurateException failure = Jsonl.Failure("{\"v\":[1,2,3]}\n{\"v\":[1,2]}", null, new ColumnRequest("v", ColumnKind.Vector));
        Assert.Equal(ErrorCodes.BadValue, failure.Code);
        Assert.Contains("a vector of 3 values", failure.Message);
        Assert.Contains("found 2 values", failure.Message);
    }

    [Fact]
    public void Dimension_holds_over_batches_and_is_set_by_good_rows_only()
    {
        TextReadOptions options = Jsonl.Skipping(out BadRowLog log);
        using JsonLinesSource source = Jsonl.Source("{\"v\":[9],\"n\":\"x\"}\n{\"v\":[1,2],\"n\":1}\n{\"v\":null}\n{\"v\":[3],\"n\":1}\n{\"v\":[4,5]}", options);
        var seen = new List<string?>();
        var request = ReadRequest.Of(new ColumnRequest("v", ColumnKind.Vector), new ColumnRequest("n", ColumnKind.Whole));
        Jsonl.Each(source, request, 1, (batch, row) => seen.Add(Jsonl.Show(batch[0], row)));
        Assert.Equal(["1 2", null, "4 5"], seen);
        Assert.Equal(2, log.Counts["bad-value"]);
    }

    [Fact]
    public void Batch_with_vectors_of_another_file_is_a_conflict()
    {
        var request = ReadRequest.Of(new ColumnRequest("v", ColumnKind.Vector));
        var used = new RecordBatch();
        using (IRecordReader first = Jsonl.Source("{\"v\":[1,2]}").Open(request))
        {
            Assert.True(first.Read(used, default));
        }

        using IRecordReader second = Jsonl.Source("{\"v\":[1,2,3]}\n{\"v\":[1,2,3]}").Open(request);
        Assert.True(second.Read(new RecordBatch(1), default));
        Assert.Equal(ErrorCodes.SchemaConflict, Assert.Throws<CurateException>(() => second.Read(used, default)).Code);
        using IRecordReader third = Jsonl.Source("{\"v\":[1,2,3]}").Open(request);
        Assert.Equal(ErrorCodes.BadValue, Assert.Throws<CurateException>(() => third.Read(used, default)).Code);
    }

    [Fact]
    public void Changing_shape_shows_its_kinds_as_they_stand() =>
        Assert.Equal(["1", "\"x\"", "true", "[1]", null, "{}"],
            Jsonl.Column("{\"a\":1}\n{\"a\":\"x\"}\n{\"a\":true}\n{\"a\":[1]}\n{\"a\":null}\n{\"a\":{}}", "a", ColumnKind.Json));

    [Fact]
    public void Rows_left_out_leave_no_half_appended_columns()
    {
        TextReadOptions options = Jsonl.Skipping(out BadRowLog log);
        using JsonLinesSource source = Jsonl.Source("{\"a\":\"x\",\"b\":\"y\",\"c\":[1]}\n{\"a\":\"x2\",\"b\":1,\"c\":[2]}\n{\"c\":7}", options);
        var request = new ReadRequest
        {
            Payload = true,
            Columns = [new ColumnRequest("a", ColumnKind.Text), new ColumnRequest("b", ColumnKind.Whole), new ColumnRequest("c", ColumnKind.Vector)],
        };
        var seen = new List<string?>();
        Jsonl.Each(source, request, 8, (batch, row) => seen.Add($"{batch.FirstRow + row} {Jsonl.Show(batch[0], row)} {Jsonl.Show(batch[1], row)} {Jsonl.Show(batch[2], row)}"));
        Assert.Equal(["0 x2 1 2"], seen);
        Assert.Equal(2, log.Counts["bad-value"]);
    }
}
