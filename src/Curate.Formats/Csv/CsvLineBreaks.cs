namespace Curate.Formats.Csv;

/// <summary>Line breaks in a piece of text: CR, LF and CR LF count once each.</summary>
internal static class CsvLineBreaks
{
    public static int Count(ReadOnlySpan<byte> text)
    {
        int breaks = text.Count((byte)'\n') + text.Count((byte)'\r');
        for (int at = text.IndexOf("\r\n"u8); at >= 0; at = text.IndexOf("\r\n"u8))
        {
            breaks--;
            text = text[(at + 2)..];
        }

        return breaks;
    }

    /// <summary>
    /// Where the last line of a piece that another one follows ends, its break included; 0 where none ends for sure: a CR at the end may be half of a break.
    /// </summary>
    public static int LastEnd(ReadOnlySpan<byte> text)
    {
        int at = text.Length == 0 ? -1 : text[^1] == '\n' ? text.Length - 1 : text[..^1].LastIndexOfAny((byte)'\n', (byte)'\r');

        // A CR that is found has an LF behind it only where that LF would have been found instead.
        return at + 1;
    }
}
