using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Running;

namespace Curate.Core.Dependencies;

/// <summary>
/// Some columns of a table as numbers of distinct values, in memory: what searches for dependencies look at. Memory: 4 bytes a value, and the distinct values
/// with 48 bytes each (at most 64 of their own), all from the budget.
/// </summary>
internal sealed class CodedTable : IDisposable
{
    private readonly MemoryLease _lease;
    private readonly int[][] _codes;
    private int[] _global = [];
    private long _dictionaryBytes;

    private CodedTable(IReadOnlyList<string> columns, RunContext context, int rows)
    {
        Columns = columns;
        _lease = context.Memory.Lease(4L * rows * columns.Count, What);
        _codes = new int[columns.Count][];
        Dictionaries = new ValueDictionary[columns.Count];
        for (int c = 0; c < _codes.Length; c++)
        {
            _codes[c] = new int[rows];
            Dictionaries[c] = new ValueDictionary();
        }
    }

    private const string What = "Looking for dependencies (--dependencies)";

    public IReadOnlyList<string> Columns { get; }

    public int Rows { get; private set; }

    /// <summary>The distinct values of each column.</summary>
    public ValueDictionary[] Dictionaries { get; }

    /// <summary>The values of a column by row; the array may be longer than the table.</summary>
    public ReadOnlySpan<int> Codes(int column) => _codes[column].AsSpan(0, Rows);

    /// <summary>Reads the columns in one pass.</summary>
    /// <exception cref="CurateException">They do not fit the memory.</exception>
    public static CodedTable Read(PassRunner passes, IRecordSource source, IReadOnlyList<string> columns, string what = "dependencies")
    {
        var table = new CodedTable(columns, passes.Context, source.RowCount is { } rows and < int.MaxValue ? (int)rows : 0);
        try
        {
            ReadRequest request = ReadRequest.Of([.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))]);
            passes.Run<GroupPart[]>(source, request, what, (batch, spent) =>
            {
                GroupPart?[] parts = spent ?? new GroupPart[columns.Count];
                for (int c = 0; c < parts.Length; c++)
                {
                    parts[c] = GroupPart.Of(batch, c, 1, parts[c]);
                }

                return parts!;
            }, (batch, parts) => table.Fold(batch.Count, parts));
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    public void Dispose() => _lease.Dispose();

    private void Fold(int rows, GroupPart[] parts)
    {
        Reserve(rows);
        long bytes = 0;
        for (int c = 0; c < parts.Length; c++)
        {
            GroupPart part = parts[c];
            ValueDictionary values = Dictionaries[c];
            if (_global.Length < part.Keys.Count)
            {
                _global = new int[part.Keys.Count * 2];
            }

            Span<int> global = _global;
            for (int k = 0; k < part.Keys.Count; k++)
            {
                global[k] = values.Add(part.Keys[k]);
            }

            bytes += values.Bytes;
            Span<int> to = _codes[c].AsSpan(Rows, rows);
            ReadOnlySpan<int> from = part.Codes;
            for (int row = 0; row < to.Length; row++)
            {
                to[row] = global[from[row]];
            }
        }

        Rows += rows;
        _lease.Grow(bytes - _dictionaryBytes, What);
        _dictionaryBytes = bytes;
    }

    private void Reserve(int rows)
    {
        if (_codes.Length == 0)
        {
            return;
        }

        long needed = (long)Rows + rows;
        if (needed <= _codes[0].Length)
        {
            return;
        }

        if (needed > Array.MaxLength)
        {
            Fail.With(ErrorCodes.MemoryBudget, $"Looking for dependencies holds at most {Array.MaxLength} rows.", "Pass --limit N, or --where for a part of the rows.");
        }

        int room = (int)Math.Min(Array.MaxLength, Math.Max(needed, (long)_codes[0].Length * 3 / 2));
        _lease.Grow(4L * (room - _codes[0].Length) * _codes.Length, What);
        for (int c = 0; c < _codes.Length; c++)
        {
            Array.Resize(ref _codes[c], room);
        }
    }
}
