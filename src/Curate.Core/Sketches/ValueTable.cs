using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Curate.Core.Numerics;

namespace Curate.Core.Sketches;

/// <summary>
/// Every value of a column, as bytes, with its count, while there are at most a given number of different ones in at most a given number of bytes. A value that
/// no longer fits is refused; whether that happens depends on the set of values alone. Whatever is asked of such a column later can be told from here, so its
/// values cost a hash and one probe each.
/// </summary>
/// <remarks>The bytes of the distinct values plus 32 to 64 bytes each, grown from nothing.</remarks>
public sealed class ValueTable
{
    private readonly int _mostValues;
    private readonly int _mostBytes;
    private byte[] _bytes = [];
    private Entry[] _entries = [];
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

    public ReadOnlySpan<byte> this[int entry] => _bytes.AsSpan(_entries[entry].Start, _entries[entry].Length);

    public long Rows(int entry) => _entries[entry].Rows;

    public ulong Hash(int entry) => _entries[entry].Hash;

    /// <summary>Adds occurrences of a value; false (and nothing added) when it is new and does not fit.</summary>
    public bool TryAdd(ulong hash, ReadOnlySpan<byte> value, long times = 1)
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
            if (_entries[entry].Hash == hash && this[entry].SequenceEqual(value))
            {
                _entries[entry].Rows += times;
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

    /// <summary>Adds one occurrence each of values that lie in an array; how many fitted before one did not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int AddRun(ReadOnlySpan<ulong> hashes, byte[] bytes, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        int i = 0;
        while (i < hashes.Length)
        {
            // Known values change none of the arrays.
            int[] slots = _slots;
            Entry[] entries = _entries;
            int mask = slots.Length - 1;
            for (; mask > 0 && i < hashes.Length; i++)
            {
                int entry = slots[(int)(hashes[i] >> 20) & mask] - 1;
                if (entry < 0 || entries[entry].Hash != hashes[i] || !IsValue(in entries[entry], bytes.AsSpan(starts[i], lengths[i])))
                {
                    break;
                }

                entries[entry].Rows++;
            }

            if (i < hashes.Length && !TryAdd(hashes[i], bytes.AsSpan(starts[i], lengths[i])))
            {
                return i;
            }

            i++;
        }

        return hashes.Length;
    }

    /// <summary>Entries in ordinal order of their bytes.</summary>
    public int[] Sorted() => ValueOrder.Of(this);

    /// <summary>Writes values and counts in ordinal order.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(Count);
        foreach (int entry in Sorted())
        {
            StateBytes.Write(to, this[entry]);
            to.Write(_entries[entry].Rows);
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
    private bool IsValue(in Entry entry, ReadOnlySpan<byte> value)
    {
        int length = entry.Length;
        if (length != value.Length)
        {
            return false;
        }

        ref byte a = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), entry.Start);
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

    private void Append(ulong hash, ReadOnlySpan<byte> value, long times)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(4, Count * 2));
        }

        if (TotalBytes + value.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(TotalBytes + value.Length, Math.Max(16, _bytes.Length * 2)));
        }

        value.CopyTo(_bytes.AsSpan(TotalBytes));
        _entries[Count++] = new Entry { Hash = hash, Rows = times, Start = TotalBytes, Length = value.Length };
        TotalBytes += value.Length;
    }

    private void Rehash(int slots)
    {
        _slots = WrittenArray.Of<int>(slots);
        int mask = slots - 1;
        for (int entry = 0; entry < Count; entry++)
        {
            int slot = (int)(_entries[entry].Hash >> 20) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = entry + 1;
        }
    }

    // Side by side, so that a value that is known costs one line of the cache beside its bytes.
    private struct Entry
    {
        public ulong Hash;
        public long Rows;
        public int Start;
        public int Length;
    }
}
