namespace Curate.Core.Methods;

/// <summary>Counts of dropped rows by reason. Reasons are few and named in kebab case: <c>duplicate</c>, <c>not-selected</c>.</summary>
public sealed class DropTally
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Reasons in ordinal order with their counts, zeros left out.</summary>
    public IEnumerable<KeyValuePair<string, long>> ByReason => _counts;

    public long Total { get; private set; }

    public void Add(string reason, long rows = 1)
    {
        if (rows == 0)
        {
            return;
        }

        _counts[reason] = _counts.GetValueOrDefault(reason) + rows;
        Total += rows;
    }

    /// <summary>Takes over the counts of another tally.</summary>
    public void Replace(DropTally other)
    {
        _counts.Clear();
        Total = 0;
        Add(other);
    }

    public void Add(DropTally other)
    {
        foreach ((string reason, long rows) in other._counts)
        {
            Add(reason, rows);
        }
    }
}
