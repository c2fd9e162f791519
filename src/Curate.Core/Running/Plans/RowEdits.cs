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
}
