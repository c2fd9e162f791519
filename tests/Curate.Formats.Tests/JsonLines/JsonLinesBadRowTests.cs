using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;
using Curate.Formats.JsonLines;

namespace Curate.Formats.Tests.JsonLines;

public sealed class JsonLinesBadRowTests
{
    [Theory]
    [InlineData("{\"a\":1,}", 8, "a key in double quotes")]
    [InlineData("{\"a\" 1}", 6, "':' behind the key")]
    [InlineData("{\"a\":1 \"b\":2}", 8, "',' or '}'")]
    [InlineData("{\"a\":[1 2]}", 9, "',' or ']'")]
    [InlineData("{\"a\":[1,]}", 9, "a value")]
    [InlineData("{a:1}", 2, "a key in double quotes, or '}'")]
    [InlineData("{\"é\":tru}", 6, "'tru' is not a JSON value")]
    [InlineData("{\"a\":01}", 6, "'01' is not a JSON value")]
    [InlineData("{\"a\":NaN}", 6, "found 'N'")]
    [InlineData("{\"a\":'x'}", 6, "found '''")]
    [InlineData("{\"a\":1} {\"b\":2}", 9, "the end of the line")]
    [InlineData("{\"a\":1}//x", 8, "the end of the line")]
    [InlineData("{\"a\":\"x\ty\"}", 8, "control character 0x09")]
    [InlineData("{\"a\":\"\\x\"}", 8, "unknown escape 'x'")]
    [InlineData("{\"a\":\"\\u00g1\"}", 11, "four hexadecimal digits")]
    [InlineData("{\"a\":\"\\ud83d\"}", 7, "surrogate")]
    [InlineData("{\"a\":\"\\ude00\"}", 7, "surrogate")]
    [InlineData("{\"a\":\"\\\\\\ud83d\\u0041\"}", 9, "surrogate")]
    [InlineData("{\"\\ud83dx\":1}", 3, "surrogate")]
    [InlineData("{\"a\":1,\"b\":2,\"\\u0061\":3}", 14, "'a' occurs twice")]
    [InlineData("[1]", 1, "found an array")]
    [InlineData("[1", 1, "found an array")]
    [InlineData(" \"x\"", 2, "found a string")]
    [InlineData("12", 1, "found a number")]
    [InlineData("null", 1, "found a literal")]
    [InlineData("x", 1, "found 'x'")]
    [InlineData("{\"a\":{\"b\":1}", 13, "the line ends inside the object")]
    [InlineData("{\"a\":\"x", 8, "a string is not closed")]
    [InlineData("{", 2, "the line ends inside the object")]
    public void Malformed_line_is_placed_and_explained(string line, int column, string expected)
    {
        CurateException failure = Jsonl.Failure($"{{}}\r\n\n{line}\n{{}}");
        Assert.Equal(ErrorCodes.MalformedJson, failure.Code);
        Assert.StartsWith($"rows.jsonl, line 3, column {column}: ", failure.Message);
        Assert.Contains(expected, failure.Message);
        Assert.EndsWith($"the line starts with {Fail.Show(line)}.", failure.Message);
    }

    [Fact]
    public void Repeated_key_is_found_after_keys_were_forgotten()
    {
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{{\"k{i}\":1}}\n{{\"k{i}\":1,\"k{i}\":2}}\n"));
        using JsonLinesSource source = Jsonl.Source(text, Jsonl.Skipping(out BadRowLog log));
        Assert.Equal(20_000, Jsonl.Lines(source).Count);
        Assert.Equal(20_000, log.Counts["malformed-json"]);
    }

    [Theory]
    [InlineData(new byte[] { 0xff }, 7)]
    [InlineData(new byte[] { 0xc3 }, 7)]
    [InlineData(new byte[] { 0xc3, 0xa9, 0xed, 0xa0, 0x80 }, 8)]
    public void Invalid_utf8_is_placed(byte[] bad, int column)
    {
        byte[] bytes = [.. "{\"a\":\""u8, .. bad, .. "\"}"u8];
        using var source = new JsonLinesSource(new MemoryInput(bytes), new TextReadOptions());
        CurateException failure = Assert.Throws<CurateException>(() => Jsonl.Lines(source));
        Assert.Equal(ErrorCodes.InvalidUtf8, failure.Code);
        Assert.StartsWith($"rows.jsonl, line 1, column {column}: the byte 0x", failure.Message);
    }

    [Theory]
    [InlineData("[{\"a\":1},{\"a\":2}]")]
    [InlineData("[\n  {\"a\": 1}\n]")]
    public void Array_file_is_told_how_to_become_lines(string text)
    {
        CurateException failure = Jsonl.Failure(text);
        Assert.Equal(ErrorCodes.MalformedJson, failure.Code);
        Assert.Contains("the file holds a JSON array", failure.Message);
        Assert.Contains("jq -c '.[]'", failure.Hint);
    }

    [Fact]
    public void Array_file_beyond_the_record_limit_is_told_too() =>
        Assert.Contains("jq -c '.[]'", Jsonl.Failure("[" + string.Join(',', Enumerable.Repeat("{}", 200_000)) + "]", new TextReadOptions { MaxRecordBytes = 100 }).Hint);

    [Fact]
    public void Pretty_printed_file_is_told_how_to_become_lines()
    {
        CurateException failure = Jsonl.Failure("{\n  \"a\": 1\n}");
        Assert.Contains("line 1, column 2: the line ends inside the object", failure.Message);
        Assert.Contains("pretty-printed", failure.Hint);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Deep_nesting_is_refused_beyond_256_levels(string open, string close)
    {
        string Nest(int levels) => "{\"x\":" + string.Concat(Enumerable.Repeat(open, levels - 1)) + "1" + string.Concat(Enumerable.Repeat(close, levels - 1)) + "}";
        using JsonLinesSource fits = Jsonl.Source(Nest(256));
        Assert.Single(Jsonl.Lines(fits));
        Assert.Equal(1, fits.Schema.Count);
        CurateException failure = Jsonl.Failure(Nest(257));
        Assert.Equal(ErrorCodes.MalformedJson, failure.Code);
        Assert.Contains("nested deeper than 256 levels", failure.Message);
    }

    [Fact]
    public void A_million_brackets_are_an_error_and_no_overflow()
    {
        Assert.Contains("nested deeper", Jsonl.Failure("{\"x\":" + new string('[', 1_000_000)).Message);
        Assert.Contains("array", Jsonl.Failure(new string('[', 1_000_000)).Message);
        Assert.Contains("nested deeper", Jsonl.Failure(string.Concat(Enumerable.Repeat("{\"a\":", 1_000_000)), null, new ColumnRequest("a.a.a", ColumnKind.Text)).Message);
    }

    [Fact]
    public void Skipped_rows_are_counted_once_and_ordinals_agree_between_passes()
    {
        const string Text = "{\"a\":1}\nbad\n{\"a\":\"x\"}\n\n{\"a\":2}\n{\"a\":3,\"a\":4}\n[\n{\"a\":5}";
        var log = new BadRowLog(BadRowPolicy.Skip);
        using JsonLinesSource source = Jsonl.Source(Text, new TextReadOptions { BadRows = log, Types = new Dictionary<string, ColumnKind> { ["a"] = ColumnKind.Whole } });
        List<(long, string)> expected = [(0, "{\"a\":1}"), (1, "{\"a\":2}"), (2, "{\"a\":5}")];
        Assert.Equal(expected, Jsonl.Rows(source));
        Assert.Equal(["1", "2", "5"], Jsonl.Column(source, "a", ColumnKind.Whole));
        Assert.Equal(["1", "2", "5"], Jsonl.Column(source, "a", ColumnKind.Json));
        Assert.Equal(expected[1..2], Jsonl.Rows(source, new ReadRequest { Payload = true, FromRow = 1, ToRow = 2 }));
        Assert.Equal(expected, Jsonl.Rows(source));
        Assert.Equal([("bad-value", 1L), ("malformed-json", 3L)], log.Counts.Select(c => (c.Key, c.Value)));
        Assert.StartsWith("rows.jsonl, line 2, column 1:", log.First);
    }

    [Fact]
    public void Range_of_a_pass_is_a_range_of_its_rows_when_values_decide_which_are_good()
    {
        TextReadOptions options = Jsonl.Skipping(out _);
        using JsonLinesSource source = Jsonl.Source("{\"a\":\"x\"}\n{\"a\":1}\n{\"a\":2}\n{\"a\":3}", options);
        var request = ReadRequest.Of(new ColumnRequest("a", ColumnKind.Whole)) with { FromRow = 1, ToRow = 2 };
        var seen = new List<string>();
        Jsonl.Each(source, request, 5, (batch, row) => seen.Add($"{batch.FirstRow + row}={Jsonl.Show(batch[0], row)}"));
        Assert.Equal(["1=2"], seen);
    }

    [Fact]
    public void Quarantine_takes_lines_verbatim_and_once()
    {
        var quarantine = new MemoryOutput();
        var log = new BadRowLog(BadRowPolicy.Quarantine, quarantine);
        using JsonLinesSource source = Jsonl.Source("\uFEFFbad one\r\n{\"a\":1}\r\n {\"b\": }\r\n{\"a\":2}", new TextReadOptions { BadRows = log });
        Assert.Equal(["{\"a\":1}", "{\"a\":2}"], Jsonl.Lines(source));
        Assert.Equal(["1", "2"], Jsonl.Column(source, "a"));
        Assert.Equal("bad one\n {\"b\": }\n", quarantine.Text);
    }

    [Fact]
    public void Last_line_without_line_end_is_a_row_and_a_cut_one_is_bad()
    {
        Assert.Equal(["{}", "{}"], Jsonl.Lines("{}\n{}"));
        CurateException failure = Jsonl.Failure("{\"a\":1}\n{\"a\":1,\"b");
        Assert.Contains("line 2, column 10", failure.Message);
        Assert.Contains("cut short", failure.Hint);
    }

    [Fact]
    public void Every_truncation_reads_good_rows_or_fails_with_a_message()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("{\"a\":[1,2.5e3,-0],\"né\":{\"b\":\"\\ud83d\\ude00\\n\"}}\r\n{\"a\":null,\"t\":true}\n");
        for (int length = 0; length <= bytes.Length; length++)
        {
            Probe(bytes[..length]);
        }
    }

    [Fact]
    public void Every_bit_flip_reads_or_fails_with_a_message()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("{\"a\":[1,2.5e3,-0],\"né\":{\"b\":\"\\ud83d\\ude00\\n\"}}\r\n{\"a\":null,\"t\":true,\"né\":{\"b\":\"q\"}}\n");
        int failed = 0;
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] flipped = [.. bytes];
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            failed += Probe(flipped) ? 0 : 1;
        }

        Assert.InRange(failed, 1, bytes.Length * 8 - 1);
    }

    // Reads in every policy and kind; anything but a CurateException escapes. True when the strict pass found nothing wrong.
    private static bool Probe(byte[] bytes)
    {
        ReadRequest[] requests =
        [
            ReadRequest.PayloadOnly,
            ReadRequest.Of([.. new[] { "a", "né.b", "t" }.SelectMany(name => Enum.GetValues<ColumnKind>().Select(kind => new ColumnRequest(name, kind)))]),
        ];
        bool good = true;
        foreach (ReadRequest request in requests)
        {
            try
            {
                using var strict = new JsonLinesSource(new MemoryInput(bytes, 2), new TextReadOptions());
                Jsonl.Each(strict, request, 2, (_, _) => { });
            }
            catch (CurateException failure)
            {
                Assert.NotEmpty(failure.Message);
                good = good && request.Columns.Count != 0;
            }

            try
            {
                using var lenient = new JsonLinesSource(new MemoryInput(bytes), Jsonl.Skipping(out BadRowLog log));
                Jsonl.Each(lenient, request, 2, (_, _) => { });
                Assert.Equal(!good && request.Payload, request.Payload && log.Counts.Values.Sum() > 0);
            }
            catch (CurateException failure)
            {
                Assert.Equal(ErrorCodes.UnknownColumn, failure.Code);
            }
        }

        return good;
    }
}
