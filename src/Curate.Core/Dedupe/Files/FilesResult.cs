using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Files;

/// <summary>
/// What is contained in what, and which tables go. Tables are decided from the widest and longest to the narrowest and shortest, so containers come before
/// what they contain; one goes when a table that stays contains it in a way that the options allow. Of equal tables the smallest file stays.
/// </summary>
public sealed class FilesResult
{
    private readonly IReadOnlyList<LakeTable> _tables;
    private readonly IReadOnlyList<IReadOnlyList<string>> _columns;
    private readonly FilesCounts _counts;

    internal FilesResult(
        IReadOnlyList<LakeTable> tables, IReadOnlyList<long> rows, IReadOnlyList<IReadOnlyList<string>> columns, IReadOnlyList<Containment> found, FilesCounts counts, FilesOptions options)
    {
        _tables = tables;
        _columns = columns;
        _counts = counts;
        Rows = rows;
        Found = found;
        RebuiltFrom = new Containment?[tables.Count];
        IEnumerable<int> order = Enumerable.Range(0, tables.Count)
            .OrderByDescending(t => columns[t].Count).ThenByDescending(t => rows[t]).ThenBy(t => tables[t].Bytes).ThenBy(static t => t);
        ILookup<int, Containment> containers = found.ToLookup(static f => f.Inner);
        var decided = new HashSet<int>();
        foreach (int table in order)
        {
            RebuiltFrom[table] = containers[table]
                .Where(f => decided.Contains(f.Outer) && RebuiltFrom[f.Outer] is null && (f.IsRebuildable || options.DropContained) && !(tables[f.Outer].Bytes > options.MostSourceBytes))
                .OrderBy(static f => f.Relation).ThenBy(f => tables[f.Outer].Bytes).ThenBy(static f => f.Outer).FirstOrDefault();
            decided.Add(table);
        }
    }

    /// <summary>Rows of each table.</summary>
    public IReadOnlyList<long> Rows { get; }

    /// <summary>Every containment, by contained table.</summary>
    public IReadOnlyList<Containment> Found { get; }

    /// <summary>For each table that goes, what it can be rebuilt from; null for one that stays.</summary>
    public Containment?[] RebuiltFrom { get; }

    /// <summary>The report.</summary>
    public IReadOnlyList<ReportTable> Tables()
    {
        var files = new ReportTable("files", "Tables", ["file", "rows", "columns", "bytes", "verdict"]);
        var drop = new ReportTable("droppable", "Tables that can go, and what gives them back", ["file", "bytes", "contained_in", "how", "rule"]);
        long bytes = 0;
        for (int t = 0; t < _tables.Count; t++)
        {
            files.Add(_tables[t].Name, Rows[t], (long)_columns[t].Count, _tables[t].Bytes, RebuiltFrom[t] is null ? "keep" : "drop");
            if (RebuiltFrom[t] is { } from)
            {
                bytes += _tables[t].Bytes;
                drop.Add(_tables[t].Name, _tables[t].Bytes, _tables[from.Outer].Name, Words(from.Relation), Rule(from));
            }
        }

        var contained = new ReportTable("contained", "Tables whose rows all stand in another", ["file", "contained_in", "how", "rows", "rows_there", "first_row"]);
        foreach (Containment f in Found)
        {
            contained.Add(_tables[f.Inner].Name, _tables[f.Outer].Name, Words(f.Relation), Rows[f.Inner], Rows[f.Outer], f.FirstRow < 0 ? null : f.FirstRow);
        }

        var steps = new ReportTable("files_pairs", "Ordered pairs of tables that each step left", ["step", "pairs"]);
        foreach ((string step, long pairs) in ((string, long)[])
        [
            ("all", _counts.Pairs), ("columns are columns of the other", _counts.Columns), ("rows, missing values and ranges fit", _counts.Ranges),
            ("value sketches fit", _counts.Sketches), ("sampled rows found", _counts.Samples), ("all rows found", _counts.Contained),
        ])
        {
            steps.Add(step, pairs);
        }

        var total = new ReportTable("files_total", "In all", ["files", "bytes", "droppable", "droppable_bytes"]);
        total.Add((long)_tables.Count, _tables.Sum(static t => t.Bytes), (long)drop.Rows.Count, bytes);
        return [total, drop, contained, files, steps];
    }

    private static string Words(Relation relation) => relation switch
    {
        Relation.AllRows => "all rows",
        Relation.RunOfRows => "run of rows",
        Relation.AnotherOrder => "all rows, another order",
        _ => "some rows",
    };

    /// <summary>How to get the rows back: with curate where a command does, else in words.</summary>
    private string Rule(Containment from)
    {
        IReadOnlyList<string> columns = _columns[from.Inner];
        string pick = columns.SequenceEqual(_columns[from.Outer], StringComparer.Ordinal) ? "" : "columns " + string.Join(", ", columns);
        string rows = from.Relation switch
        {
            Relation.AllRows => "",
            Relation.RunOfRows => $"rows {NumberText.Of(from.FirstRow)} to {NumberText.Of(from.FirstRow + Rows[from.Inner] - 1)}",
            Relation.AnotherOrder => "order lost",
            _ => "which rows is lost",
        };
        string rule = string.Join("; ", ((string[])[rows, pick]).Where(static part => part.Length > 0));
        return rule.Length == 0 ? "a copy" : rule;
    }
}
