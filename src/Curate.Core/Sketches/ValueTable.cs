using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Curate.Core.Sketches;

/// <summary>
/// Every value of a column, as bytes, with its count, while there are at most a given number of different ones in at most a given number of bytes. A value that
/// no longer fits is refused; whether that happens depends on the set of values alone. Whatever is asked of such a column later can be told from here, so its
/// values cost a hash and one probe each.
/// </summary>
/// <remarks>The bytes of the distinct values plus 28 to 56 bytes each, grown from nothing.</remarks>
public sealed class ValueTable
{
    private readonly int _mostValues;
    private readonly int _mostBytes;
    private byte[] _bytes = [];
    private int[] _ends = [];
    private ulong[] _hashes = [];
    private long[] _counts = [];
    private int[] _slots = [];

    public ValueTable(int mostValues, int mostBytes)
    {
        _mostValues = mostValues;
        _mostBytes = mostBytes;
    }

    /// <summary>Distinct values.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the distinct values.</summary>
    public int TotalBytes { get; private set; }

    public ReadOnlySpan<byte> this[int entry]
    {
        get
        {
            int start = entry == 0 ? 0 : _ends[entry - 1];
            return _bytes.AsSpan(start, _ends[entry] - start);
        }
    }

    public long Rows(int entry) => _counts[entry];

    public ulong Hash(int entry) => _hashes[entry];

    /// <summary>Adds occurrences of a value; false (and nothing added) when it is new and does not fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(ulong hash, ReadOnlySpan<byte> value, long times = 1)
    {
        if (_slots.Length != 0)
        {
            int mask = _slots.Length - 1;
            int entry = _slots[(int)(hash >> 20) & mask] - 1;
            if (entry >= 0 && _hashes[entry] == hash && IsValue(entry, value))
            {
                _counts[entry] += times;
                return true;
            }
        }

        return TryAddSlow(hash, value, times);
    }

    /// <summary>Entries in ordinal order of their bytes.</summary>
    public int[] Sorted()
    {
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => this[a].SequenceCompareTo(this[b]));
        return order;
    }

    /// <summary>Writes values and counts in ordinal order.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(Count);
        foreach (int entry in Sorted())
        {
            StateBytes.Write(to, this[entry]);
            to.Write(_counts[entry]);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no table within the limits.</exception>
    public static ValueTable Load(BinaryReader from, int mostValues, int mostBytes, Func<byte[], ulong> hash)
    {
        var table = new ValueTable(mostValues, mostBytes);
        int count = StateBytes.Count(from, mostValues, "the size of a table of values");
        for (int i = 0; i < count; i++)
        {
            byte[] value = StateBytes.Bytes(from, mostBytes, "the length of a value");
            long rows = from.ReadInt64();
            bool isNext = i == 0 || table[i - 1].SequenceCompareTo(value) < 0;
            StateBytes.Demand(isNext && rows > 0 && table.TryAdd(hash(value), value, rows), "an entry of a table of values");
        }

        return table;
    }

    /// <summary>Whether an entry has these bytes; short ones, which most are, by two overlapping words instead of a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsValue(int entry, ReadOnlySpan<byte> value)
    {
        int start = entry == 0 ? 0 : _ends[entry - 1];
        int length = _ends[entry] - start;
        if (length != value.Length)
        {
            return false;
        }

        ref byte a = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), start);
        ref byte b = ref MemoryMarshal.GetReference(value);
        return length switch
        {
            >= 8 and <= 16 => Word(ref a, 0) == Word(ref b, 0) && Word(ref a, length - 8) == Word(ref b, length - 8),
            >= 4 and < 8 => Half(ref a, 0) == Half(ref b, 0) && Half(ref a, length - 4) == Half(ref b, length - 4),
            _ => MemoryMarshal.CreateReadOnlySpan(ref a, length).SequenceEqual(value),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte at, int offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Half(ref byte at, int offset) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref at, offset));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryAddSlow(ulong hash, ReadOnlySpan<byte> value, long times)
    {
        if (Count * 2 >= _slots.Length)
        {
            Rehash(Math.Max(8, _slots.Length * 2));
        }

        int mask = _slots.Length - 1;
        int slot = (int)(hash >> 20) & mask;
        while (_slots[slot] != 0)
        {
            int entry = _slots[slot] - 1;
            if (_hashes[entry] == hash && this[entry].SequenceEqual(value))
            {
                _counts[entry] += times;
                return true;
            }

            slot = (slot + 1) & mask;
        }

        if (Count == _mostValues || value.Length > _mostBytes - TotalBytes)
        {
            return false;
        }

        Append(hash, value, times);
        _slots[slot] = Count;
        return true;
    }

    private void Append(ulong hash, ReadOnlySpan<byte> value, long times)
    {
        if (Count == _ends.Length)
        {
            int length = Math.Max(4, Count * 2);
            Array.Resize(ref _ends, length);
            Array.Resize(ref _hashes, length);
            Array.Resize(ref _counts, length);
        }

        if (TotalBytes + value.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(TotalBytes + value.Length, Math.Max(16, _bytes.Length * 2)));
        }

        value.CopyTo(_bytes.AsSpan(TotalBytes));
        TotalBytes += value.Length;
        _ends[Count] = TotalBytes;
        _hashes[Count] = hash;
        _counts[Count] = times;
        Count++;
    }

    private void Rehash(int slots)
    {
        _slots = new int[slots];
        int mask = slots - 1;
        for (int entry = 0; entry < Count; entry++)
        {
            int slot = (int)(_hashes[entry] >> 20) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = entry + 1;
        }
    }
}
