using Curate.Core.Check;
using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Cli.Running;

/// <summary>
/// Gives findings the file and, where its format has lines, the line of the row that they name. It is for rows that are those of files: rows behind <c>--where</c>, and those of
/// files with bad records that were left out, have other numbers there.
/// </summary>
internal static class CheckPlaces
{
    /// <param name="results">What was found.</param>
    /// <param name="passes">Reads the files.</param>
    /// <param name="input">The dataset as it was opened.</param>
    /// <param name="paths">Its files in order, as the user named them.</param>
    public static IReadOnlyList<CheckResult> Place(IReadOnlyList<CheckResult> results, PassRunner passes, IRecordSource input, IReadOnlyList<string> paths)
    {
        IReadOnlyList<IFileSource> files = input switch
        {
            DatasetSource dataset => [.. dataset.Files],
            IFileSource file => [file],
            _ => [],
        };
        long[] rows = [.. results.SelectMany(static r => r.Findings.Where(static f => f.File is null).Select(static f => f.Row).OfType<long>().Concat(Examples(r))).Distinct().Order()];
        if (rows.Length == 0)
        {
            return results;
        }

        var places = new Dictionary<long, (string File, long? Line)>();
        long first = 0;
        int next = 0;
        for (int f = 0; f < files.Count && next < rows.Length; f++)
        {
            // The last file has the rest; a row count is a pass over the others where their format does not know it.
            long count = f == files.Count - 1 ? long.MaxValue - first : files[f].RowCount ?? passes.Each(files[f], ReadRequest.CountOnly, "count rows", static _ => { });
            long[] here = [.. rows.Skip(next).TakeWhile(r => r - first < count).Select(r => r - first)];
            IReadOnlyDictionary<long, long> lines = paths[f] == "-" ? new Dictionary<long, long>() : RowLines.Of(files[f], here, passes.Context.Ct);
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
