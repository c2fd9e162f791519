using Curate.Core.Hashing;

namespace Curate.Core.Text.Tokens.Models;

/// <summary>Merges by the numbers of the two neighbours: open addressing, at most half full; 32 bytes a merge at least.</summary>
internal sealed class PairTable
{
    private const ulong Used = 1UL << 63;
    private readonly ulong[] _keys;
    private readonly (int Rank, int Id)[] _values;

    public PairTable(int capacity)
    {
        int size = 16;
        while (size < capacity * 2L)
        {
            size = checked(size * 2);
        }

        _keys = new ulong[size];
        _values = new (int, int)[size];
    }

    /// <summary>Adds a merge; one of the same two takes the place of the one before.</summary>
    public void Set(int left, int right, int rank, int id)
    {
        int slot = Find(left, right);
        _keys[slot] = Key(left, right);
        _values[slot] = (rank, id);
    }

    public bool TryGet(int left, int right, out int rank, out int id)
    {
        int slot = Find(left, right);
        (rank, id) = _values[slot];
        return _keys[slot] != 0;
    }

    private static ulong Key(int left, int right) => Used | ((ulong)(uint)left << 32) | (uint)right;

    private int Find(int left, int right)
    {
        ulong key = Key(left, right);
        int mask = _keys.Length - 1;
        int at = (int)Hash64.Of(key) & mask;
        while (_keys[at] != 0 && _keys[at] != key)
        {
            at = (at + 1) & mask;
        }

        return at;
    }
}
