using System.Text.Encodings.Web;
using System.Text.Json;
using Curate.Core.Check;
using Curate.Core.Running;

namespace Curate.Cli.Reports.Check;

/// <summary>Checks as a versioned JSON document; everything that differs between equal runs stands under <c>run</c>.</summary>
internal static class CheckJson
{
    public const int Schema = 1;

    public static byte[] Of(CheckPage page)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteString("version", page.Version);
            json.WriteString("command", "check");
            json.WriteString("name", page.Name);
            json.WriteNumber("seed", page.Seed);
            json.WriteString("verdict", CheckWords.Of(page.Verdict));
            json.WriteStartObject("counts");
            json.WriteNumber("errors", page.Count(Severity.Error));
            json.WriteNumber("warnings", page.Count(Severity.Warning));
            json.WriteNumber("notes", page.Count(Severity.Note));
            json.WriteNumber("not_measurable", page.Results.Count(static r => r.Verdict == CheckVerdict.NotMeasurable));
            json.WriteEndObject();
            json.WriteStartObject("rows");
            json.WriteNumber("where", page.LeftOut);
            json.Number("limit", page.Limit);
            json.Counts("bad", page.BadRows);
            json.WriteEndObject();
            json.List("checks", page.Results, Write);
            json.Strings("not_run", page.NotRun);
            json.Run(page.Inputs, page.Workers, page.Seconds, page.Against);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, CheckResult result)
    {
        json.WriteString("name", result.Name);
        json.WriteString("verdict", CheckWords.Of(result.Verdict));
        json.WriteString("reason", result.Reason);
        json.List("findings", result.Findings, Write);
        json.WriteStartObject("tables");
        foreach (ReportTable table in result.Tables)
        {
            json.List(table.Key, table.Rows, (to, row) => Row(to, table, row));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("code", finding.Code);
        json.WriteString("severity", CheckWords.Of(finding.Severity));
        json.WriteString("message", finding.Message);
        json.WriteString("advice", finding.Advice);
        json.WriteString("rule", finding.Rule);
        json.WriteString("column", finding.Column);
        json.WriteString("value", finding.Value);
        json.Number("row", finding.Row);
        json.WriteString("file", finding.File);
        json.Number("line", finding.Line);
        json.Number("failing_rows", finding.FailingRows);
        json.Number("checked_rows", finding.CheckedRows);
        json.WriteString("statistic_name", finding.StatisticName);
        json.Number("statistic", finding.Statistic);
        json.WriteString("effect_name", finding.EffectName);
        json.Number("effect", finding.Effect);
        json.Number("effect_low", finding.EffectLow);
        json.Number("effect_high", finding.EffectHigh);
        json.Number("p", finding.PValue);
        json.Number("p_adjusted", finding.AdjustedPValue);
        json.Number("threshold", finding.Threshold);
    }

    private static void Row(Utf8JsonWriter json, ReportTable table, object?[] row)
    {
        for (int c = 0; c < row.Length; c++)
        {
            switch (row[c])
            {
                case string text:
                    json.WriteString(table.Columns[c], text);
                    break;
                case long whole:
                    json.WriteNumber(table.Columns[c], whole);
                    break;
                case double number:
                    json.Number(table.Columns[c], number);
                    break;
                default:
                    json.WriteNull(table.Columns[c]);
                    break;
            }
        }
    }
}
