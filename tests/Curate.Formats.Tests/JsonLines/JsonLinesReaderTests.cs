using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;
using Curate.Formats.JsonLines;

namespace Curate.Formats.Tests.JsonLines;

public sealed class JsonLinesReaderTests
{
    private const string Nested = """
        {"id": 1, "meta": {"source": "web", "deep": {"x": [1, 2]}}, "t":"a"}
          { "id" : 2 , "t" : "\u00e9\n" }  
        {"meta":{"source":null},"id":3,"né":"日本"}
        """;

    [Fact]
    public void Payload_is_every_line_verbatim() => Assert.Equal(Nested.Split('\n'), Jsonl.Lines(Nested));

    [Fact]
    public void Line_ends_and_blank_lines_are_not_part_of_rows() =>
        Assert.Equal(["{\"a\":1}", "{\"a\":2} ", "{\"a\":3}"], Jsonl.Lines("\r\n{\"a\":1}\r\n \t \n{\"a\":2} \r\n\n\n{\"a\":3}"));

    [Fact]
    public void Byte_order_mark_is_not_part_of_the_first_row() => Assert.Equal(["{\"a\":1}"], Jsonl.Lines("\uFEFF{\"a\":1}\n"));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n  \n")]
    [InlineData("\uFEFF")]
    public void File_without_rows_has_no_columns_and_delivers_none(string text)
    {
        using JsonLinesSource source = Jsonl.Source(text);
        Assert.Empty(Jsonl.Lines(source));
        Assert.Equal(0, source.Schema.Count);
        Assert.Equal(0, source.RowCount);
        Assert.False(source.HasColumn("a"));
        Assert.Empty(Jsonl.Column(source, "a"));
    }

    [Fact]
    public void Paths_reach_into_objects()
    {
        Assert.Equal(["web", null, null], Jsonl.Column(Nested, "meta.source"));
        Assert.Equal(["[1, 2]", null, null], Jsonl.Column(Nested, "meta.deep.x", ColumnKind.Json));
        Assert.Equal(["{\"source\": \"web\", \"deep\": {\"x\": [1, 2]}}", null, "{\"source\":null}"], Jsonl.Column(Nested, "meta"));
        Assert.Equal(["1 2", null, null], Jsonl.Column(Nested, "meta.deep.x", ColumnKind.Vector));
        Assert.Equal([null, null, "日本"], Jsonl.Column(Nested, "né"));
    }

    [Fact]
    public void Parent_and_child_are_read_together()
    {
        using JsonLinesSource source = Jsonl.Source(Nested);
        var seen = new List<string?>();
        var request = ReadRequest.Of(
            new ColumnRequest("meta", ColumnKind.Json), new ColumnRequest("meta.source", ColumnKind.Text), new ColumnRequest("id", ColumnKind.Whole), new ColumnRequest("id", ColumnKind.Text));
        Jsonl.Each(source, request, 2, (batch, row) =>
        {
            for (int c = 0; c < 4; c++)
            {
                seen.Add(Jsonl.Show(batch[c], row));
            }
        });
        Assert.Equal(["{\"source\": \"web\", \"deep\": {\"x\": [1, 2]}}", "web", "1", "1", null, null, "2", "2", "{\"source\":null}", null, "3", "3"], seen);
    }

    [Fact]
    public void Key_with_dots_wins_over_the_path()
    {
        const string Both = "{\"a\":{\"b\":\"path\"},\"a.b\":\"key\"}\n{\"a\":{\"b\":\"path\"}}\n{\"a.b\":\"key\",\"a\":{\"b\":\"path\"}}";
        Assert.Equal(["key", null, "key"], Jsonl.Column(Both, "a.b"));
        Assert.Equal(["path"], Jsonl.Column("{\"a\":{\"b\":\"path\"}}", "a.b"));

        // A pipe is not searched beforehand: there every row decides for itself.
        using var pipe = new JsonLinesSource(new MemoryInput(Both, canReopen: false), new TextReadOptions());
        Assert.Equal(["key", "path", "key"], Jsonl.Column(pipe, "a.b"));
    }

    [Fact]
    public void Keys_are_compared_without_their_escapes()
    {
        const string Escaped = "{\"n\\u0061me\":\"x\",\"m\":{\"\\u0062\":1}}\n{\"name\":\"y\",\"m\":{\"b\":2}}";
        Assert.Equal(["x", "y"], Jsonl.Column(Escaped, "name"));
        Assert.Equal(["1", "2"], Jsonl.Column(Escaped, "m.b", ColumnKind.Whole));
        Assert.Equal(["name", "m"], Jsonl.Source(Escaped).Schema.Fields.Select(f => f.Name));
    }

    [Fact]
    public void Last_of_repeated_nested_keys_counts() => Assert.Equal(["2"], Jsonl.Column("{\"m\":{\"b\":1,\"b\":2}}", "m.b"));

    [Theory]
    [InlineData("\"\\u0041\\n\\t\\\\\\/\\\"\\b\\f\\r\"", "A\n\t\\/\"\b\f\r")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"x\\uD83D\\uDE00y\\u20AC\"", "x😀y€")]
    [InlineData("\"\\\\ud800\"", "\\ud800")]
    [InlineData("\"\"", "")]
    [InlineData("12.50", "12.50")]
    [InlineData("true", "true")]
    [InlineData("[1, {\"a\": null}]", "[1, {\"a\": null}]")]
    [InlineData("null", null)]
    public void Text_of_a_value(string json, string? expected) => Assert.Equal([expected], Jsonl.Column($"{{\"a\":{json}}}", "a"));

    [Theory]
    [InlineData("\"\\u0041\"")]
    [InlineData("\"x\"")]
    [InlineData("-1.50e3")]
    [InlineData("{\"b\" : [ ] }")]
    [InlineData("false")]
    public void Json_of_a_value_is_its_own_spelling(string json) => Assert.Equal([json], Jsonl.Column($"{{\"a\": {json} }}", "a", ColumnKind.Json));

    [Fact]
    public void Null_texts_are_nulls_in_every_kind()
    {
        var options = new TextReadOptions { NullTexts = ["NA", "n\"a"] };
        const string Text = "{\"a\":\"NA\"}\n{\"a\":\"n\\\"a\"}\n{\"a\":7}";
        Assert.Equal([null, null, "7"], Jsonl.Column(Text, "a", ColumnKind.Text, options));
        Assert.Equal([null, null, "7"], Jsonl.Column(Text, "a", ColumnKind.Whole, options));
        Assert.Equal([null, null, "7"], Jsonl.Column(Text, "a", ColumnKind.Json, options));
    }

    [Fact]
    public void Ranges_deliver_absolute_rows()
    {
        string text = string.Join('\n', Enumerable.Range(0, 20).Select(i => $"{{\"i\":{i}}}"));
        using JsonLinesSource source = Jsonl.Source(text);
        var request = new ReadRequest { Payload = true, FromRow = 4, ToRow = 9 };
        Assert.Equal([(4, "{\"i\":4}"), (5, "{\"i\":5}"), (6, "{\"i\":6}"), (7, "{\"i\":7}"), (8, "{\"i\":8}")], Jsonl.Rows(source, request, 2));
        Assert.Equal(19, Jsonl.Rows(source, request with { FromRow = 19, ToRow = long.MaxValue }).Single().Row);
        Assert.Empty(Jsonl.Rows(source, request with { FromRow = 9 }));
        Assert.Empty(Jsonl.Rows(source, request with { FromRow = 20, ToRow = 30 }));
    }

    [Fact]
    public void Batch_ends_at_its_target_of_bytes()
    {
        string big = new('x', RecordBatch.TargetBytes / 2);
        using JsonLinesSource source = Jsonl.Source($"{{\"a\":\"{big}\"}}\n{{\"a\":\"{big}\"}}\n{{\"a\":\"{big}\"}}");
        var batch = new RecordBatch();
        foreach (ReadRequest request in new[] { ReadRequest.PayloadOnly, ReadRequest.Of(new ColumnRequest("a", ColumnKind.Text)) })
        {
            using IRecordReader reader = source.Open(request);
            Assert.True(reader.Read(batch, default));
            Assert.Equal(2, batch.Count);
            Assert.True(reader.Read(batch, default));
            Assert.Equal((1, 2L), (batch.Count, batch.FirstRow));
        }
    }

    [Fact]
    public void Bytes_read_ends_at_the_size_of_the_input()
    {
        using JsonLinesSource source = Jsonl.Source("{}\r\n\n{\"a\":1}");
        using IRecordReader reader = source.Open(ReadRequest.CountOnly);
        var batch = new RecordBatch(1);
        Assert.True(reader.Read(batch, default));
        Assert.Equal(4, reader.BytesRead);
        Assert.True(reader.Read(batch, default));
        Assert.False(reader.Read(batch, default));
        Assert.Equal(12, reader.BytesRead);
    }

    [Fact]
    public void Input_larger_than_the_buffer_reads_in_order_and_counts_its_bytes()
    {
        string[] lines = [.. Enumerable.Range(0, 3000).Select(i => $"{{\"i\":{i},\"t\":\"{new string('x', i)}\"}}")];
        string text = string.Join("\r\n", lines);
        using JsonLinesSource source = Jsonl.Source(text);
        Assert.Equal(lines, Jsonl.Rows(source, null, 100).Select(row => row.Text));
        using IRecordReader reader = source.Open(ReadRequest.CountOnly);
        var batch = new RecordBatch(2999);
        Assert.True(reader.Read(batch, default));
        Assert.Equal(text.Length - lines[^1].Length, reader.BytesRead);
    }

    [Fact]
    public void Cancelled_pass_stops()
    {
        using JsonLinesSource source = Jsonl.Source("{}\n{}");
        using IRecordReader reader = source.Open(ReadRequest.CountOnly);
        Assert.Throws<OperationCanceledException>(() => reader.Read(new RecordBatch(), new CancellationToken(true)));
    }

    [Fact]
    public void Cancellation_is_seen_while_rows_before_the_range_are_passed_over()
    {
        using var stop = new CancellationTokenSource();
        var input = new MemoryInput(string.Concat(Enumerable.Repeat("{}\n", 20_000))) { Reading = stop.Cancel };
        using var source = new JsonLinesSource(input, new TextReadOptions());
        using IRecordReader reader = source.Open(new ReadRequest { FromRow = 20_000 });
        Assert.Throws<OperationCanceledException>(() => reader.Read(new RecordBatch(), stop.Token));
        Assert.InRange(reader.BytesRead, 1, 59_999);
    }

    [Fact]
    public void Record_at_the_limit_passes_and_one_beyond_fails()
    {
        var options = new TextReadOptions { MaxRecordBytes = 10 };
        const string Ten = "{\"a\":1234}";
        for (int step = 0; step <= 3; step++)
        {
            using var source = new JsonLinesSource(new MemoryInput($"{Ten}\r\n{Ten}", step), options);
            Assert.Equal([Ten, Ten], Jsonl.Lines(source));
        }

        foreach (string text in new[] { $"{{}}\n{Ten[..^1]}5}}\n", $"{{}}\n{Ten[..^1]}5}}" })
        {
            CurateException failure = Jsonl.Failure(text, options);
            Assert.Equal(ErrorCodes.RecordTooLarge, failure.Code);
            Assert.Contains("line 2", failure.Message);
            Assert.Contains("10 bytes", failure.Message);
        }
    }

    [Fact]
    public void Record_too_large_is_fatal_even_when_bad_rows_are_skipped()
    {
        TextReadOptions options = Jsonl.Skipping(out _) with { MaxRecordBytes = 1000 };
        Assert.Equal(ErrorCodes.RecordTooLarge, Jsonl.Failure("{\"a\":\"" + new string('x', 400_000) + "\"}", options).Code);
    }

    [Fact]
    public void Input_in_crumbs_reads_the_same()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("\uFEFF" + Nested.Replace("\n", "\r\n", StringComparison.Ordinal));
        using var whole = new JsonLinesSource(new MemoryInput(bytes), new TextReadOptions());
        using var crumbs = new JsonLinesSource(new MemoryInput(bytes, 3), new TextReadOptions());
        Assert.Equal(3, Jsonl.Lines(whole).Count);
        Assert.Equal(Jsonl.Lines(whole), Jsonl.Lines(crumbs));
        Assert.Equal(Jsonl.Column(whole, "meta.source"), Jsonl.Column(crumbs, "meta.source"));
    }

    [Fact]
    public void Unspooled_pipe_is_opened_once_and_unknown_columns_show_at_its_end()
    {
        var input = new MemoryInput("{\"a\":1}\n{\"a\":2}", canReopen: false);
        using var source = new JsonLinesSource(input, new TextReadOptions());
        Assert.Equal(["1", "2"], Jsonl.Column(source, "a"));
        Assert.Equal(1, input.Opened);
        using var other = new JsonLinesSource(new MemoryInput("{\"a\":1}", canReopen: false), new TextReadOptions());
        Assert.Equal(ErrorCodes.UnknownColumn, Assert.Throws<CurateException>(() => Jsonl.Column(other, "b")).Code);
    }
}
