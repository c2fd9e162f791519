using Curate.Core.Data;
using Curate.Formats.Csv;
using Curate.Formats.JsonLines;

namespace Curate.Formats.Files;

/// <summary>The lines on which rows of text files begin, for messages. It reads a file again up to the last row asked for.</summary>
public static class RowLines
{
    /// <summary>The 1-based line of each row; empty where the format has no lines. Only for files that were read without bad records: those are no rows.</summary>
    /// <param name="source">A file.</param>
    /// <param name="rows">Rows of the file, ascending.</param>
    /// <param name="ct">Stops the reading.</param>
    public static IReadOnlyDictionary<long, long> Of(IRecordSource source, IReadOnlyList<long> rows, CancellationToken ct)
    {
        var lines = new Dictionary<long, long>();
        if (rows.Count > 0)
        {
            switch (source)
            {
                case CsvSource csv:
                    OfCsv(csv, rows, lines, ct);
                    break;
                case JsonLinesSource json:
                    OfJson(json, rows, lines, ct);
                    break;
            }
        }

        return lines;
    }

    private static void OfCsv(CsvSource source, IReadOnlyList<long> rows, Dictionary<long, long> lines, CancellationToken ct)
    {
        using Stream stream = source.Input.Open();
        using CsvHelper.CsvReader csv = CsvReaderSetup.Open(stream, source.CsvLayout.Dialect, source.Options, static _ => { });
        if (source.CsvLayout.Dialect.HasHeader)
        {
            csv.Read();
        }

        int next = 0;
        for (long row = 0; next < rows.Count && csv.Read(); row++)
        {
            if (row == rows[next])
            {
                lines[row] = csv.LineNumber;
                next++;
            }

            if (row % 65_536 == 0)
            {
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    private static void OfJson(JsonLinesSource source, IReadOnlyList<long> rows, Dictionary<long, long> lines, CancellationToken ct)
    {
        using var splitter = new LineSplitter(source.Input.Open(), source.Name, source.MaxRecordBytes);
        int next = 0;
        for (long row = 0; next < rows.Count && splitter.Next(out ReadOnlySpan<byte> line);)
        {
            if (line.TrimStart(JsonText.Blanks).Length == 0)
            {
                continue;
            }

            if (row == rows[next])
            {
                lines[row] = splitter.LineNumber;
                next++;
            }

            row++;
            if (row % 65_536 == 0)
            {
                ct.ThrowIfCancellationRequested();
            }
        }
    }
}
