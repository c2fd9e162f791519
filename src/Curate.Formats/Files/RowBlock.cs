using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>
/// Rows that are put together side by side, a column at a time: values of a column lie together, and what a column is needs to be found out once for all of them.
/// Memory: the largest row, and 256 KiB for each of the others.
/// </summary>
internal sealed class RowBlock
{
    /// <summary>Rows at most: as many 64-bit values as a cache line has.</summary>
    public const int Most = 8;

    private const int MostKept = 256 * 1024;

    private readonly ByteBuffer[] _rows = new ByteBuffer[Most];

    public RowBlock() => Array.Fill(_rows, new ByteBuffer());

    /// <summary>A row of the block; the first of them may be huge.</summary>
    public ByteBuffer this[int row] => _rows[row];

    /// <summary>Begins with empty rows.</summary>
    public void Begin(int count)
    {
        for (int row = 0; row < count; row++)
        {
            if (row > 0 && (_rows[row].Length > MostKept || ReferenceEquals(_rows[row], _rows[0])))
            {
                _rows[row] = new ByteBuffer();
            }

            _rows[row].Clear();
        }
    }

    /// <summary>Hands the rows on.</summary>
    public void AddTo(IRowTarget to, int count)
    {
        foreach (ByteBuffer row in _rows.AsSpan(0, count))
        {
            to.Add(row.Written);
        }
    }
}
