using System.Globalization;
using System.Text;
using Curate.Core.Running;

namespace Curate.Cli.Reports;

/// <summary>The report on the terminal: one line of counts, then tables.</summary>
internal static class TextReport
{
    private const int BriefRows = 12;

    public static string Of(RunReport report, bool full)
    {
        var text = new StringBuilder();
        string what = report.Method is null || report.Method == report.Command ? report.Command : report.Command + " " + report.Method;
        text.Append(CultureInfo.InvariantCulture, $"{what}: {report.RowsIn:N0} {(report.RowsIn == 1 ? "row" : "rows")} in, {report.RowsOut:N0} out");
        if (report.Dropped.Count > 0)
        {
            text.Append(", dropped ").AppendJoin(", ", report.Dropped.Select(static d => string.Create(CultureInfo.InvariantCulture, $"{d.Value:N0} {d.Key}")));
        }

        if (report.MadeUp > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", {report.MadeUp:N0} made up");
        }

        text.Append(CultureInfo.InvariantCulture, $" ({report.Seconds:0.00} s, seed {report.Seed})\n");
        if (report.RowGroups is { LeftOut: > 0 } groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"{groups.LeftOut:N0} of {groups.Groups:N0} row groups were not read: their statistics rule out --where.\n");
        }

        if (report.Limit is { } limit)
        {
            text.Append(CultureInfo.InvariantCulture, $"A trial: only the first {limit:N0} rows were read (--limit).\n");
        }

        foreach ((string code, long rows) in report.BadRows)
        {
            text.Append(CultureInfo.InvariantCulture, $"Left out {rows:N0} bad {(rows == 1 ? "record" : "records")}: {code}. See curate explain {code}.\n");
        }

        if (report.FirstBadRow is { } first)
        {
            text.Append("The first: ").Append(first).Append('\n');
        }

        foreach (ReportTable table in report.Tables)
        {
            Append(text, table, full ? int.MaxValue : BriefRows);
        }

        if (report.Output is { } output)
        {
            text.Append("Wrote ").Append(output).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Tables alone.</summary>
    public static string Of(IReadOnlyList<ReportTable> tables, bool full)
    {
        var text = new StringBuilder();
        foreach (ReportTable table in tables)
        {
            Append(text, table, full ? int.MaxValue : BriefRows);
        }

        return text.ToString();
    }

    /// <summary>A table in aligned columns, numbers to the right.</summary>
    public static void Append(StringBuilder text, ReportTable table, int most)
    {
        if (table.Rows.Count == 0)
        {
            return;
        }

        text.Append('\n').Append(table.Title).Append('\n');
        int shown = Math.Min(table.Rows.Count, most);
        var widths = new int[table.Columns.Count];
        for (int c = 0; c < widths.Length; c++)
        {
            widths[c] = table.Columns[c].Length;
            for (int r = 0; r < shown; r++)
            {
                widths[c] = Math.Max(widths[c], Cells.Show(table.Rows[r][c]).Length);
            }
        }

        AppendRow(text, widths, c => table.Columns[c].Replace('_', ' '), c => Cells.IsNumber(table.Rows[0][c]));
        for (int r = 0; r < shown; r++)
        {
            object?[] row = table.Rows[r];
            AppendRow(text, widths, c => Cells.Show(row[c]), c => Cells.IsNumber(row[c]));
        }

        if (shown < table.Rows.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ... {table.Rows.Count - shown:N0} more (--report-detail full)\n");
        }
    }

    private static void AppendRow(StringBuilder text, int[] widths, Func<int, string> cell, Func<int, bool> right)
    {
        int start = text.Length;
        for (int c = 0; c < widths.Length; c++)
        {
            string value = cell(c);
            text.Append("  ").Append(right(c) ? value.PadLeft(widths[c]) : value.PadRight(widths[c]));
        }

        while (text.Length > start && text[^1] == ' ')
        {
            text.Length--;
        }

        text.Append('\n');
    }
}
