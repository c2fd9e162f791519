using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Rows that have few of many columns, each present column with the same value in a row: 1 / sqrt(columns present), so that every row has the length 1. Held by rows and by columns.
/// </summary>
/// <remarks>8 bytes a present column, twice that while rows are added; 16 a row and 8 a column.</remarks>
public sealed class SparseBinaryRows : IDisposable
{
    private readonly List<int> _columnsOf = [];
    private readonly List<int> _starts = [0];
    private readonly MemoryLease _lease;

    /// <param name="columns">Columns.</param>
    /// <param name="run">Memory.</param>
    public SparseBinaryRows(int columns, RunContext run)
    {
        Columns = columns;
        _lease = run.Memory.Lease(8L * columns, "Sparse rows");
    }

    public int Columns { get; }

    public int Count => _starts.Count - 1;

    /// <summary>Adds a row.</summary>
    /// <param name="columns">Its columns, in any order, with repeats that count once; changed by the call.</param>
    public void Add(Span<int> columns)
    {
        columns.Sort();
        int last = -1;
        int before = _columnsOf.Count;
        foreach (int column in columns)
        {
            if (column != last)
            {
                _columnsOf.Add(column);
                last = column;
            }
        }

        _lease.Grow((16L * (_columnsOf.Count - before)) + 16, "Sparse rows");
        _starts.Add(_columnsOf.Count);
    }

    /// <summary>The columns of a row, ascending.</summary>
    public ReadOnlySpan<int> this[int row] => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_columnsOf)[_starts[row].._starts[row + 1]];

    /// <summary>The value of the present columns of a row.</summary>
    public double ValueOf(int row) => _starts[row + 1] == _starts[row] ? 0 : 1 / Math.Sqrt(_starts[row + 1] - _starts[row]);

    /// <summary>The rows that have each column, ascending: where those of a column begin, and all of them.</summary>
    public (int[] Starts, int[] Rows) ByColumn()
    {
        var starts = new int[Columns + 1];
        foreach (int column in _columnsOf)
        {
            starts[column + 1]++;
        }

        for (int c = 0; c < Columns; c++)
        {
            starts[c + 1] += starts[c];
        }

        var next = starts.ToArray();
        var rows = new int[_columnsOf.Count];
        for (int row = 0; row < Count; row++)
        {
            foreach (int column in this[row])
            {
                rows[next[column]++] = row;
            }
        }

        return (starts, rows);
    }

    public void Dispose() => _lease.Dispose();
}
