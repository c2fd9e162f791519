using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Core.Select.Rules;

/// <summary>
/// How often 64-bit hashes occurred since the last <see cref="Begin"/>: a table that is emptied by a new generation number, so that many short texts cost what
/// they hold. 16 bytes a slot, two slots or more a hash.
/// </summary>
internal sealed class HashCounter
{
    private const ulong Mix = 0x9E3779B97F4A7C15UL;
    private const int LargestKept = 1 << 20;
    private ulong[] _keys = [];
    private uint[] _generations = [];
    private int[] _counts = [];
    private uint _generation;
    private int _shift = 64;

    /// <summary>Empties the table for at most so many hashes.</summary>
    public void Begin(int hashes)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, hashes * 2L));
        if (size > _keys.Length || (_keys.Length > LargestKept && size <= LargestKept))
        {
            // A table that one long text needed is not kept for the short ones after it.
            _keys = new ulong[size];
            _generations = new uint[size];
            _counts = new int[size];
            _generation = 0;
        }

        _shift = 64 - BitOperations.Log2((uint)size);
        if (++_generation == 0)
        {
            Array.Clear(_generations);
            _generation = 1;
        }
    }

    /// <summary>Where a hash is counted, from 0; a new one has the count 0.</summary>
    public ref int this[ulong hash]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int mask = (int)((1UL << (64 - _shift)) - 1);
            int at = (int)((hash * Mix) >> _shift);
            while (_generations[at] == _generation)
            {
                if (_keys[at] == hash)
                {
                    return ref _counts[at];
                }

                at = (at + 1) & mask;
            }

            _generations[at] = _generation;
            _keys[at] = hash;
            _counts[at] = 0;
            return ref _counts[at];
        }
    }
}
