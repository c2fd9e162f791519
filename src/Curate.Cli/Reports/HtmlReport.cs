using System.Globalization;
using System.Net;
using System.Text;
using Curate.Core.Running;

namespace Curate.Cli.Reports;

/// <summary>The report as one self-contained HTML page: no scripts, no network, readable in light, dark and print.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1c2430;--paper:#fff;--line:#d8dee6;--soft:#5b6675;--bar:#3b6ea8}
        @media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--paper:#14181d;--line:#333b45;--soft:#9aa6b5;--bar:#6ea3de}}
        body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem}
        th,td{padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;max-width:30rem;overflow-wrap:break-word}
        th{vertical-align:bottom;font-weight:500;color:var(--soft)}td.n,th.n{text-align:right;white-space:nowrap}p.note{color:var(--soft)}
        th:first-child,td:first-child{position:sticky;left:0;background:var(--paper);background-clip:padding-box}
        .scroll{overflow-x:auto}@media print{body{margin:0;max-width:none}}
        """;

    public static string Of(RunReport report)
    {
        var page = new StringBuilder();
        string title = Encode($"curate {report.Command} {report.Method}");
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        page.Append(CultureInfo.InvariantCulture, $"<title>{title}</title><style>{Style}</style></head><body><main>\n<h1>{title}</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>{report.RowsIn:N0} rows in, {report.RowsOut:N0} out.</p>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">Seed {report.Seed}, curate {Encode(report.Version)}.</p>\n");
        if (report.Limit is { } limit)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">A trial on the first {limit:N0} rows.</p>\n");
        }

        Append(page, Counts("Dropped rows", report.Dropped));
        Append(page, Counts("Bad records", report.BadRows));
        foreach (ReportTable table in report.Tables)
        {
            Append(page, table);
        }

        return page.Append("</main></body></html>\n").ToString();
    }

    private static ReportTable Counts(string title, IReadOnlyDictionary<string, long> counts)
    {
        var table = new ReportTable("counts", title, ["reason", "rows"]);
        foreach ((string reason, long rows) in counts)
        {
            table.Add(reason, rows);
        }

        return table;
    }

    private static void Append(StringBuilder page, ReportTable table)
    {
        if (table.Rows.Count == 0)
        {
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(table.Title)}</h2>\n<div class=\"scroll\"><table><thead><tr>");
        for (int c = 0; c < table.Columns.Count; c++)
        {
            page.Append(Cells.IsNumber(table.Rows[0][c]) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">").Append(Encode(table.Columns[c].Replace('_', ' '))).Append("</th>");
        }

        page.Append("</tr></thead><tbody>\n");
        foreach (object?[] row in table.Rows)
        {
            page.Append("<tr>");
            foreach (object? cell in row)
            {
                page.Append(Cells.IsNumber(cell) ? "<td class=\"n\">" : "<td>").Append(Encode(Cells.Show(cell))).Append("</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody></table></div>\n");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
