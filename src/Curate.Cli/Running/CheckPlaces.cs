using Curate.Core.Check;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Cli.Running;

/// <summary>
/// Gives findings the file and, where its format has lines, the line of the row that they name. Rows behind <c>--where</c> have other numbers than in their files and stay
/// as they are; so do all lines where bad records were left out.
/// </summary>
internal static class CheckPlaces
{
    public static List<CheckResult> Place(IReadOnlyList<CheckResult> results, Session session, IReadOnlyList<IFileSource> files, IReadOnlyList<string> paths)
    {
        long[] rows = [.. results.SelectMany(static r => r.Findings.Where(static f => f.File is null).Select(static f => f.Row).OfType<long>().Concat(Examples(r))).Distinct().Order()];
        if (rows.Length == 0 || session.Options.Where is not null || session.BadRows.Counts.Count > 0)
        {
            return [.. results];
        }

        var places = new Dictionary<long, (string File, long? Line)>();
        long first = 0;
        int next = 0;
        for (int f = 0; f < files.Count && next < rows.Length; f++)
        {
            // The last file has the rest; a row count is a pass over the others where their format does not know it.
            long count = f == files.Count - 1 ? long.MaxValue - first : files[f].RowCount ?? session.Passes.Each(files[f], Core.Data.ReadRequest.CountOnly, "count rows", static _ => { });
            long[] here = [.. rows.Skip(next).TakeWhile(r => r - first < count).Select(r => r - first)];
            IReadOnlyDictionary<long, long> lines = paths[f] == "-" ? new Dictionary<long, long>() : RowLines.Of(files[f], here, session.Context.Ct);
            foreach (long row in paths[f] == "-" ? [] : here)
            {
                places[first + row] = (paths[f], lines.TryGetValue(row, out long line) ? line : null);
            }

            next += here.Length;
            first += count;
        }

        return [.. results.Select(r => r with
        {
            Findings = [.. r.Findings.Select(f => f.File is null && f.Row is { } row && places.TryGetValue(row, out (string File, long? Line) place) ? f with { File = place.File, Line = place.Line } : f)],
            Tables = [.. r.Tables.Select(t => Placed(t, places, files.Count > 1))],
        })];
    }

    /// <summary>Rows that tables of examples name.</summary>
    private static IEnumerable<long> Examples(CheckResult result) =>
        result.Tables.Where(static t => t.Key == "examples").SelectMany(static t => t.Rows.Select(r => r[IndexOfRow(t)]).OfType<long>());

    private static int IndexOfRow(ReportTable table) => table.Columns.Index().First(static c => c.Item == "row").Index;

    private static ReportTable Placed(ReportTable table, Dictionary<long, (string File, long? Line)> places, bool several)
    {
        if (table.Key != "examples")
        {
            return table;
        }

        int at = IndexOfRow(table);
        string[] more = several ? ["line", "file"] : ["line"];
        var placed = new ReportTable(table.Key, table.Title, [.. table.Columns.Take(at + 1), .. more, .. table.Columns.Skip(at + 1)]);
        foreach (object?[] row in table.Rows)
        {
            (string? file, long? line) = row[at] is long number && places.TryGetValue(number, out (string File, long? Line) place) ? place : default;
            placed.Add([.. row.Take(at + 1), line, .. several ? (object?[])[file] : [], .. row.Skip(at + 1)]);
        }

        return placed;
    }
}
