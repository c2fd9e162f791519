using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class RecordFilesTests : IDisposable
{
    private static readonly FormatList s_formats = new([Entry("csv", ".csv"), Entry("tsv", ".tsv"), Entry("jsonl", ".jsonl", ".ndjson")]);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static FormatEntry Entry(string name, params string[] extensions) =>
        new(name, extensions, (input, _) => new FakeFile(input.Name, name, "x", []), (output, _) => new FakeSinkFormat(output));

    private string Format(string name, byte[] bytes, string? given = null)
    {
        _folder.Write(name, bytes);
        using var input = new FileInput(_folder[name]);
        return ((FakeFile)RecordFiles.OpenFile(input, given, new TextReadOptions(), s_formats)).Format;
    }

    [Theory]
    [InlineData("a.csv", "{}", null, "csv")]
    [InlineData("a.TSV", "{}", null, "tsv")]
    [InlineData("a.ndjson", "x", null, "jsonl")]
    [InlineData("a.csv", "x", "jsonl", "jsonl")]
    [InlineData("a.csv", "x", "ndjson", "jsonl")]
    [InlineData("a.txt", " \n\t{\"a\":1}", null, "jsonl")]
    [InlineData("a.txt", "\uFEFF{\"a\":1}", null, "jsonl")]
    [InlineData("a.txt", "[1]", null, "csv")]
    [InlineData("noextension", "", null, "csv")]
    public void Format_is_given_or_named_or_sniffed(string name, string text, string? given, string expected) =>
        Assert.Equal(expected, Format(name, Encoding.UTF8.GetBytes(text), given));

    [Fact]
    public void Compression_is_looked_through()
    {
        Assert.Equal("jsonl", Format("a.jsonl.gz", Streams.Gzip("x")));
        Assert.Equal("jsonl", Format("a.gz", Streams.Gzip("{}")));
        Assert.Equal("jsonl", Format("a.bin", Streams.Gzip("{}")));
    }

    [Fact]
    public void Utf16_with_a_mark_is_text_and_without_is_binary()
    {
        Assert.Equal("jsonl", Format("a.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{}")]));
        CurateException failure = Streams.Fails(ErrorCodes.UnknownFormat, () => Format("b.txt", Encoding.Unicode.GetBytes("a,b\n")));
        Assert.Contains("--encoding", failure.Hint);
        Assert.Equal("csv", Format("c.csv", [0, 1, 2]));
    }

    [Fact]
    public void Unknown_format_name_lists_the_known_ones() =>
        Assert.Contains("csv, tsv, jsonl", Streams.Fails(ErrorCodes.UnknownFormat, () => Format("a", [], "xlsx")).Hint);

    [Fact]
    public void Standard_input_is_sniffed_without_loss()
    {
        using var input = new SpooledInput(new DribblingStream("{\"a\":1}\n"u8.ToArray()), null);
        Assert.Equal("jsonl", RecordFiles.FormatOf(input, null, s_formats).Name);
        Assert.Equal("{\"a\":1}\n", Streams.Text(input.Open()));
    }

    [Theory]
    [InlineData("a.csv.gz", null, "jsonl", "csv")]
    [InlineData("standard output", null, "jsonl", "jsonl")]
    [InlineData("a.txt", "tsv", null, "tsv")]
    public void Output_format_is_given_or_named(string name, string? given, string? fallback, string expected) =>
        Assert.Equal(expected, RecordFiles.OutputFormat(name, given, fallback, s_formats).Name);

    [Fact]
    public void Output_of_unknown_extension_is_refused()
    {
        Streams.Fails(ErrorCodes.UnknownFormat, () => RecordFiles.OutputFormat("a.xlsx", null, "csv", s_formats));
        Streams.Fails(ErrorCodes.UnknownFormat, () => RecordFiles.OutputFormat("a", null, null, s_formats));
    }
}
