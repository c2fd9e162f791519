using System.Buffers;
using System.Runtime.CompilerServices;
using Curate.Core.Methods;
using Curate.Core.Numerics;

namespace Curate.Core.Sketches;

/// <summary>
/// Distinct sampling (Gibbons 2001, "Distinct sampling for highly-accurate answers to distinct values queries"): the hashes below a threshold that halves
/// whenever more than the capacity of them are known, each with the number of its occurrences. While nothing was halved all figures are exact; after that every
/// distinct value was kept with the same chance 2^-level, whatever its frequency, so sums over kept values scale up without bias.
/// </summary>
/// <remarks>
/// The kept hashes and their counts are a function of the multiset of hashes alone: the level is the smallest at which they fit. 32 to 64 bytes per kept
/// hash, grown from nothing. A hash above the threshold costs one comparison.
/// </remarks>
public sealed class DistinctSample : IMergeable<DistinctSample>
{
    private const int MostCapacity = 1 << 24;
    private const int Run = 512;

    private readonly int _capacity;
    private Entry[] _entries = [];
    private int _used;
    private long _zero;
    private ulong _limit = ulong.MaxValue;

    public DistinctSample(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MostCapacity);
        _capacity = capacity;
    }

    public int Capacity => _capacity;

    /// <summary>How often the threshold was halved; 0 = every hash is kept.</summary>
    public int Level { get; private set; }

    /// <summary>Hashes kept.</summary>
    public int Kept => _used + (_zero > 0 ? 1 : 0);

    /// <summary>Every distinct hash is kept.</summary>
    public bool IsExact => Level == 0;

    /// <summary>Adds <paramref name="times"/> occurrences of a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong hash, long times = 1)
    {
        if (hash <= _limit)
        {
            Keep(hash, times);
        }
    }

    /// <summary>Adds one occurrence of each hash.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<ulong> hashes)
    {
        // Those below the threshold are gathered first: whether one is cannot be foretold, so the loop has no branch on it.
        Span<ulong> below = stackalloc ulong[Run];
        while (!hashes.IsEmpty)
        {
            ReadOnlySpan<ulong> run = hashes[..Math.Min(Run, hashes.Length)];
            hashes = hashes[run.Length..];
            ulong limit = _limit;
            int count = 0;
            foreach (ulong hash in run)
            {
                below[count] = hash;
                count += hash <= limit ? 1 : 0;
            }

            foreach (ulong hash in below[..count])
            {
                Add(hash, 1);
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The capacities differ.</exception>
    public void Merge(DistinctSample later)
    {
        if (later._capacity != _capacity)
        {
            throw new ArgumentException($"Samples of {_capacity} and {later._capacity} hashes do not merge.", nameof(later));
        }

        while (Level < later.Level)
        {
            Halve();
        }

        if (later._zero > 0)
        {
            Add(0, later._zero);
        }

        foreach (Entry entry in later._entries)
        {
            if (entry.Hash != 0)
            {
                Add(entry.Hash, entry.Count);
            }
        }
    }

    /// <summary>The estimated number of distinct hashes.</summary>
    public double Distinct() => Scale * Kept;

    /// <summary>Standard error of <see cref="Distinct"/>: each value was kept by an independent draw.</summary>
    public double DistinctError() => Math.Sqrt(Scale * (Scale - 1) * Kept);

    /// <summary>The estimated number of occurrences beyond the first of each hash, and its standard error.</summary>
    public double Repeats(out double error)
    {
        double sum = 0;
        double squares = 0;
        ForEach((_, count) =>
        {
            double more = count - 1;
            sum += more;
            squares += more * more;
        });
        error = Math.Sqrt(Scale * (Scale - 1) * squares);
        return Scale * sum;
    }

    /// <summary>Kept hashes that occur more than once.</summary>
    public int KeptRepeated()
    {
        int repeated = _zero > 1 ? 1 : 0;
        foreach (Entry entry in _entries)
        {
            repeated += entry.Count > 1 ? 1 : 0;
        }

        return repeated;
    }

    /// <summary>Writes the kept hashes in order.</summary>
    public void Save(BinaryWriter to)
    {
        var entries = new List<(ulong Hash, long Count)>(Kept);
        ForEach((hash, count) => entries.Add((hash, count)));
        to.Write(_capacity);
        to.Write((byte)Level);
        to.Write(entries.Count);
        foreach ((ulong hash, long count) in entries)
        {
            to.Write(hash);
            to.Write(count);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no sample.</exception>
    public static DistinctSample Load(BinaryReader from)
    {
        int capacity = StateBytes.Count(from, MostCapacity, "the capacity of a distinct sample");
        StateBytes.Demand(capacity > 0, "the capacity of a distinct sample");
        var loaded = new DistinctSample(capacity);
        int level = from.ReadByte();
        StateBytes.Demand(level < 64, "the level of a distinct sample");
        while (loaded.Level < level)
        {
            loaded.Halve();
        }

        int count = StateBytes.Count(from, capacity, "the size of a distinct sample");
        ulong before = 0;
        for (int i = 0; i < count; i++)
        {
            ulong hash = from.ReadUInt64();
            long times = from.ReadInt64();
            StateBytes.Demand(hash <= loaded._limit && times > 0 && (i == 0 || hash > before), "an entry of a distinct sample");
            loaded.Keep(hash, times);
            before = hash;
        }

        return loaded;
    }

    /// <summary>Every kept hash with its count, in ascending order of hashes.</summary>
    internal void ForEach(Action<ulong, long> take)
    {
        if (_zero > 0)
        {
            take(0, _zero);
        }

        Entry[] kept = Array.FindAll(_entries, static e => e.Hash != 0);
        foreach (int place in KeySort.Order(Array.ConvertAll(kept, static e => e.Hash)))
        {
            take(kept[place].Hash, kept[place].Count);
        }
    }

    private double Scale => BitConverter.UInt64BitsToDouble((ulong)(Level + 1023) << 52);

    private void Keep(ulong hash, long times)
    {
        if (hash == 0)
        {
            _zero += times;
        }
        else
        {
            Insert(hash, times);
        }

        while (Kept > _capacity)
        {
            Halve();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Insert(ulong hash, long times)
    {
        if (_used * 2 >= _entries.Length)
        {
            Entry[] entries = _entries;
            _entries = WrittenArray.Of<Entry>(Math.Max(16, _entries.Length * 2));
            Refill(entries);
        }

        Entry[] table = _entries;
        int mask = table.Length - 1;
        int slot = (int)hash & mask;
        while (table[slot].Hash != hash)
        {
            if (table[slot].Hash == 0)
            {
                table[slot].Hash = hash;
                _used++;
                break;
            }

            slot = (slot + 1) & mask;
        }

        table[slot].Count += times;
    }

    private void Halve()
    {
        Level++;
        ulong limit = ulong.MaxValue >> Level;
        _limit = limit;

        Entry[] kept = ArrayPool<Entry>.Shared.Rent(_used);
        int count = 0;
        foreach (Entry entry in _entries)
        {
            if (entry.Hash != 0 && entry.Hash <= limit)
            {
                kept[count++] = entry;
            }
        }

        Array.Clear(_entries);
        Refill(kept.AsSpan(0, count));
        ArrayPool<Entry>.Shared.Return(kept);
    }

    /// <summary>Puts entries (hash 0 = none) into the empty table.</summary>
    private void Refill(ReadOnlySpan<Entry> entries)
    {
        _used = 0;
        int mask = _entries.Length - 1;
        foreach (Entry entry in entries)
        {
            if (entry.Hash == 0)
            {
                continue;
            }

            int slot = (int)entry.Hash & mask;
            while (_entries[slot].Hash != 0)
            {
                slot = (slot + 1) & mask;
            }

            _entries[slot] = entry;
            _used++;
        }
    }

    // Side by side, so that a hash costs one line of the cache.
    private struct Entry
    {
        public ulong Hash;
        public long Count;
    }
}
