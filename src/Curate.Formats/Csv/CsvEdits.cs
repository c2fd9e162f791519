using System.Diagnostics.CodeAnalysis;
using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Formats.Csv;

/// <summary>The edits of a batch by row and column position. O(log edits) to find those of a row, O(1) for a column of it.</summary>
internal sealed class CsvEdits(TableSchema schema)
{
    /// <summary>For each column of the selected row, one more than the position of its edit; 0 where it has none.</summary>
    private readonly int[] _editOf = new int[schema.Count];

    /// <summary>Columns that were edited, in the order of their first edits, and their positions.</summary>
    private readonly List<string> _names = [];
    private readonly List<int> _places = [];

    private List<CellEdit> _edits = [];
    private int[] _columns = [];
    private int _first;
    private int _end;

    /// <summary>Takes the edits of a batch, sorted by row.</summary>
    /// <exception cref="CurateException">An edit names a column that the output lacks.</exception>
    public void Begin(List<CellEdit> edits)
    {
        Deselect();
        _edits = edits;
        if (_columns.Length < edits.Count)
        {
            _columns = new int[Math.Max(edits.Count, _columns.Length * 2)];
        }

        // Rows with edits mostly have those of the same columns in the same order, so the names come round.
        int round = 0;
        for (int i = 0; i < edits.Count; i++)
        {
            string name = edits[i].Column;
            round = round < _names.Count ? round : 0;
            if (round == _names.Count || !ReferenceEquals(_names[round], name))
            {
                round = Place(name);
            }

            _columns[i] = _places[round++];
        }
    }

    private int Place(string name)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if (ReferenceEquals(_names[i], name) || _names[i] == name)
            {
                return i;
            }
        }

        int column = schema.IndexOf(name);
        if (column < 0)
        {
            FailOnUnknown(name);
        }

        _names.Add(name);
        _places.Add(column);
        return _names.Count - 1;
    }

    /// <summary>Makes a row the one that <see cref="TryGet"/> looks at; true when it has edits.</summary>
    public bool Select(int row)
    {
        if (_edits.Count == 0)
        {
            return false;
        }

        Deselect();
        int low = 0;
        int high = _edits.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_edits[middle].Row < row)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        _first = _end = low;
        for (; _end < _edits.Count && _edits[_end].Row == row; _end++)
        {
            _editOf[_columns[_end]] = _end + 1;
        }

        return _end > _first;
    }

    /// <summary>The edit of a column of the selected row.</summary>
    public bool TryGet(int column, out CellValue value)
    {
        int edit = _editOf[column];
        value = edit == 0 ? default : _edits[edit - 1].Value;
        return edit != 0;
    }

    private void Deselect()
    {
        for (; _first < _end; _first++)
        {
            _editOf[_columns[_first]] = 0;
        }
    }

    [DoesNotReturn]
    private static void FailOnUnknown(string column) =>
        Fail.With(ErrorCodes.UnknownColumn, $"An edit is for the column {Fail.Show(column)}, which the output does not have.");
}
