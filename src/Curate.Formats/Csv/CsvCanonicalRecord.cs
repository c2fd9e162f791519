namespace Curate.Formats.Csv;

/// <summary>A record with every field quoted only where its value needs it. Stateless, so that threads share it.</summary>
internal static class CsvCanonicalRecord
{
    /// <summary>The canonical form of a well-formed record, in <paramref name="buffer"/>; it is never longer than the record.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> record, CsvDialect dialect, ref byte[] buffer)
    {
        if (buffer.Length < record.Length)
        {
            buffer = new byte[record.Length * 2];
        }

        byte quote = (byte)dialect.Quote;
        byte delimiter = (byte)dialect.Delimiter;
        int used = 0;
        for (int at = 0; ;)
        {
            int end;
            if (at < record.Length && record[at] == quote)
            {
                end = ClosingQuote(record, at, quote);
                ReadOnlySpan<byte> inside = record[(at + 1)..end];
                bool needed = inside.Length == 0 || inside.IndexOfAny(quote, delimiter) >= 0 || inside.IndexOfAny((byte)'\r', (byte)'\n') >= 0;
                ReadOnlySpan<byte> written = needed ? record[at..(end + 1)] : inside;
                written.CopyTo(buffer.AsSpan(used));
                used += written.Length;
                end++;
            }
            else
            {
                int length = record[at..].IndexOf(delimiter);
                end = length < 0 ? record.Length : at + length;
                record[at..end].CopyTo(buffer.AsSpan(used));
                used += end - at;
            }

            if (end >= record.Length)
            {
                return buffer.AsSpan(0, used);
            }

            buffer[used++] = delimiter;
            at = end + 1;
        }
    }

    private static int ClosingQuote(ReadOnlySpan<byte> record, int open, byte quote)
    {
        for (int at = open + 1; at < record.Length; at++)
        {
            if (record[at] == quote)
            {
                if (at + 1 == record.Length || record[at + 1] != quote)
                {
                    return at;
                }

                at++;
            }
        }

        throw new InvalidOperationException("A record with an open quote reached a payload.");
    }
}
