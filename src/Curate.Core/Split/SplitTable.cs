using Curate.Core.Grouping;
using Curate.Core.Running;

namespace Curate.Core.Split;

/// <summary>The balance table that every split ends with: rows and shares per split, and per stratum where there are strata.</summary>
internal static class SplitTable
{
    public static ReportTable Of(IReadOnlyList<string> names, RowParts parts, GroupTable? strata)
    {
        string[] columns = strata is null ? ["split", "rows", "share"] : ["split", "rows", "share", "stratum", "stratum_rows", "stratum_share"];
        var table = new ReportTable("splits", "Rows per split", columns);
        var rows = new long[names.Count];
        var cells = new long[names.Count, strata?.Count ?? 0];
        for (long row = 0; row < parts.Count; row++)
        {
            int part = parts[row];
            if (part >= 0)
            {
                rows[part]++;
                if (strata is not null)
                {
                    cells[part, strata.Codes[row]]++;
                }
            }
        }

        double total = Math.Max(1, parts.Count);
        for (int p = 0; p < names.Count; p++)
        {
            if (strata is null)
            {
                table.Add(names[p], rows[p], rows[p] / total);
                continue;
            }

            foreach (int g in strata.Sorted())
            {
                table.Add(names[p], rows[p], rows[p] / total, strata.Show(g), cells[p, g], cells[p, g] / (double)Math.Max(1, rows[p]));
            }
        }

        return table;
    }
}
