using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>What changes in one row, or what a made-up copy of it changes.</summary>
/// <param name="Row">The row, or the base row of a made-up one.</param>
/// <param name="MadeUp">The edits make a further row instead of changing this one.</param>
/// <param name="Cells">Column and new value.</param>
public sealed record RowEdits(long Row, bool MadeUp, IReadOnlyList<(string Column, CellValue Value)> Cells)
{
    /// <summary>Place in the list that the plan was made from.</summary>
    internal int Place { get; init; }

    internal static void SaveAll(IReadOnlyCollection<RowEdits> list, BinaryWriter to)
    {
        to.Write(list.Count);
        foreach (RowEdits edits in list)
        {
            to.Write(edits.Row);
            to.Write(edits.MadeUp);
            to.Write(edits.Cells.Count);
            foreach ((string column, CellValue value) in edits.Cells)
            {
                to.Write(column);
                CellValues.Save(value, to);
            }
        }
    }

    internal static RowEdits[] LoadAll(BinaryReader from)
    {
        var edits = new RowEdits[from.ReadInt32()];
        for (int i = 0; i < edits.Length; i++)
        {
            long row = from.ReadInt64();
            bool madeUp = from.ReadBoolean();
            var cells = new (string, CellValue)[from.ReadInt32()];
            for (int c = 0; c < cells.Length; c++)
            {
                string column = from.ReadString();
                cells[c] = (column, CellValues.Load(from));
            }

            edits[i] = new RowEdits(row, madeUp, cells);
        }

        return edits;
    }
}
