using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Curate.Parquet.Encodings;

namespace Curate.Parquet.Writing;

/// <summary>Numbers distinct values in the order in which they come first. Open addressing; 8 bytes a slot, half of the slots used at most.</summary>
internal sealed class DictionaryBuilder(int width)
{
    private readonly ValueBuffer _values = new();
    private int[] _slots = new int[1024];
    private uint[] _hashes = new uint[1024];

    /// <summary>The distinct values. A width of 0 means byte arrays.</summary>
    public ValueBuffer Values => _values;

    public int Count => _values.Count;

    /// <summary>Bytes of the values in plain encoding.</summary>
    public long PlainBytes => _values.ByteCount + (width == 0 ? 4L * _values.Count : 0);

    public void Clear()
    {
        _values.Clear();
        Array.Clear(_slots);
    }

    /// <summary>The number of a value, new or known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Code(ReadOnlySpan<byte> value)
    {
        uint hash = Hash(value);
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        while (_slots[slot] != 0)
        {
            int known = _slots[slot] - 1;
            if (_hashes[slot] == hash && At(known).SequenceEqual(value))
            {
                return known;
            }

            slot = (slot + 1) & mask;
        }

        int code = _values.Count;
        if (width == 0)
        {
            _values.ReserveOffsets(1);
            _values.AddReserved(value);
        }
        else
        {
            value.CopyTo(_values.AddFixed(1, width));
        }

        _slots[slot] = code + 1;
        _hashes[slot] = hash;
        if (2 * _values.Count > _slots.Length)
        {
            Grow();
        }

        return code;
    }

    private ReadOnlySpan<byte> At(int code) => width == 0 ? _values.Value(code) : _values.Bytes.Slice(code * width, width);

    // The numbers of values do not depend on the hash, only the speed does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<byte> value)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)value.Length * Multiplier;
        while (value.Length >= 8)
        {
            hash = BitOperations.RotateLeft((hash ^ MemoryMarshal.Read<ulong>(value)) * Multiplier, 29);
            value = value[8..];
        }

        if (value.Length >= 4)
        {
            hash = BitOperations.RotateLeft((hash ^ MemoryMarshal.Read<uint>(value)) * Multiplier, 29);
            value = value[4..];
        }

        foreach (byte part in value)
        {
            hash = BitOperations.RotateLeft((hash ^ part) * Multiplier, 29);
        }

        hash *= Multiplier;
        return (uint)(hash >> 32);
    }

    private void Grow()
    {
        (int[] slots, uint[] hashes) = (_slots, _hashes);
        _slots = new int[2 * slots.Length];
        _hashes = new uint[2 * slots.Length];
        int mask = _slots.Length - 1;
        for (int i = 0; i < slots.Length; i++)
        {
            if (slots[i] == 0)
            {
                continue;
            }

            int slot = (int)hashes[i] & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            (_slots[slot], _hashes[slot]) = (slots[i], hashes[i]);
        }
    }
}
