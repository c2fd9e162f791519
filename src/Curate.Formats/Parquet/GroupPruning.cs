using Curate.Core.Data;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>Tells which row groups of a file hold no row that fulfils a condition, from the statistics in its footer.</summary>
/// <param name="file">The file.</param>
/// <param name="condition">The condition.</param>
/// <param name="leaves">The leaf of each column of the condition; null where the column is no leaf, or is not in this file.</param>
internal sealed class GroupPruning(ParquetFile file, IRowCondition condition, LeafColumn?[] leaves)
{
    private readonly ColumnBounds[] _bounds = new ColumnBounds[leaves.Length];

    /// <summary>False when no row of the row group can fulfil the condition.</summary>
    public bool MayHold(int group)
    {
        for (int c = 0; c < leaves.Length; c++)
        {
            _bounds[c] = leaves[c] is { } leaf ? ChunkBounds.Of(file, group, leaf, condition.Columns[c]) : ColumnBounds.Unknown;
        }

        return condition.MayHold(_bounds);
    }
}
