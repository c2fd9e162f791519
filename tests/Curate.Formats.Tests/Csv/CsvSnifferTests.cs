using System.Text;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

public class CsvSnifferTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", ',')]
    [InlineData("a\tb\n1\t2\n", '\t')]
    [InlineData("a;b\n1,5;2,5\n3,5;4,5\n", ';')]
    [InlineData("a|b|c\n1|2|3\n", '|')]
    [InlineData("text\nhello, world\n", ',')]
    [InlineData("text\nplain\n", ',')]
    [InlineData("a,b;c,d\n1,2;3,4\n", ',')]
    [InlineData("a;\"x,y\";c\n1;\"p,q\";2\n", ';')]
    [InlineData("a\tb\n\"x\ny\"\t1\n", '\t')]
    [InlineData("notes; misc\nx\ny\nz\n", ',')]
    [InlineData("a;b", ';')]
    [InlineData("", ',')]
    public void Sniff_finds_the_delimiter(string text, char expected) =>
        Assert.Equal(expected, Sniff(text).Delimiter);

    [Fact]
    public void Sniff_prefers_the_delimiter_that_fits_more_records() =>
        Assert.Equal(';', Sniff("a,x;b\n1;2\n3;4\n5,6;7\n").Delimiter);

    [Fact]
    public void Sniff_one_ragged_record_does_not_hide_the_delimiter() =>
        Assert.Equal('|', Sniff("a|b\n1|2\n3\n4|5\n").Delimiter);

    [Theory]
    [InlineData("a,b\n1,2\r\n", "\n")]
    [InlineData("a,b\r\n1,2\n", "\r\n")]
    [InlineData("a,b\r1,2\n", "\r")]
    [InlineData("\"a\nx\",b\r\n1,2\n", "\r\n")]
    [InlineData("a,b", "\n")]
    public void Sniff_takes_the_line_end_of_the_first_record(string text, string expected) =>
        Assert.Equal(expected, Sniff(text).NewLine);

    [Fact]
    public void Sniff_options_override_what_the_file_says()
    {
        CsvDialect dialect = Sniff("a,b\n", new TextReadOptions { Delimiter = ';', Quote = '\'', NoHeader = true });
        Assert.Equal(new CsvDialect(';', '\'', "\n", false), dialect);
    }

    [Fact]
    public void Sniff_quote_option_decides_where_records_end() =>
        Assert.Equal("\r\n", Sniff("'a\nx',b\r\n", new TextReadOptions { Quote = '\'' }).NewLine);

    [Fact]
    public void Sniff_header_longer_than_the_sample_still_has_a_delimiter()
    {
        string header = string.Join(';', Enumerable.Range(0, 20_000).Select(i => "column" + i));
        Assert.Equal(';', CsvSniffer.Sniff(Encoding.UTF8.GetBytes(header)[..CsvSniffer.SampleBytes], false, new()).Delimiter);
    }

    [Theory]
    [InlineData('"', '"')]
    [InlineData('\n', '"')]
    [InlineData('\0', '"')]
    [InlineData('\u00e9', '"')]
    [InlineData(',', '\r')]
    [InlineData(',', '\u20ac')]
    public void Impossible_dialect_is_a_usage_error(char delimiter, char quote) =>
        Tables.Fails(ErrorCodes.Usage, () => Tables.Open("a\n", new TextReadOptions { Delimiter = delimiter, Quote = quote }));

    [Fact]
    public void Control_character_works_as_delimiter() =>
        Assert.Equal(["1", "2"], Assert.Single(Tables.Rows("a\u0001b\n1\u00012\n", new TextReadOptions { Delimiter = '\u0001' })));

    private static CsvDialect Sniff(string text, TextReadOptions? options = null) =>
        CsvSniffer.Sniff(Encoding.UTF8.GetBytes(text), true, options ?? new());
}
