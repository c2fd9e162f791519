namespace Curate.Core.Running;

/// <summary>One table of a report: classes before and after, rows per split, largest duplicate groups.</summary>
/// <param name="Key">Stable key in JSON, snake case.</param>
/// <param name="Title">Title for people.</param>
/// <param name="Columns">Column names, snake case; they are the keys of the JSON objects.</param>
public sealed record ReportTable(string Key, string Title, IReadOnlyList<string> Columns)
{
    /// <summary>Cells are string, long, double or null.</summary>
    public List<object?[]> Rows { get; } = [];

    public void Add(params object?[] cells) => Rows.Add(cells);
}
