using Curate.Core.Data;
using Curate.Core.Hashing;

namespace Curate.Core.Grouping;

/// <summary>The groups of one batch, numbered within the batch: what workers compute, so that the folding thread only translates numbers.</summary>
public sealed class GroupPart
{
    private readonly TextIndex _index = new();
    private byte[] _buffer = new byte[256];
    private int[] _codes = [];
    private int _rows;

    /// <summary>Keys of the groups that occur in the batch.</summary>
    public TextIndex Keys => _index;

    /// <summary>Group of each row, as a number in <see cref="Keys"/>.</summary>
    public ReadOnlySpan<int> Codes => _codes.AsSpan(0, _rows);

    /// <summary>Computes the part of a batch, reusing <paramref name="spent"/>.</summary>
    public static GroupPart Of(RecordBatch batch, int firstColumn, int columns, GroupPart? spent)
    {
        GroupPart part = spent ?? new GroupPart();
        part._index.Clear();
        if (part._codes.Length < batch.Count)
        {
            part._codes = new int[Math.Max(batch.Count, batch.Capacity)];
        }

        part._rows = batch.Count;
        if (columns == 0 && batch.Count > 0)
        {
            // Every row is of the one group.
            Array.Fill(part._codes, part._index.Add(GroupKey.Of(batch, firstColumn, columns, 0, ref part._buffer)), 0, batch.Count);
            return part;
        }

        for (int row = 0; row < batch.Count; row++)
        {
            part._codes[row] = part._index.Add(GroupKey.Of(batch, firstColumn, columns, row, ref part._buffer));
        }

        return part;
    }
}
