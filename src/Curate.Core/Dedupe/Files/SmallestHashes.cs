namespace Curate.Core.Dedupe.Files;

/// <summary>
/// The k smallest different hashes of a set (Broder 1997): where one set lies in another, each of its hashes below the largest that the other one kept is
/// one of the other's. 40 bytes a hash at most.
/// </summary>
internal sealed class SmallestHashes(int capacity)
{
    private readonly SortedSet<ulong> _hashes = [];

    public int Count => _hashes.Count;

    public IEnumerable<ulong> All => _hashes;

    public void Add(ulong hash)
    {
        if (_hashes.Count < capacity)
        {
            _hashes.Add(hash);
        }
        else if (hash < _hashes.Max && _hashes.Add(hash))
        {
            _hashes.Remove(_hashes.Max);
        }
    }

    public void Merge(SmallestHashes other)
    {
        foreach (ulong hash in other._hashes)
        {
            Add(hash);
        }
    }

    /// <summary>False only where this set is certainly no part of the other.</summary>
    public bool MayBeIn(SmallestHashes other)
    {
        ulong end = other._hashes.Count < capacity ? ulong.MaxValue : other._hashes.Max;
        foreach (ulong hash in _hashes)
        {
            if (hash > end)
            {
                break;
            }

            if (!other._hashes.Contains(hash))
            {
                return false;
            }
        }

        return true;
    }
}
