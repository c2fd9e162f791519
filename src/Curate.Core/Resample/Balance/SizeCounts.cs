namespace Curate.Core.Resample.Balance;

/// <summary>Rows by cluster size, and how many of them a filter kept: about 100 bytes a size.</summary>
internal sealed class SizeCounts
{
    private readonly Dictionary<long, (long Rows, long Kept)> _counts = [];

    /// <summary>Adds rows of one size.</summary>
    public void Add(long size, long rows, long kept)
    {
        (long had, long hadKept) = _counts.GetValueOrDefault(size);
        _counts[size] = (had + rows, hadKept + kept);
    }

    public long Rows => _counts.Values.Sum(static c => c.Rows);

    public long Kept => _counts.Values.Sum(static c => c.Kept);

    /// <summary>Sizes, ascending, with their rows.</summary>
    public (long Size, long Rows, long Kept)[] Sorted() => [.. _counts.OrderBy(static c => c.Key).Select(static c => (c.Key, c.Value.Rows, c.Value.Kept))];

    public void Save(BinaryWriter to)
    {
        to.Write(_counts.Count);
        foreach ((long size, long rows, long kept) in Sorted())
        {
            to.Write(size);
            to.Write(rows);
            to.Write(kept);
        }
    }

    public void AddSaved(BinaryReader from)
    {
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            Add(from.ReadInt64(), from.ReadInt64(), from.ReadInt64());
        }
    }
}
