using Curate.Cli.Reports;
using Curate.Cli.Reports.Blocks;

namespace Curate.Cli.Tests;

/// <summary>Tables that are wider than a terminal.</summary>
public sealed class TableLayoutTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_piece_of_a_table_begins_with_its_first_column(int keys)
    {
        TableColumn[] columns = [new("name"), new("second"), .. Enumerable.Range(0, 10).Select(static i => TableColumn.Number("figure " + (char)('a' + i)))];
        Cell[] row = [.. columns.Select(static _ => new Cell("0.12345678"))];
        var layout = new TableLayout(new TableBlock("wide", columns, [row]) { Keys = keys }, TerminalStyle.Plain with { Width = 60 }, 2);
        Assert.InRange(layout.Pieces.Count, 2, columns.Length);
        Assert.All(layout.Pieces, static piece => Assert.Equal(0, piece.Columns[0]));
        Assert.Equal(Enumerable.Range(0, columns.Length), layout.Pieces.SelectMany(static p => p.Columns).Distinct().Order());
        Assert.All(layout.Pieces, static piece => Assert.InRange(piece.Widths.Sum() + (piece.Widths.Length - 1) * TableLayout.Gap.Length, 1, 58));
    }
}
