using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Curate.Core.Running;

namespace Curate.Cli.Reports;

/// <summary>The report as a versioned JSON document; everything that differs between equal runs stands under <c>run</c>.</summary>
internal static class JsonReport
{
    public const int Schema = 1;

    public static byte[] Of(RunReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteString("version", report.Version);
            json.WriteString("command", report.Command);
            json.WriteString("method", report.Method);
            json.WriteNumber("seed", report.Seed);
            json.WriteStartObject("counts");
            json.WriteNumber("in", report.RowsIn);
            json.WriteNumber("kept", report.RowsOut);
            json.WriteNumber("made_up", report.MadeUp);
            Counts(json, "dropped", report.Dropped);
            Counts(json, "bad_rows", report.BadRows);
            json.WriteEndObject();
            if (report.RowGroups is { } groups)
            {
                json.WriteStartObject("row_groups");
                json.WriteNumber("not_read", groups.LeftOut);
                json.WriteNumber("all", groups.Groups);
                json.WriteEndObject();
            }

            if (report.Limit is { } limit)
            {
                json.WriteNumber("limit", limit);
            }

            foreach (ReportTable table in report.Tables)
            {
                Table(json, table);
            }

            json.WriteStartObject("run");
            json.Strings("inputs", report.Inputs);
            json.WriteString("output", report.Output);
            json.WriteNumber("workers", report.Workers);
            json.WriteNumber("seconds", Math.Round(report.Seconds, 3));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Counts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        string[] reasons = [.. counts.Keys];
        Array.Sort(reasons, StringComparer.Ordinal);
        foreach (string reason in reasons)
        {
            json.WriteNumber(reason, counts[reason]);
        }

        json.WriteEndObject();
    }

    private static void Table(Utf8JsonWriter json, ReportTable table)
    {
        json.WriteStartArray(table.Key);
        foreach (object?[] row in table.Rows)
        {
            json.WriteStartObject();
            for (int c = 0; c < row.Length; c++)
            {
                switch (row[c])
                {
                    case long whole:
                        json.WriteNumber(table.Columns[c], whole);
                        break;
                    case double number when double.IsFinite(number):
                        json.WriteNumber(table.Columns[c], number);
                        break;
                    case string text:
                        json.WriteString(table.Columns[c], text);
                        break;
                    default:
                        json.WriteNull(table.Columns[c]);
                        break;
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
