namespace Curate.Core.Profile.Columns;

/// <summary>Counts by name, which come out in the ordinal order of the names.</summary>
internal sealed class NameCounts
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<long> _counts = [];

    /// <summary>Adds to the count of a name.</summary>
    public void Add(string name, long times)
    {
        if (_places.TryGetValue(name, out int place))
        {
            _counts[place] += times;
            return;
        }

        _places.Add(name, _names.Count);
        _names.Add(name);
        _counts.Add(times);
    }

    /// <summary>All names with their counts, in ordinal order.</summary>
    public (string[] Names, long[] Counts) Sorted()
    {
        string[] names = _names.ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        var counts = new long[names.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = _counts[_places[names[i]]];
        }

        return (names, counts);
    }
}
