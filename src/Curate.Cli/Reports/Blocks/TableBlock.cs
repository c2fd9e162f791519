namespace Curate.Cli.Reports.Blocks;

/// <summary>A table.</summary>
/// <param name="Caption">What it shows; pages say it, terminals only where there is no heading above.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows, a cell per column.</param>
internal sealed record TableBlock(string Caption, IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows) : Block
{
    /// <summary>What was left out, and how to see it.</summary>
    public string? More { get; init; }

    /// <summary>
    /// Leading columns that are repeated when a terminal has to show the others in several pieces; with 0 that happens only when nothing else helps, and the first column is repeated.
    /// </summary>
    public int Keys { get; init; }
}
