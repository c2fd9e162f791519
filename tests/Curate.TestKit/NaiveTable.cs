using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit.Sdk;

namespace Curate.TestKit;

/// <summary>The plain way to read, count and compare tables. Nothing here calls the product, so a fault there cannot hide itself.</summary>
public static class NaiveTable
{
    private const int ShownRows = 12;

    /// <summary>
    /// Reads RFC 4180 CSV with a header: records end at CR, LF or CRLF outside quotes, an unquoted empty field is null, a quoted one is the
    /// empty text. Throws <see cref="FormatException"/> on ragged rows and on broken quoting.
    /// </summary>
    public static TableData ParseCsv(ReadOnlySpan<byte> utf8, char delimiter = ',') => ParseCsv(Encoding.UTF8.GetString(utf8), delimiter);

    /// <inheritdoc cref="ParseCsv(ReadOnlySpan{byte}, char)"/>
    public static TableData ParseCsv(string text, char delimiter = ',')
    {
        List<string?[]> records = Records(text.TrimStart('\uFEFF'), delimiter);
        if (records.Count == 0)
        {
            throw new FormatException("The CSV text has no header.");
        }

        string[] names = [.. records[0].Select(name => name ?? "")];
        for (int i = 1; i < records.Count; i++)
        {
            if (records[i].Length != names.Length)
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Record {i} has {records[i].Length} fields, the header {names.Length}."));
            }
        }

        return new TableData(names, records[1..]);
    }

    /// <summary>Reads flat JSON Lines whose objects all have the names of the first, in that order. Nested values stay JSON text.</summary>
    public static TableData ParseJsonLines(ReadOnlySpan<byte> utf8)
    {
        List<string> names = [];
        List<string?[]> rows = [];
        foreach (string line in Encoding.UTF8.GetString(utf8).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (rows.Count == 0)
            {
                names.AddRange(document.RootElement.EnumerateObject().Select(property => property.Name));
            }

            rows.Add([.. names.Select(name => document.RootElement.TryGetProperty(name, out JsonElement value) ? Text(value) : null)]);
        }

        return new TableData(names, rows);
    }

    /// <summary>How many rows each value of a column has, in ordinal order; a missing value counts as <c>(null)</c>.</summary>
    public static SortedDictionary<string, int> Count(TableData table, string column)
    {
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string? value in table.Column(column))
        {
            string key = value ?? "(null)";
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return counts;
    }

    /// <summary>The rows of each value of a column, in row order.</summary>
    public static SortedDictionary<string, List<string?[]>> Group(TableData table, string column)
    {
        SortedDictionary<string, List<string?[]>> groups = new(StringComparer.Ordinal);
        int index = table.IndexOf(column);
        foreach (string?[] row in table.Rows)
        {
            string key = row[index] ?? "(null)";
            if (!groups.TryGetValue(key, out List<string?[]>? rows))
            {
                groups.Add(key, rows = []);
            }

            rows.Add(row);
        }

        return groups;
    }

    /// <summary>The first row of each set of equal rows, in row order.</summary>
    public static TableData Distinct(TableData table)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        return table.With(table.Rows.Where(row => seen.Add(Show(row))));
    }

    /// <summary>Fails unless both tables have the same names and the same rows the same number of times, in any order.</summary>
    public static void AssertSameRows(TableData expected, TableData actual)
    {
        AssertSameNames(expected, actual);
        Dictionary<string, int> balance = new(StringComparer.Ordinal);
        foreach (string?[] row in expected.Rows)
        {
            string key = Show(row);
            balance[key] = balance.GetValueOrDefault(key) - 1;
        }

        foreach (string?[] row in actual.Rows)
        {
            string key = Show(row);
            balance[key] = balance.GetValueOrDefault(key) + 1;
        }

        string[] differences = [.. balance.Where(pair => pair.Value != 0)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{(pair.Value < 0 ? "missing" : "unexpected")} x{Math.Abs(pair.Value)}: {pair.Key}"))];
        if (differences.Length > 0)
        {
            throw new XunitException(Report(
                string.Create(CultureInfo.InvariantCulture, $"The rows differ: {expected.Rows.Count} expected, {actual.Rows.Count} found."), differences));
        }
    }

    /// <summary>Fails unless both tables have the same names and the same rows in the same order.</summary>
    public static void AssertSameTable(TableData expected, TableData actual)
    {
        AssertSameRows(expected, actual);
        for (int i = 0; i < expected.Rows.Count; i++)
        {
            if (!expected.Rows[i].AsSpan().SequenceEqual(actual.Rows[i]))
            {
                throw new XunitException(Report(
                    string.Create(CultureInfo.InvariantCulture, $"The same rows stand in another order, from row {i} on."),
                    ["expected: " + Show(expected.Rows[i]), "found:    " + Show(actual.Rows[i])]));
            }
        }
    }

    /// <summary>Fails unless the rows of <paramref name="part"/> stand in <paramref name="whole"/> in the same order, each at most once.</summary>
    public static void AssertInOrder(TableData part, TableData whole)
    {
        AssertSameNames(whole, part);
        int at = 0;
        for (int i = 0; i < part.Rows.Count; i++)
        {
            while (at < whole.Rows.Count && !whole.Rows[at].AsSpan().SequenceEqual(part.Rows[i]))
            {
                at++;
            }

            if (at++ == whole.Rows.Count)
            {
                throw new XunitException(string.Create(CultureInfo.InvariantCulture,
                    $"Row {i} does not follow, in the order of the whole table, the rows before it: {Show(part.Rows[i])}"));
            }
        }
    }

    /// <summary>A row as messages show it; different rows show differently.</summary>
    public static string Show(string?[] row) => "[" + string.Join(", ", row.Select(value => value is null ? "null" : JsonSerializer.Serialize(value))) + "]";

    private static void AssertSameNames(TableData expected, TableData actual)
    {
        if (!expected.Names.SequenceEqual(actual.Names))
        {
            throw new XunitException($"The columns differ.\n  expected: {string.Join(", ", expected.Names)}\n  found:    {string.Join(", ", actual.Names)}");
        }
    }

    private static string Report(string head, string[] lines)
    {
        StringBuilder text = new(head);
        foreach (string line in lines.Take(ShownRows))
        {
            text.Append("\n  ").Append(line);
        }

        if (lines.Length > ShownRows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  ... and {lines.Length - ShownRows} more");
        }

        return text.ToString();
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static List<string?[]> Records(string text, char delimiter)
    {
        List<string?[]> records = [];
        List<string?> fields = [];
        int at = 0;
        while (at < text.Length)
        {
            fields.Add(Field(text, delimiter, ref at));
            if (at < text.Length && text[at] == delimiter)
            {
                at++;
                if (at == text.Length)
                {
                    fields.Add(null);
                }

                continue;
            }

            if (at < text.Length)
            {
                at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
            }

            records.Add([.. fields]);
            fields.Clear();
        }

        if (fields.Count > 0)
        {
            records.Add([.. fields]);
        }

        return records;
    }

    private static string? Field(string text, char delimiter, ref int at)
    {
        if (at < text.Length && text[at] == '"')
        {
            StringBuilder value = new();
            for (at++; at < text.Length; at++)
            {
                if (text[at] != '"')
                {
                    value.Append(text[at]);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    value.Append('"');
                    at++;
                }
                else
                {
                    at++;
                    return at == text.Length || text[at] == delimiter || text[at] is '\r' or '\n'
                        ? value.ToString()
                        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Text follows a closing quote at character {at}."));
                }
            }

            throw new FormatException("A quote is never closed.");
        }

        int start = at;
        while (at < text.Length && text[at] != delimiter && text[at] is not ('\r' or '\n'))
        {
            if (text[at] == '"')
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"A quote stands inside an unquoted field at character {at}."));
            }

            at++;
        }

        return at == start ? null : text[start..at];
    }
}
