namespace Curate.Core.Data;

/// <summary>
/// The rows of a column as numbers of the values in a dictionary: 0 is a null, k is row k - 1 of <see cref="Values"/>. Values may occur in the dictionary that no
/// row has, and a value may stand there twice. 4 bytes a row.
/// </summary>
public sealed class ColumnCodes
{
    private int[] _rows = [];

    /// <summary>The dictionary: a column of the same kind without nulls. It is never changed, and batches whose dictionary is the same share the object.</summary>
    public Column Values { get; private set; } = null!;

    /// <summary>Rows.</summary>
    public int Count { get; private set; }

    /// <summary>The number of each row's value.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Begins anew with a dictionary and gives the numbers of <paramref name="rows"/> rows to be filled.</summary>
    internal Span<int> Begin(Column values, int rows)
    {
        Values = values;
        Count = rows;
        if (_rows.Length < rows)
        {
            _rows = new int[rows];
        }

        return _rows.AsSpan(0, rows);
    }
}
