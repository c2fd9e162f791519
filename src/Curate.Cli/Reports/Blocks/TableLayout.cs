namespace Curate.Cli.Reports.Blocks;

/// <summary>
/// How wide the columns of a table are in a given number of cells: natural widths where they fit; else the widest of those that may be cut or
/// folded give way first; then optional columns go; then a table that can be taken apart comes in several pieces, each with its key columns.
/// </summary>
internal sealed class TableLayout
{
    public const string Gap = "  ";
    private const int WidestCut = 60;
    private const int WidestBar = 30;

    private readonly TableBlock _table;
    private readonly string[][] _texts;
    private readonly int[] _natural;
    private readonly int[] _least;

    public TableLayout(TableBlock table, TerminalStyle style, int indent)
    {
        _table = table;
        _texts = [.. table.Rows.Select(static row => row.Select(static cell => DisplayText.Clean(cell.Text)).ToArray())];
        _natural = new int[table.Columns.Count];
        _least = new int[table.Columns.Count];
        for (int c = 0; c < _natural.Length; c++)
        {
            Measure(c);
        }

        Pieces = Lay(Math.Max(TerminalStyle.LeastWidth, style.Width) - indent);
    }

    /// <summary>Pieces to show one below the other: the columns of each, and their widths.</summary>
    public IReadOnlyList<(int[] Columns, int[] Widths)> Pieces { get; }

    /// <summary>The text of a cell as the terminal shows it.</summary>
    public string Text(int row, int column) => _texts[row][column];

    private void Measure(int c)
    {
        TableColumn column = _table.Columns[c];
        int widest = 0;
        for (int r = 0; r < _texts.Length; r++)
        {
            Cell cell = _table.Rows[r][c];
            widest = Math.Max(widest, cell.Bar is not null ? WidestBar : cell.Spark is { } heights ? heights.Count : DisplayText.Width(_texts[r][c]));
        }

        int header = DisplayText.Width(DisplayText.Clean(column.Header));
        bool gives = column.Fit != Fit.Whole;
        _natural[c] = column.IsBar ? Math.Min(widest, WidestBar) : Math.Max(header, column.Fit == Fit.Cut && widest > WidestCut && c == 0 ? WidestCut : widest);
        _least[c] = column.IsBar ? Math.Min(8, _natural[c]) : gives ? Math.Min(_natural[c], Math.Max(column.Least, Math.Min(header, 12))) : _natural[c];
    }

    private List<(int[] Columns, int[] Widths)> Lay(int room)
    {
        var kept = Enumerable.Range(0, _natural.Length).ToList();
        while (Total(kept, _least) > room && kept.Exists(c => _table.Columns[c].Optional > 0))
        {
            kept.Remove(kept.MaxBy(c => _table.Columns[c].Optional));
        }

        if (Total(kept, _least) <= room || _table.Keys == 0)
        {
            return [([.. kept], Shrunk(kept, room))];
        }

        var pieces = new List<(int[], int[])>();
        int[] keys = [.. kept.Take(_table.Keys)];
        int next = keys.Length;
        while (next < kept.Count)
        {
            List<int> piece = [.. keys, kept[next++]];
            while (next < kept.Count && Total([.. piece, kept[next]], _least) <= room)
            {
                piece.Add(kept[next++]);
            }

            pieces.Add(([.. piece], Shrunk(piece, room)));
        }

        return pieces;
    }

    private int[] Shrunk(List<int> columns, int room)
    {
        int[] widths = [.. columns.Select(c => _natural[c])];
        int excess = Total(columns, _natural) - room;
        for (; excess > 0; excess--)
        {
            int widest = -1;
            for (int i = 0; i < widths.Length; i++)
            {
                if (widths[i] > _least[columns[i]] && (widest < 0 || widths[i] > widths[widest]))
                {
                    widest = i;
                }
            }

            if (widest < 0)
            {
                // What must stay whole is wider than the terminal: names give way down to a few cells rather than let lines run over.
                for (int i = 0; i < widths.Length; i++)
                {
                    if (widths[i] > 4 && _table.Columns[columns[i]].Fit != Fit.Whole && (widest < 0 || widths[i] > widths[widest]))
                    {
                        widest = i;
                    }
                }

                if (widest < 0)
                {
                    break;
                }
            }

            widths[widest]--;
        }

        return widths;
    }

    private static int Total(List<int> columns, int[] widths) => columns.Sum(c => widths[c]) + Math.Max(0, columns.Count - 1) * Gap.Length;
}
