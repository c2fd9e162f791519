namespace Curate.Cli.Reports.Blocks;

/// <summary>Values of rows by columns as shades.</summary>
/// <param name="Title">What the shades mean.</param>
/// <param name="Rows">Names of the rows.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Shades">Per row: 0 to 1, or -1 to 1 where there are two directions; NaN where there is no value.</param>
/// <param name="Texts">Per row: what stands in the cell, or null for shades alone.</param>
internal sealed record HeatMapChart(string Title, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<double>> Shades, IReadOnlyList<IReadOnlyList<string>>? Texts) : Chart(Title);
