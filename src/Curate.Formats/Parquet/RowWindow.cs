using Curate.Core.Data;
using Curate.Formats.Files;
using Curate.Parquet.Reading;

namespace Curate.Formats.Parquet;

/// <summary>Consecutive rows of one row group with the values of every leaf of a layout, and the readers that go on behind them.</summary>
internal sealed class RowWindow(ParquetLayout layout)
{
    private const int MostRows = 4096;
    private const int WindowBytes = 4 << 20;

    private readonly ColumnBatch[] _batches = [.. Enumerable.Range(0, layout.LeafCount).Select(static _ => new ColumnBatch())];
    private readonly LeafReader?[] _readers = new LeafReader?[layout.LeafCount];
    private int _group = -1;
    private long _first;
    private int _count;

    public ParquetFile? File { get; private set; }

    /// <summary>When it was used last; set by the owner.</summary>
    public long LastUsed { get; set; }

    /// <summary>True when the row is in the window; <paramref name="distance"/> rows lie between the window's end and a row behind it, in the same row group.</summary>
    public bool Has(ParquetFile file, int group, long rowInGroup, out long distance)
    {
        bool same = ReferenceEquals(File, file) && _group == group;
        distance = same && rowInGroup >= _first + _count ? rowInGroup - _first - _count : long.MaxValue;
        return same && rowInGroup >= _first && rowInGroup < _first + _count;
    }

    /// <summary>Makes the window hold a row: goes on where the row lies ahead, begins the row group again where not.</summary>
    public void MoveTo(ParquetFile file, int group, long rowInGroup)
    {
        if (Has(file, group, rowInGroup, out long ahead))
        {
            return;
        }

        if (ahead == long.MaxValue)
        {
            File = null;
            for (int leaf = 0; leaf < _readers.Length; leaf++)
            {
                _readers[leaf] = file.OpenLeaf(group, layout.LeafOf(leaf));
            }

            _group = group;
            ahead = rowInGroup;
        }

        int wanted = Math.Clamp(WindowBytes / layout.WeightsOf(file)[group], 1, MostRows);
        int count = wanted;
        for (int leaf = 0; leaf < _readers.Length; leaf++)
        {
            _readers[leaf]!.Skip(ahead);
            int read = 0;
            if (leaf == 0 || count > 0)
            {
                read = _readers[leaf]!.Read(_batches[leaf], count);
            }

            if (read < count && leaf > 0)
            {
                // One column's values reached the bound of a batch: all are read again as far as that one came.
                Restart(file, group, rowInGroup, read);
                return;
            }

            count = read;
        }

        File = file;
        _first = rowInGroup;
        _count = count;
    }

    /// <summary>The definition level of the first entry of a row that the window holds; 0 where the leaf has none.</summary>
    public int LevelOf(long rowInGroup, int leaf)
    {
        ColumnBatch batch = _batches[leaf];
        return batch.DefinitionLevels.IsEmpty ? 0 : batch.DefinitionLevels[batch.RowSlots[(int)(rowInGroup - _first)]];
    }

    /// <summary>Appends the canonical bytes of a row that the window holds.</summary>
    public void AppendRow(ByteBuffer to, long rowInGroup)
    {
        int row = (int)(rowInGroup - _first);
        foreach (ColumnBatch batch in _batches)
        {
            RowForm.Append(to, batch, row);
        }
    }

    private void Restart(ParquetFile file, int group, long rowInGroup, int count)
    {
        for (int leaf = 0; leaf < _readers.Length; leaf++)
        {
            _readers[leaf] = file.OpenLeaf(group, layout.LeafOf(leaf));
            _readers[leaf]!.Skip(rowInGroup);
            count = _readers[leaf]!.Read(_batches[leaf], Math.Max(1, count));
        }

        File = file;
        _first = rowInGroup;
        _count = count;
    }
}
