using System.Runtime.CompilerServices;
using Curate.Core.Running;

namespace Curate.Core.Check.Contamination;

/// <summary>
/// The different runs of tokens of the evaluation texts, by their 64-bit hash, each with a number, how often a corpus has it and where first. A filter of 16
/// bits a run stands before the table, so that a token of the corpus that matches nothing mostly costs one access to a small array.
/// </summary>
/// <remarks>36 to 60 bytes for each different run, taken from the budget. Two runs have one hash with a chance of 2^-64 a pair.</remarks>
internal sealed class GramTable : IDisposable
{
    private const int LeastSlots = 1 << 10;
    private readonly MemoryLease _lease;
    private ulong[] _keys = new ulong[LeastSlots];
    private int[] _codes = new int[LeastSlots];
    private ulong[] _filter = [];
    private byte[] _counts = [];
    private long[] _first = [];
    private int _shift;

    public GramTable(RunContext run)
    {
        _lease = run.Memory.Lease(LeastSlots * 12, What);
        Array.Fill(_codes, -1);
    }

    private const string What = "The word runs of the evaluation texts";

    public int Count { get; private set; }

    /// <summary>The number of a run, given now if it is new.</summary>
    public int Add(ulong hash)
    {
        int slot = Slot(hash);
        if (_codes[slot] < 0)
        {
            _keys[slot] = hash;
            _codes[slot] = Count++;
            if (Count * 2L > _keys.Length)
            {
                Grow();
            }

            return Count - 1;
        }

        return _codes[slot];
    }

    /// <summary>No more runs come; corpora do.</summary>
    public void Seal()
    {
        int bits = 10;
        while (1L << bits < 16L * Count && bits < 36)
        {
            bits++;
        }

        _lease.Grow((1L << bits >> 3) + (9L * Count), What);
        _filter = new ulong[1L << (bits - 6)];
        _shift = 64 - bits;
        _counts = new byte[Count];
        _first = new long[Count];
        for (int slot = 0; slot < _keys.Length; slot++)
        {
            if (_codes[slot] >= 0)
            {
                ulong bit = _keys[slot] >> _shift;
                _filter[bit >> 6] |= 1UL << (int)(bit & 63);
            }
        }
    }

    /// <summary>The number of a run of the corpus, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong hash)
    {
        ulong bit = hash >> _shift;
        return (_filter[bit >> 6] >> (int)(bit & 63) & 1) == 0 ? -1 : _codes[Slot(hash)];
    }

    /// <summary>How often the corpora have a run, at most 255. Read while others count: then it may be too low.</summary>
    public int CountOf(int gram) => Volatile.Read(ref _counts[gram]);

    /// <summary>Where a run stands first in the corpora.</summary>
    public long FirstOf(int gram) => _first[gram];

    /// <summary>Counts a run of the corpus.</summary>
    public void Saw(int gram, long place)
    {
        byte count = _counts[gram];
        if (count == 0)
        {
            _first[gram] = place;
        }

        Volatile.Write(ref _counts[gram], (byte)Math.Min(255, count + 1));
    }

    public void Dispose() => _lease.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Slot(ulong hash)
    {
        int mask = _keys.Length - 1;
        int slot = (int)hash & mask;
        while (_codes[slot] >= 0 && _keys[slot] != hash)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        (ulong[] keys, int[] codes) = (_keys, _codes);
        _lease.Grow(12L * keys.Length, What);
        _keys = new ulong[keys.Length * 2];
        _codes = new int[keys.Length * 2];
        Array.Fill(_codes, -1);
        for (int old = 0; old < keys.Length; old++)
        {
            if (codes[old] >= 0)
            {
                int slot = Slot(keys[old]);
                _keys[slot] = keys[old];
                _codes[slot] = codes[old];
            }
        }
    }
}
