using System.IO.Compression;
using System.Text;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>Broken and odd input through the real process: the exit code, a message that leads to the place, and nothing left behind.</summary>
public sealed class BrokenInputTests
{
    private static readonly BrokenCase[] s_cases =
    [
        new("empty file", "in.csv", "", 3, ["no-header", "in.csv", "empty", "--no-header"]),
        new("ragged short", "in.csv", "a,b\n1,2\n3\n", 3, ["ragged-row", "in.csv", "line 3", "1 field", "expected 2", "--on-bad-row"]),
        new("ragged long", "in.csv", "a,b\n1,2\n3,4,5\n", 3, ["ragged-row", "in.csv", "line 3", "3 fields", "expected 2"]),
        new("ragged after a record of two lines", "in.csv", "a,b\n\"1\n1\",2\n3\n", 3, ["ragged-row", "line 4"]),
        new("blank line among records", "in.csv", "a,b\n1,2\n\n3,4\n", 3, ["ragged-row", "line 3", "empty line"]),
        new("stray quote", "in.csv", "a,b\n1,2\n3,x\"y\n", 3, ["malformed-csv", "in.csv", "line 3", "column b", "x\"y", "--quote"]),
        new("text after a closing quote", "in.csv", "a,b\n1,2\n3,\"x\"y\n", 3, ["malformed-csv", "line 3", "column b", "\"x\"y", "closing quote"]),
        new("quote that never ends", "in.csv", "a,b\n1,\"2\n3,4\n", 3, ["malformed-csv", "line 2", "column b", "never ends"]),
        new("duplicate header", "in.csv", "a,b,a\n1,2,3\n", 3, ["bad-header", "line 1", "'a'", "1 and 3", "--rename-duplicates"]),
        new("empty header name", "in.csv", "a,\n1,2\n", 3, ["bad-header", "line 1", "column 2", "--rename-duplicates"]),
        new("JSON array", "in.jsonl", "[{\"a\":1},{\"a\":2}]\n", 3, ["malformed-json", "in.jsonl", "line 1", "array", "jq"]),
        new("JSON array over lines in a .json file", "in.json", "[\n{\"a\":1},\n{\"a\":2}\n]\n", 3, ["malformed-json", "in.json", "line 1", "array", "jq"]),
        new("JSON cut short", "in.jsonl", "{\"a\":1}\n{\"a\":2,\"b\":\"x\n", 3, ["malformed-json", "in.jsonl", "line 2", "not closed"]),
        new("JSON nested too deep", "in.jsonl", "{\"a\":1}\n{\"a\":" + new string('[', 50_000) + new string(']', 50_000) + "}\n", 3, ["malformed-json", "line 2", "256 levels"]),
        new("JSON key twice", "in.jsonl", "{\"a\":0}\n{\"a\":1,\"a\":2}\n", 3, ["malformed-json", "line 2", "'a'", "twice"]),
        new("JSON line that is a number", "in.jsonl", "{\"a\":1}\n\n7\n", 3, ["malformed-json", "line 3", "expected an object"]),
        new("gzip that is none", "in.csv.gz", "a,b\n1,2\n", 3, ["corrupt-file", "in.csv.gz", "gzip"]),
        new("Parquet without a footer", "in.parquet", "PAR1....PAR1", 3, ["corrupt-file", "in.parquet"]),
        new("Parquet under another name", "in.csv", "PAR1\0\0\0\0PAR1", 2, ["in.csv", "is a Parquet file", "--input-format parquet"]),
        new("binary without a known extension", "in", "a\0b\u0001\u0002", 2, ["unknown-format", "'in'", "binary", "--input-format"]),
    ];

    public static TheoryData<string> CaseNames => [.. s_cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Broken_file_fails_and_names_the_place(string name)
    {
        BrokenCase broken = s_cases.Single(c => c.Name == name);
        using ScratchFolder folder = new();
        folder.File(broken.File, broken.Content);
        Cli.AssertBounded(Cli.Fails(folder, broken.ExitCode, broken.Says, "dedupe", broken.File, "-o", "out.csv"));
    }

    [Theory]
    [InlineData("convert")]
    [InlineData("shuffle")]
    [InlineData("dedupe")]
    public void Ragged_row_after_many_sound_rows_leaves_no_output(string command)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i},{i}\n")) + "1\n");
        Cli.Fails(folder, 3, ["in.csv, line 300002", "1 field"], command, "in.csv", "-o", "out.csv");
    }

    [Fact]
    public void Header_alone_gives_a_header_alone()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n");
        Assert.Equal("a,b\n", Cli.Text(folder, "dedupe", "in.csv"));
    }

    [Fact]
    public void Last_record_without_line_end_counts()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1,2\n3,4");
        Assert.Equal("a,b\n1,2\n3,4\n", Cli.Text(folder, "dedupe", "in.csv"));
    }

    [Fact]
    public void Last_record_without_line_end_equals_one_with()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1,2\n1,2");
        Assert.Equal("a,b\n1,2\n", Cli.Text(folder, "dedupe", "in.csv"));
    }

    [Fact]
    public void Ten_thousand_columns_pass_through()
    {
        using ScratchFolder folder = new();
        string header = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"c{i}"));
        string row = string.Join(',', Enumerable.Repeat("1", 10_000));
        folder.File("in.csv", $"{header}\n{row}\n{row}\n");
        CurateResult result = Cli.Run(folder, "dedupe", "in.csv").Expect(0);
        Assert.Equal($"{header}\n{row}\n", result.Text);
        Cli.AssertBounded(result);
    }

    [Fact]
    public void Nul_bytes_pass_through()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1,x\0y\n1,x\0z\n1,x\0y\n");
        Assert.Equal("a,b\n1,x\0y\n1,x\0z\n", Cli.Text(folder, "dedupe", "in.csv"));
    }

    [Fact]
    public void Invalid_utf8_in_csv_names_line_and_column()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", [.. "a,b\n1,x\n2,"u8, 0xFF, 0xFE, .. "\n"u8]);
        Cli.Fails(folder, 3, ["invalid-utf8", "in.csv", "line 3", "column b", "--encoding"], "dedupe", "in.csv", "-o", "out.csv");
    }

    [Fact]
    public void Invalid_utf8_in_json_names_the_line()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", [.. "{\"a\":1}\n{\"a\":\""u8, 0xE9, .. "\"}\n"u8]);
        Cli.Fails(folder, 3, ["invalid-utf8", "in.jsonl", "line 2", "0xe9"], "dedupe", "in.jsonl", "-o", "out.jsonl");
    }

    [Fact]
    public void Encoding_option_reads_what_is_not_utf8()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", [.. "a\ncaf"u8, 0xE9, .. "\n"u8]);
        Assert.Equal("a\ncafé\n", Cli.Text(folder, "dedupe", "in.csv", "--encoding", "latin1"));
    }

    [Fact]
    public void Mixed_line_ends_are_records_each_and_become_those_of_the_first()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\r\n1,2\n3,4\r5,6\r\n1,2\r");
        Assert.Equal("a,b\r\n1,2\r\n3,4\r\n5,6\r\n", Cli.Text(folder, "dedupe", "in.csv"));
    }

    [Fact]
    public void Carriage_returns_alone_end_records()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\r1,2\r1,2\r3,4\r");
        Assert.Equal("a,b\r1,2\r3,4\r", Cli.Text(folder, "dedupe", "in.csv"));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void Byte_order_mark_is_obeyed_and_not_kept(string encoding)
    {
        using ScratchFolder folder = new();
        Encoding text = Encoding.GetEncoding(encoding);
        folder.File("in.csv", [.. text.GetPreamble(), .. text.GetBytes("a,b\n1,é\n1,é\n2,日\n")]);
        Assert.Equal("a,b\n1,é\n2,日\n", Cli.Text(folder, "dedupe", "in.csv", "--key", "a"));
    }

    [Fact]
    public void Unclosed_quote_in_a_file_of_500_MB_fails_fast_at_its_line()
    {
        using ScratchFolder folder = new();
        using (FileStream file = new(folder.File("in.csv", "a,b\n1,\"open\n2,x\n"), FileMode.Open))
        {
            // The rest is a hole: it reads as NUL bytes and takes no space.
            file.SetLength(500_000_000);
        }

        CurateResult result = Cli.Fails(folder, 5, ["record-too-large", "in.csv", "line 2", "quoted field starts here", "--max-record"], "dedupe", "in.csv", "-o", "out.csv");
        Cli.AssertBounded(result);
        Assert.InRange(result.Elapsed.TotalSeconds, 0, 15);
    }

    [Fact]
    public void Unclosed_quote_is_found_at_once_with_a_small_limit()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1,2\n3,\"open\n" + string.Concat(Enumerable.Repeat("4,5\n", 500_000)));
        Cli.AssertBounded(Cli.Fails(folder, 5, ["line 3", "1048576"], "convert", "in.csv", "--max-record", "1MiB", "-o", "out.jsonl"), 100L << 20);
    }

    [Theory]
    [InlineData("in.csv", "a,b\n1,2\n3,", "\n", "line 3")]
    [InlineData("in.jsonl", "{\"a\":1}\n{\"a\":\"", "\"}\n", "line 2")]
    public void Field_of_100_MB_needs_a_higher_limit(string name, string head, string tail, string line)
    {
        using ScratchFolder folder = new();
        WriteLong(folder.Path(name), head, tail, 100_000_000);
        Cli.AssertBounded(Cli.Fails(folder, 5, ["record-too-large", name, line, "67108864"], "dedupe", name, "-o", "out.csv"));
    }

    [Fact]
    public void Field_of_100_MB_passes_with_a_higher_limit()
    {
        using ScratchFolder folder = new();
        WriteLong(folder.Path("in.csv"), "a,b\n1,", "\n", 100_000_000);
        CurateResult result = Cli.Run(folder, "dedupe", "in.csv", "--max-record", "200MiB", "-o", "out.csv").Expect(0);
        Assert.Equal(new FileInfo(folder.Path("in.csv")).Length, new FileInfo(folder.Path("out.csv")).Length);
        Cli.AssertBounded(result, 500L << 20);
    }

    [Fact]
    public void Folder_without_data_files_is_no_input()
    {
        using ScratchFolder folder = new();
        folder.File("data/readme.txt", "hello");
        Cli.Fails(folder, 2, ["no-input", "'data'"], "dedupe", "data", "-o", "out.csv");
    }

    [Fact]
    public void Folder_named_like_a_file_is_told_apart()
    {
        using ScratchFolder folder = new();
        folder.Folder("data.csv");
        Cli.Fails(folder, 2, ["no-input", "folder 'data.csv'"], "dedupe", "data.csv", "-o", "out.csv");
    }

    [Fact]
    public void Missing_file_cannot_be_read()
    {
        using ScratchFolder folder = new();
        Cli.Fails(folder, 4, ["cannot-read", "'nope.csv'", "no such file"], "dedupe", "nope.csv", "-o", "out.csv");
    }

    [Fact]
    public void Missing_folder_of_the_output_is_named()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n");
        Cli.Fails(folder, 4, ["cannot-write", "nowhere", "does not exist"], "dedupe", "in.csv", "-o", "nowhere/out.csv");
    }

    [NotRootFact]
    public void File_without_permission_cannot_be_read()
    {
        using ScratchFolder folder = new();
        File.SetUnixFileMode(folder.File("in.csv", "a\n1\n"), UnixFileMode.None);
        Cli.Fails(folder, 4, ["cannot-read", "in.csv"], "dedupe", "in.csv", "-o", "out.csv");
    }

    [NotRootFact]
    public void Folder_without_permission_cannot_be_written()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n");
        File.SetUnixFileMode(folder.Folder("locked"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Cli.Fails(folder, 4, ["cannot-write", "locked"], "dedupe", "in.csv", "-o", "locked/out.csv");
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void Truncated_gzip_is_damaged(double share)
    {
        using ScratchFolder folder = new();
        byte[] whole = Gzip("a,b\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},{i * 7919L % 1000}\n")));
        folder.File("in.csv.gz", whole.AsSpan(0, (int)(whole.Length * share)));
        Cli.Fails(folder, 3, ["corrupt-file", "in.csv.gz", "cut short"], "dedupe", "in.csv.gz", "-o", "out.csv");
    }

    [Fact]
    public void Gzip_with_a_flipped_byte_is_damaged()
    {
        using ScratchFolder folder = new();
        byte[] whole = Gzip("a,b\n" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i},{i * 7919L % 1000}\n")));
        whole[^6] ^= 0x10;
        folder.File("in.csv.gz", whole);
        Cli.Fails(folder, 3, ["corrupt-file", "in.csv.gz"], "dedupe", "in.csv.gz", "-o", "out.csv");
    }

    [Theory]
    [InlineData("in.csv")]
    [InlineData("in.jsonl")]
    [InlineData("in.tsv")]
    public void Random_bytes_are_bad_data(string name)
    {
        const ulong Seed = 20260711;
        Seeds.With(Seed, () =>
        {
            using ScratchFolder folder = new();
            SplitMix64 draws = new(Seed);
            folder.File(name, [.. Enumerable.Range(0, 100_000).Select(_ => (byte)draws.Below(256))]);
            Cli.AssertBounded(Cli.Fails(folder, 3, [name, "line 1"], "dedupe", name, "-o", "out.csv"));
        });
    }

    [Fact]
    public void Json_of_changing_shape_is_deduplicated_as_it_stands()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", "{\"a\":1}\n{\"a\":\"x\"}\n{\"a\":{\"b\":2}}\n{\"a\":1}\n{\"a\":{\"b\":2}}\n{\"a\":\"1\"}\n");
        Assert.Equal("{\"a\":1}\n{\"a\":\"x\"}\n{\"a\":{\"b\":2}}\n{\"a\":\"1\"}\n", Cli.Text(folder, "dedupe", "in.jsonl"));
    }

    [Fact]
    public void Blank_lines_of_json_are_skipped()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", "\n{\"a\":1}\n\n\r\n{\"a\":2}\n\n");
        Assert.Equal("{\"a\":1}\n{\"a\":2}\n", Cli.Text(folder, "dedupe", "in.jsonl"));
    }

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.jsonl")]
    public void Value_against_types_names_line_column_value_and_kind(string output)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,n\n1,2\n2,xyz\n");
        Cli.Fails(folder, 3, ["bad-value", "in.csv", "line 3", "column n", "'xyz'", "whole", "--types"], "convert", "in.csv", "--types", "n=whole", "-o", output);
    }

    [Theory]
    [InlineData("dedupe", "--key", "speceis")]
    [InlineData("resample", "--label", "speceis")]
    [InlineData("convert", "--columns", "speceis")]
    [InlineData("convert", "--where", "speceis = 'x'")]
    [InlineData("convert", "--rename", "speceis=kind")]
    public void Unknown_column_is_told_with_the_nearest_name(string command, string option, string value)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,species\n1,a\n2,b\n");
        Cli.Fails(folder, 2, ["unknown-column", "'speceis'", "id you mean 'species'?"], command, "in.csv", option, value, "-o", "out.csv");
    }

    [Fact]
    public void Glob_that_matches_nothing_is_no_input()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n");
        Cli.Fails(folder, 2, ["no-input", "'part-*.csv'"], "dedupe", "part-*.csv", "-o", "out.csv");
    }

    [Fact]
    public void Files_with_different_headers_conflict_when_strict()
    {
        using ScratchFolder folder = new();
        folder.File("one.csv", "a,b\n1,2\n");
        folder.File("two.csv", "a,c\n1,3\n");
        Cli.Fails(folder, 3, ["schema-conflict", "one.csv", "two.csv", "'b'", "'c'", "--schema"], "dedupe", "one.csv", "two.csv", "--schema", "strict", "-o", "out.csv");
    }

    [Theory]
    [InlineData("union", "a,b,c\n1,2,\n1,,3\n")]
    [InlineData("intersect", "a\n1\n")]
    public void Files_with_different_headers_become_one_table(string mode, string expected)
    {
        using ScratchFolder folder = new();
        folder.File("one.csv", "a,b\n1,2\n");
        folder.File("two.csv", "a,c\n1,3\n");
        Assert.Equal(expected, Cli.Text(folder, "dedupe", "one.csv", "two.csv", "--schema", mode));
    }

    internal static byte[] Gzip(string text)
    {
        using MemoryStream bytes = new();
        using (GZipStream gzip = new(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private static void WriteLong(string path, string head, string tail, int length)
    {
        byte[] block = new byte[1_000_000];
        Array.Fill(block, (byte)'x');
        using FileStream file = new(path, FileMode.Create);
        file.Write(Encoding.UTF8.GetBytes(head));
        for (int i = 0; i < length / block.Length; i++)
        {
            file.Write(block);
        }

        file.Write(Encoding.UTF8.GetBytes(tail));
    }

    /// <summary>One broken file and what is said about it.</summary>
    private sealed record BrokenCase(string Name, string File, string Content, int ExitCode, string[] Says);
}
