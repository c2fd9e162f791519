using Curate.Core.Errors;

namespace Curate.Formats.Csv;

/// <summary>How the text of a CSV file is cut into records and fields.</summary>
/// <param name="Delimiter">The byte between fields.</param>
/// <param name="Quote">The byte around fields that hold special bytes; <c>'\0'</c> where quoting is off.</param>
/// <param name="NewLine">What ends a record that is written: <c>"\n"</c>, <c>"\r\n"</c> or <c>"\r"</c>. Reading takes all three.</param>
/// <param name="HasHeader">The first record holds the column names.</param>
public sealed record CsvDialect(char Delimiter, char Quote, string NewLine, bool HasHeader)
{
    /// <summary>Comma, double quote, line feed, header.</summary>
    public static CsvDialect Default { get; } = new(',', '"', "\n", true);

    /// <summary>Throws a usage error for a delimiter or quote that cannot do its work.</summary>
    public CsvDialect Validated()
    {
        if (Delimiter is '\0' or '\n' or '\r' or > '\x7e')
        {
            Fail.Usage($"The delimiter {Fail.Show(Delimiter.ToString())} is not possible: it must be one ASCII character other than a line end.",
                "Give another --delimiter.");
        }

        if (Quote is '\n' or '\r' or > '\x7e' || Quote == Delimiter)
        {
            Fail.Usage($"The quote {Fail.Show(Quote.ToString())} is not possible: it must be one ASCII character other than the delimiter and line ends.",
                "Give another --quote, or --quote none.");
        }

        if (NewLine is not ("\n" or "\r\n" or "\r"))
        {
            Fail.Usage($"The line end {Fail.Show(NewLine)} is not possible: it must be LF, CRLF or CR.");
        }

        return this;
    }

    /// <summary>The bytes of <see cref="NewLine"/>.</summary>
    public byte[] Terminator() => NewLine switch
    {
        "\r\n" => [(byte)'\r', (byte)'\n'],
        "\r" => [(byte)'\r'],
        _ => [(byte)'\n'],
    };

    /// <summary>True when fields of one dialect can stand in records of the other as they are.</summary>
    public bool SameFields(CsvDialect other) => Delimiter == other.Delimiter && Quote == other.Quote;

    public override int GetHashCode() => Delimiter * 397 ^ Quote;
}
