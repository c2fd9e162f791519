namespace Curate.Cli.Reports.Blocks;

/// <summary>
/// How wide the columns of a table are in a given number of cells: natural widths where they fit; else the widest of those that may be cut or
/// folded give way first; then optional columns go; then a table that can be taken apart comes in several pieces, each with its key columns.
/// </summary>
internal sealed class TableLayout
{
    public const string Gap = "  ";
    private const int WidestName = 28;
    private const int Floor = 4;
    private const int DropsForComfort = 3;
    private const int WidestBar = 30;

    private readonly TableBlock _table;
    private readonly string[][] _texts;
    private readonly int[] _natural;
    private readonly int[] _least;
    private readonly int[] _comfort;
    private readonly int[] _floor;

    public TableLayout(TableBlock table, TerminalStyle style, int indent)
    {
        _table = table;
        _texts = [.. table.Rows.Select(static row => row.Select(static cell => DisplayText.Clean(cell.Text)).ToArray())];
        _natural = new int[table.Columns.Count];
        _least = new int[table.Columns.Count];
        _comfort = new int[table.Columns.Count];
        _floor = new int[table.Columns.Count];
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
        _natural[c] = column.IsBar ? Math.Min(widest, WidestBar) : Math.Max(header, widest);
        _least[c] = column.IsBar ? Math.Min(8, _natural[c]) : gives ? Math.Min(_natural[c], Math.Max(column.Least, Math.Min(header, 12))) : _natural[c];
        _comfort[c] = Math.Max(_least[c], Math.Min(column.Comfort, _natural[c]));
        _floor[c] = gives ? Math.Min(Floor, _natural[c]) : _least[c];
    }

    private List<(int[] Columns, int[] Widths)> Lay(int room)
    {
        var kept = Enumerable.Range(0, _natural.Length).ToList();
        Drop(kept, room, _comfort, DropsForComfort);
        Drop(kept, room, _least, 1);

        // Tables with keys come in pieces before their names get too short to tell; others only when nothing else helps.
        int[] bound = _table.Keys > 0 ? _least : _floor;
        if (Total(kept, bound) <= room)
        {
            return [([.. kept], Shrunk(kept, room))];
        }

        var pieces = new List<(int[], int[])>();
        // Without its first column a piece would not say what its lines are about.
        int[] keys = [.. kept.Take(Math.Min(Math.Max(1, _table.Keys), kept.Count - 1))];
        int next = keys.Length;
        while (next < kept.Count)
        {
            List<int> piece = [.. keys, kept[next++]];
            while (next < kept.Count && Total([.. piece, kept[next]], bound) <= room)
            {
                piece.Add(kept[next++]);
            }

            pieces.Add(([.. piece], Shrunk(piece, room)));
        }

        return pieces;
    }

    private void Drop(List<int> kept, int room, int[] widths, int from)
    {
        while (Total(kept, widths) > room && kept.Exists(c => _table.Columns[c].Optional >= from))
        {
            kept.Remove(kept.MaxBy(c => _table.Columns[c].Optional));
        }
    }

    /// <summary>Widths that fit: a long name in front gives way first, then whichever is widest down to its least, then down to a few cells.</summary>
    private int[] Shrunk(List<int> columns, int room)
    {
        int[] widths = [.. columns.Select(c => _natural[c])];
        int excess = widths.Sum() + (columns.Count - 1) * Gap.Length - room;
        if (excess > 0 && columns.Count > 1 && _table.Columns[columns[0]].Fit == Fit.Cut)
        {
            int name = Math.Max(Math.Max(_least[columns[0]], Math.Min(WidestName, room / 4)), widths[0] - excess);
            excess -= Math.Max(0, widths[0] - name);
            widths[0] = Math.Min(widths[0], name);
        }

        foreach (int[] bound in new[] { _least, _floor })
        {
            for (; excess > 0; excess--)
            {
                int widest = -1;
                for (int i = 0; i < widths.Length; i++)
                {
                    if (widths[i] > bound[columns[i]] && (widest < 0 || widths[i] > widths[widest]))
                    {
                        widest = i;
                    }
                }

                if (widest < 0)
                {
                    break;
                }

                widths[widest]--;
            }
        }

        return widths;
    }

    private static int Total(List<int> columns, int[] widths) => columns.Sum(c => widths[c]) + Math.Max(0, columns.Count - 1) * Gap.Length;
}
