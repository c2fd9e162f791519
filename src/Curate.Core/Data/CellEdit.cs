namespace Curate.Core.Data;

/// <summary>One value that replaces another in a row that is otherwise kept as it came in.</summary>
/// <param name="Row">Row in the batch (in a plan: row of the view or of the made-up rows).</param>
/// <param name="Column">Name of the column, or a path into a nested value.</param>
/// <param name="Value">The new value.</param>
public readonly record struct CellEdit(long Row, string Column, CellValue Value);
