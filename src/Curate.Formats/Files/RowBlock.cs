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

    private readonly ByteBuffer?[] _rows = new ByteBuffer?[Most];

    /// <summary>A row that <see cref="Begin"/> began with.</summary>
    public ByteBuffer this[int row] => _rows[row]!;

    /// <summary>Begins with empty rows.</summary>
    public void Begin(int count)
    {
        for (int row = 0; row < count; row++)
        {
            if (_rows[row] is { } own && (row == 0 || own.Length <= MostKept))
            {
                own.Clear();
            }
            else
            {
                _rows[row] = new ByteBuffer();
            }
        }
    }

    /// <summary>Hands the rows on.</summary>
    public void AddTo(IRowTarget to, int count)
    {
        for (int row = 0; row < count; row++)
        {
            to.Add(this[row].Written);
        }
    }
}
