using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// Finds the dialect of a file from its first bytes. A delimiter scores by how many of the sampled records have as many fields as the
/// first one, which must have more than one, and no quote out of place; ties go to comma, tab, semicolon, pipe in this order. Below half
/// of the records, and for files with one column, the answer is the comma. The same bytes always give the same answer.
/// </summary>
internal static class CsvSniffer
{
    /// <summary>How much of a file is looked at.</summary>
    public const int SampleBytes = 64 * 1024;

    public static CsvDialect Sniff(ReadOnlySpan<byte> sample, bool isWholeFile, TextReadOptions options)
    {
        char quote = options.Quote ?? '"';
        char delimiter = options.Delimiter ?? FindDelimiter(sample, isWholeFile, (byte)quote);
        Tally chosen = Scan(sample, isWholeFile, (byte)delimiter, (byte)quote);
        return new CsvDialect(delimiter, quote, chosen.NewLine, !options.NoHeader).Validated();
    }

    private static char FindDelimiter(ReadOnlySpan<byte> sample, bool isWholeFile, byte quote)
    {
        char best = ',';
        long bestMatching = 0;
        long bestRecords = 1;
        foreach (byte candidate in ",\t;|"u8)
        {
            Tally tally = candidate == quote ? default : Scan(sample, isWholeFile, candidate, quote);
            bool eligible = tally.FirstFields > 1 && tally.Matching * 2L >= tally.Records;

            // Shares are compared as fractions in whole numbers: no rounding decides.
            if (eligible && tally.Matching * bestRecords > bestMatching * tally.Records)
            {
                best = (char)candidate;
                bestMatching = tally.Matching;
                bestRecords = tally.Records;
            }
        }

        return best;
    }

    /// <summary>Cuts the sample with one delimiter. A last record that the sample cuts off counts only where there is no other.</summary>
    private static Tally Scan(ReadOnlySpan<byte> sample, bool isWholeFile, byte delimiter, byte quote)
    {
        var tally = new Tally();
        int fields = 1;
        int recordStart = 0;
        bool fieldStart = true;
        bool quoted = false;
        bool sound = true;
        for (int i = 0; i < sample.Length; i++)
        {
            byte b = sample[i];
            if (quoted)
            {
                if (b == quote)
                {
                    if (i + 1 < sample.Length && sample[i + 1] == quote)
                    {
                        i++;
                    }
                    else
                    {
                        quoted = false;
                        sound &= i + 1 == sample.Length || sample[i + 1] == delimiter || sample[i + 1] is (byte)'\n' or (byte)'\r';
                    }
                }
            }
            else if (b == delimiter)
            {
                fields++;
                fieldStart = true;
            }
            else if (b is (byte)'\n' or (byte)'\r')
            {
                bool pair = b == '\r' && i + 1 < sample.Length && sample[i + 1] == '\n';
                tally.Found ??= b == '\n' ? "\n" : pair ? "\r\n" : "\r";
                tally.Add(fields, i - recordStart, sound);
                i += pair ? 1 : 0;
                recordStart = i + 1;
                fields = 1;
                fieldStart = true;
                sound = true;
            }
            else
            {
                quoted = fieldStart && b == quote && quote != 0;
                sound &= quoted || b != quote || quote == 0;
                fieldStart = false;
            }
        }

        if (isWholeFile || tally.Records == 0)
        {
            tally.Add(fields, sample.Length - recordStart, sound);
        }

        return tally;
    }

    private struct Tally
    {
        public int Records;
        public int Matching;
        public int FirstFields;
        public string? Found;

        public readonly string NewLine => Found ?? "\n";

        public void Add(int fields, int bytes, bool sound)
        {
            if (bytes == 0)
            {
                return;
            }

            FirstFields = Records == 0 ? fields : FirstFields;
            Matching += sound && fields == FirstFields ? 1 : 0;
            Records++;
        }
    }
}
