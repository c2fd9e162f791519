using Curate.Parquet.Reading;

namespace Curate.Formats.Parquet;

/// <summary>
/// Decoded columns of whole row groups, for rows in an order of their own. Holds at most a number of bytes; what the last output row
/// groups did not use makes room. Each leaf is used by one thread at a time.
/// </summary>
internal sealed class GroupCache(long mostBytes)
{
    // Offsets, levels and the index of rows beside the values.
    private const int Overhead = 2;
    private const int WindowRows = 1 << 16;

    private readonly Dictionary<(ParquetFile File, int Group, int Leaf), Entry> _entries = [];
    private readonly Lock _gate = new();
    private long _bytes;
    private long _round;

    /// <summary>Another output row group begins.</summary>
    public void NextRound() => _round++;

    /// <summary>The column of a row group in windows, or null where it does not fit: then the caller reads it through.</summary>
    public IReadOnlyList<ColumnBatch>? Get(ParquetFile file, int group, int leaf)
    {
        (ParquetFile, int, int) key = (file, group, leaf);
        long estimate = Overhead * file.PlainBytes(group, leaf) + file.GroupRows(group) * 8;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out Entry? known))
            {
                known.Round = _round;
                return known.Windows;
            }

            if (_bytes + estimate > mostBytes)
            {
                Evict();
            }

            if (_bytes + estimate > mostBytes)
            {
                return null;
            }

            _bytes += estimate;
        }

        var windows = new List<ColumnBatch>();
        LeafReader reader = file.OpenLeaf(group, leaf);
        long bytes = 0;
        while (reader.RowsLeft > 0)
        {
            var window = new ColumnBatch();
            reader.Read(window, WindowRows);
            bytes += window.Bytes.Length + (window.Column!.IsVariable ? 4L * window.ValueCount : 0) + window.SlotCount * 2L + window.RowCount * 8L;
            windows.Add(window);
        }

        lock (_gate)
        {
            _bytes += bytes - estimate;
            _entries.Add(key, new Entry(windows, bytes) { Round = _round });
        }

        return windows;
    }

    private void Evict()
    {
        foreach ((var key, Entry entry) in _entries.Where(e => e.Value.Round < _round - 1).ToArray())
        {
            _entries.Remove(key);
            _bytes -= entry.Bytes;
        }
    }

    private sealed class Entry(IReadOnlyList<ColumnBatch> windows, long bytes)
    {
        public IReadOnlyList<ColumnBatch> Windows => windows;

        public long Bytes => bytes;

        public long Round { get; set; }
    }
}
