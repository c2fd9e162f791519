using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// Finds where the quoted field starts that made a record too large. The parser only knows where the record starts, so the input is read
/// again up to there and then cut for as long as the limit goes; memory is one read buffer.
/// </summary>
internal static class CsvOpenQuote
{
    /// <summary>The line on which the field starts that is still open <paramref name="limit"/> bytes into the record; 0 where none is, or the input cannot be read again.</summary>
    public static long FindLine(IByteInput input, CsvDialect dialect, long recordOffset, long recordLine, long limit)
    {
        if (!input.CanReopen || dialect.Quote == '\0')
        {
            return 0;
        }

        using Stream stream = input.Open();
        byte[] buffer = new byte[64 * 1024];
        for (long skipped = 0; skipped < recordOffset;)
        {
            int count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, recordOffset - skipped));
            if (count == 0)
            {
                return 0;
            }

            skipped += count;
        }

        byte quote = (byte)dialect.Quote;
        long line = recordLine;
        long openLine = 0;
        bool fieldStart = true;
        bool closing = false;
        byte before = 0;
        for (long seen = 0; seen < limit;)
        {
            int count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, limit - seen));
            if (count == 0)
            {
                break;
            }

            seen += count;
            foreach (byte b in buffer.AsSpan(0, count))
            {
                // A quote inside a quoted field closes it unless another follows.
                if (closing)
                {
                    closing = false;
                    if (b == quote)
                    {
                        before = b;
                        continue;
                    }

                    openLine = 0;
                }

                if (openLine != 0)
                {
                    closing = b == quote;
                }
                else if (fieldStart && b == quote)
                {
                    openLine = line;
                }

                fieldStart = openLine == 0 && b == dialect.Delimiter;
                line += b == '\r' || (b == '\n' && before != '\r') ? 1 : 0;
                before = b;
            }
        }

        return openLine;
    }
}
