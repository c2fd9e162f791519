using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Methods;

namespace Curate.Core.Dedupe.Files;

/// <summary>What one pass keeps of a table: rows, a sketch of each column, and a sample of its different rows by their hashes.</summary>
internal sealed class TableSketch : ISummary<TableSketch>
{
    private readonly SmallestHashes _sample;

    public TableSketch(IReadOnlyList<string> names, int sample)
    {
        Names = names;
        _sample = new SmallestHashes(sample);
        Columns = [.. names.Select(static _ => new ColumnSketch())];
    }

    public IReadOnlyList<string> Names { get; }

    public ColumnSketch[] Columns { get; }

    public long Rows { get; private set; }

    /// <summary>Hashes of some different rows over all columns.</summary>
    public IEnumerable<ulong> Sample => _sample.All;

    public void Add(RecordBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            Hash128 hash = default;
            for (int c = 0; c < Columns.Length; c++)
            {
                hash = hash.Then(RowHashes.Value(batch, c, row));
                Columns[c].Add(batch.Text(c)[row], batch[c].IsNull(row));
            }

            _sample.Add(hash.Low);
        }

        Rows += batch.Count;
    }

    public void Merge(TableSketch later)
    {
        Rows += later.Rows;
        _sample.Merge(later._sample);
        for (int c = 0; c < Columns.Length; c++)
        {
            Columns[c].Merge(later.Columns[c]);
        }
    }

    /// <summary>The place of each column in the other table; null where one is not there.</summary>
    public int[]? PlacesIn(TableSketch other)
    {
        var places = new int[Names.Count];
        for (int c = 0; c < places.Length; c++)
        {
            places[c] = other.Place(Names[c]);
            if (places[c] < 0)
            {
                return null;
            }
        }

        return places;
    }

    private int Place(string name)
    {
        for (int c = 0; c < Names.Count; c++)
        {
            if (Names[c] == name)
            {
                return c;
            }
        }

        return -1;
    }
}
