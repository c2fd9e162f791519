using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Curate.TestKit;

/// <summary>A small table in memory, the plain model that tests compare the product with. Null is a missing value.</summary>
/// <param name="Names">Column names.</param>
/// <param name="Rows">One array per row, as long as <paramref name="Names"/>.</param>
public sealed record TableData(IReadOnlyList<string> Names, IReadOnlyList<string?[]> Rows)
{
    /// <summary>What each column holds; all text unless a generator says otherwise.</summary>
    public IReadOnlyList<ColumnSort> Sorts { get; init; } = [.. Names.Select(_ => ColumnSort.Text)];

    public int IndexOf(string name)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"The table has no column '{name}'; it has {string.Join(", ", Names)}.", nameof(name));
    }

    /// <summary>All values of one column, in row order.</summary>
    public IReadOnlyList<string?> Column(string name)
    {
        int index = IndexOf(name);
        return [.. Rows.Select(row => row[index])];
    }

    /// <summary>The same columns with other rows.</summary>
    public TableData With(IEnumerable<string?[]> rows) => this with { Rows = [.. rows] };

    /// <summary>The table without the named columns.</summary>
    public TableData Without(params string[] names)
    {
        int[] kept = [.. Enumerable.Range(0, Names.Count).Where(i => !names.Contains(Names[i]))];
        return new TableData([.. kept.Select(i => Names[i])], [.. Rows.Select(row => kept.Select(i => row[i]).ToArray())])
        {
            Sorts = [.. kept.Select(i => Sorts[i])],
        };
    }

    /// <summary>
    /// CSV with a header and LF: a missing value is an unquoted empty field, an empty text a quoted one, and other values are quoted only
    /// where they must be. A missing value of a one-column table becomes an empty line, which readers may take for no record.
    /// </summary>
    public byte[] ToCsv(char delimiter = ',', string lineEnd = "\n", bool header = true)
    {
        StringBuilder text = new();
        if (header)
        {
            AppendRecord(text, [.. Names], delimiter, lineEnd);
        }

        foreach (string?[] row in Rows)
        {
            AppendRecord(text, row, delimiter, lineEnd);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>One JSON object per line: whole numbers and numbers as JSON numbers, flags as true or false, all else as text.</summary>
    public byte[] ToJsonLines()
    {
        using MemoryStream bytes = new();
        foreach (string?[] row in Rows)
        {
            using (Utf8JsonWriter writer = new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                writer.WriteStartObject();
                for (int i = 0; i < row.Length; i++)
                {
                    writer.WritePropertyName(Names[i]);
                    if (row[i] is not string value)
                    {
                        writer.WriteNullValue();
                    }
                    else if (Sorts[i] is ColumnSort.Whole or ColumnSort.Number or ColumnSort.Flag)
                    {
                        writer.WriteRawValue(value);
                    }
                    else
                    {
                        writer.WriteStringValue(value);
                    }
                }

                writer.WriteEndObject();
            }

            bytes.WriteByte((byte)'\n');
        }

        return bytes.ToArray();
    }

    private static void AppendRecord(StringBuilder text, string?[] row, char delimiter, string lineEnd)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (i > 0)
            {
                text.Append(delimiter);
            }

            if (row[i] is not string value)
            {
                continue;
            }

            bool quoted = value.Length == 0 || value.AsSpan().IndexOfAny(['"', '\r', '\n', delimiter]) >= 0;
            text.Append(quoted ? "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : value);
        }

        text.Append(lineEnd);
    }
}
