using System.Runtime.CompilerServices;
using Curate.Core.Methods;

namespace Curate.Core.Sketches;

/// <summary>
/// Distinct sampling (Gibbons 2001, "Distinct sampling for highly-accurate answers to distinct values queries"): the hashes below a threshold that halves
/// whenever more than the capacity of them are known, each with the number of its occurrences. While nothing was halved all figures are exact; after that every
/// distinct value was kept with the same chance 2^-level, whatever its frequency, so sums over kept values scale up without bias.
/// </summary>
/// <remarks>
/// The kept hashes and their counts are a function of the multiset of hashes alone: the level is the smallest at which they fit. 24 to 48 bytes per kept
/// hash, grown from nothing. A hash above the threshold costs one comparison.
/// </remarks>
public sealed class DistinctSample : IMergeable<DistinctSample>
{
    private const int MostCapacity = 1 << 24;

    private readonly int _capacity;
    private ulong[] _hashes = [];
    private long[] _counts = [];
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<ulong> hashes)
    {
        foreach (ulong hash in hashes)
        {
            Add(hash, 1);
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

        for (int i = 0; i < later._hashes.Length; i++)
        {
            if (later._hashes[i] != 0)
            {
                Add(later._hashes[i], later._counts[i]);
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
        foreach (long count in _counts)
        {
            repeated += count > 1 ? 1 : 0;
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

        ulong[] hashes = new ulong[_used];
        long[] counts = new long[_used];
        int n = 0;
        for (int i = 0; i < _hashes.Length; i++)
        {
            if (_hashes[i] != 0)
            {
                (hashes[n], counts[n++]) = (_hashes[i], _counts[i]);
            }
        }

        Array.Sort(hashes, counts);
        for (int i = 0; i < n; i++)
        {
            take(hashes[i], counts[i]);
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

    private void Insert(ulong hash, long times)
    {
        if (_used * 2 >= _hashes.Length)
        {
            Resize(Math.Max(16, _hashes.Length * 2));
        }

        int mask = _hashes.Length - 1;
        int slot = (int)hash & mask;
        while (_hashes[slot] != hash)
        {
            if (_hashes[slot] == 0)
            {
                _hashes[slot] = hash;
                _used++;
                break;
            }

            slot = (slot + 1) & mask;
        }

        _counts[slot] += times;
    }

    private void Halve()
    {
        Level++;
        _limit = ulong.MaxValue >> Level;

        // In place: fresh arrays of this size would be pages that are read before they are written, which the kernel maps twice.
        ulong[] hashes = new ulong[_used];
        long[] counts = new long[_used];
        int kept = 0;
        for (int i = 0; i < _hashes.Length; i++)
        {
            if (_hashes[i] != 0 && _hashes[i] <= _limit)
            {
                (hashes[kept], counts[kept++]) = (_hashes[i], _counts[i]);
            }
        }

        Array.Clear(_hashes);
        Array.Clear(_counts);
        Refill(hashes.AsSpan(0, kept), counts);
    }

    private void Resize(int slots)
    {
        ulong[] hashes = _hashes;
        long[] counts = _counts;
        _hashes = new ulong[slots];
        _counts = new long[slots];
        Refill(hashes, counts);
    }

    /// <summary>Puts hashes (0 = none) into the empty table.</summary>
    private void Refill(ReadOnlySpan<ulong> hashes, ReadOnlySpan<long> counts)
    {
        _used = 0;
        int mask = _hashes.Length - 1;
        for (int i = 0; i < hashes.Length; i++)
        {
            if (hashes[i] == 0)
            {
                continue;
            }

            int slot = (int)hashes[i] & mask;
            while (_hashes[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            (_hashes[slot], _counts[slot]) = (hashes[i], counts[i]);
            _used++;
        }
    }
}
