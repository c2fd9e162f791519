namespace Curate.Core.Data;

/// <summary>One dataset that can be opened, and mostly opened more than once.</summary>
public interface IRecordSource : IDisposable
{
    /// <summary>What messages call it: a path as the user gave it, or <c>standard input</c>.</summary>
    string Name { get; }

    /// <summary>
    /// All columns: those of the payload in order, then <see cref="Added"/>. Where the format has no header (JSON Lines) the first
    /// access costs a pass; copying rows needs no schema, so callers ask only when they name columns or change format.
    /// </summary>
    TableSchema Schema { get; }

    /// <summary>The trailing fields of <see cref="Schema"/> that are not in the payload (folder keys, columns that a plan added).</summary>
    IReadOnlyList<Field> Added { get; }

    /// <summary>Rows, where known without reading.</summary>
    long? RowCount { get; }

    /// <summary>Sure that the rows have the numbers 0 to <see cref="RowCount"/> - 1 of source 0, and that none of them is left out.</summary>
    bool IsWhole => false;

    /// <summary>Columns lie apart, and rows are numbered from 0: many passes over a few columns each cost no more than one over all of them.</summary>
    bool IsColumnar => false;

    /// <summary>Bytes of input behind this source, where known; for estimates and progress only.</summary>
    long? SizeBytes { get; }

    /// <summary>False where a second <see cref="Open"/> would find nothing (an unspooled pipe).</summary>
    bool CanReopen { get; }

    /// <summary>The form in which rows can be copied, or null when this source can only deliver columns.</summary>
    PayloadLayout? Layout { get; }

    /// <summary>How a value whose field has no kind is read as it stands: <see cref="ColumnKind.Text"/> (CSV) or <see cref="ColumnKind.Json"/> (JSON Lines).</summary>
    ColumnKind RawKind { get; }

    /// <summary>True when <paramref name="column"/> names a column, or a path into a nested one.</summary>
    bool HasColumn(string column);

    /// <summary>Starts a pass.</summary>
    IRecordReader Open(ReadRequest request);
}
