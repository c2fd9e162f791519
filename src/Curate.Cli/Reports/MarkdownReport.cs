using System.Globalization;
using System.Text;
using Curate.Core.Running;

namespace Curate.Cli.Reports;

/// <summary>The report as Markdown.</summary>
internal static class MarkdownReport
{
    public static string Of(RunReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# curate {report.Command} {report.Method}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{report.RowsIn:N0} rows in, {report.RowsOut:N0} out; seed {report.Seed}; curate {report.Version}.\n");
        if (report.Limit is { } limit)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nA trial on the first {limit:N0} rows.\n");
        }

        Append(text, "Dropped rows", report.Dropped);
        Append(text, "Bad records", report.BadRows);
        foreach (ReportTable table in report.Tables.Where(static t => t.Rows.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {table.Title}\n\n| ").AppendJoin(" | ", table.Columns).Append(" |\n|");
            text.Insert(text.Length, "---|", table.Columns.Count).Append('\n');
            foreach (object?[] row in table.Rows)
            {
                text.Append("| ").AppendJoin(" | ", row.Select(static c => Cells.Show(c).Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal))).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IReadOnlyDictionary<string, long> counts)
    {
        if (counts.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| reason | rows |\n|---|---|\n");
            foreach ((string reason, long rows) in counts)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {reason} | {rows:N0} |\n");
            }
        }
    }
}
