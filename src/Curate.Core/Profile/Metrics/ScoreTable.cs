using Curate.Core.Methods;
using Curate.Core.Numerics;

namespace Curate.Core.Profile.Metrics;

/// <summary>
/// How often each score occurs: exact up to a number of different scores, then in bins. A score is taken as its 64 bits in numeric order; whenever there are
/// too many different ones, the lowest bit is dropped from all. The number of dropped bits is the smallest that fits, whatever the order of
/// rows and merges, so the table depends on the rows alone. 32 to 64 bytes per different score, up to the capacity.
/// </summary>
public sealed class ScoreTable(int capacity) : IMergeable<ScoreTable>
{
    private ulong[] _keys = new ulong[16];
    private long[] _counts = new long[16];

    /// <summary>Lowest bits dropped from every score; 0 = exact.</summary>
    public int Dropped { get; private set; }

    /// <summary>Different scores, or bins.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a score that is not NaN.</summary>
    public void Add(double score) => AddKey(OrderedBits.Of(score) >> Dropped, 1);

    /// <inheritdoc/>
    public void Merge(ScoreTable later)
    {
        while (Dropped < later.Dropped)
        {
            DropBit();
        }

        for (int s = 0; s < later._keys.Length; s++)
        {
            if (later._counts[s] > 0)
            {
                AddKey(later._keys[s] >> (Dropped - later.Dropped), later._counts[s]);
            }
        }
    }

    /// <summary>The bins in ascending order, as scores of <paramref name="dropped"/> bits less, which is at least <see cref="Dropped"/>.</summary>
    internal List<(ulong Key, long Count)> Bins(int dropped)
    {
        var bins = new List<(ulong Key, long Count)>(Count);
        for (int s = 0; s < _keys.Length; s++)
        {
            if (_counts[s] > 0)
            {
                bins.Add((_keys[s] >> (dropped - Dropped), _counts[s]));
            }
        }

        bins.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        return bins;
    }

    public void Save(BinaryWriter to)
    {
        to.Write(Dropped);
        to.Write(Count);
        foreach ((ulong key, long count) in Bins(Dropped))
        {
            to.Write(key);
            to.Write(count);
        }
    }

    public static ScoreTable Load(BinaryReader from, int capacity)
    {
        var table = new ScoreTable(capacity) { Dropped = from.ReadInt32() };
        for (int count = from.ReadInt32(); count > 0; count--)
        {
            ulong key = from.ReadUInt64();
            table.AddKey(key, from.ReadInt64());
        }

        return table;
    }

    private void AddKey(ulong key, long count)
    {
        int slot = Slot(key);
        if (_counts[slot] > 0)
        {
            _counts[slot] += count;
            return;
        }

        _keys[slot] = key;
        _counts[slot] = count;
        Count++;
        while (Count > capacity)
        {
            DropBit();
        }

        if (Count * 2 > _keys.Length)
        {
            Rebuild(0, _keys.Length * 2);
        }
    }

    private void DropBit()
    {
        Dropped++;
        Rebuild(1, _keys.Length);
    }

    private void Rebuild(int shift, int slots)
    {
        (ulong[] keys, long[] counts) = (_keys, _counts);
        _keys = new ulong[slots];
        _counts = new long[slots];
        Count = 0;
        for (int s = 0; s < keys.Length; s++)
        {
            if (counts[s] > 0)
            {
                int slot = Slot(keys[s] >> shift);
                Count += _counts[slot] == 0 ? 1 : 0;
                _keys[slot] = keys[s] >> shift;
                _counts[slot] += counts[s];
            }
        }
    }

    private int Slot(ulong key)
    {
        int mask = _keys.Length - 1;
        int slot = (int)((key * 0x9E3779B97F4A7C15UL) >> 33) & mask;
        while (_counts[slot] > 0 && _keys[slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
