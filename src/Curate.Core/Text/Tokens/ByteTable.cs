using Curate.Core.Data;
using Curate.Core.Hashing;

namespace Curate.Core.Text.Tokens;

/// <summary>
/// Numbers of byte strings: a vocabulary. Open addressing, at most half full; 24 bytes an entry and the strings themselves. Any thread may look up once
/// it is filled.
/// </summary>
internal sealed class ByteTable
{
    private readonly ByteBuffer _arena = new();
    private readonly List<int> _starts = [0];
    private readonly List<int> _ids = [];

    // Index of the entry plus one in the low half, the high half of its hash above: most misses end without a look at the string.
    private ulong[] _slots = new ulong[1024];

    public int Count => _ids.Count;

    /// <summary>Bytes of the longest entry.</summary>
    public int Longest { get; private set; }

    /// <summary>The string of an entry, by the order in which they came.</summary>
    public ReadOnlySpan<byte> Text(int entry) => _arena.Written[_starts[entry].._starts[entry + 1]];

    /// <summary>The number of an entry, by the order in which they came.</summary>
    public int Id(int entry) => _ids[entry];

    /// <summary>Adds a string; false where it is there already, and then nothing changes.</summary>
    public bool Add(ReadOnlySpan<byte> text, int id)
    {
        ulong hash = Hash64.Of(text);
        int slot = Find(text, hash);
        if (_slots[slot] != 0)
        {
            return false;
        }

        _arena.Append(text);
        _starts.Add(_arena.Length);
        _ids.Add(id);
        Longest = Math.Max(Longest, text.Length);
        _slots[slot] = Slot(hash, _ids.Count);
        if (_ids.Count * 2 > _slots.Length)
        {
            Grow();
        }

        return true;
    }

    public bool TryGet(ReadOnlySpan<byte> text, out int id)
    {
        id = -1;
        if (text.Length > Longest)
        {
            return false;
        }

        ulong slot = _slots[Find(text, Hash64.Of(text))];
        if (slot == 0)
        {
            return false;
        }

        id = _ids[(int)(uint)slot - 1];
        return true;
    }

    public bool Contains(ReadOnlySpan<byte> text) => TryGet(text, out _);

    private static ulong Slot(ulong hash, int entry) => (hash & 0xFFFFFFFF00000000) | (uint)entry;

    private int Find(ReadOnlySpan<byte> text, ulong hash)
    {
        int mask = _slots.Length - 1;
        int at = (int)hash & mask;
        while (_slots[at] != 0)
        {
            if ((_slots[at] ^ hash) >> 32 == 0 && Text((int)(uint)_slots[at] - 1).SequenceEqual(text))
            {
                break;
            }

            at = (at + 1) & mask;
        }

        return at;
    }

    private void Grow()
    {
        _slots = new ulong[_slots.Length * 2];
        int mask = _slots.Length - 1;
        for (int entry = 0; entry < _ids.Count; entry++)
        {
            ulong hash = Hash64.Of(Text(entry));
            int at = (int)hash & mask;
            while (_slots[at] != 0)
            {
                at = (at + 1) & mask;
            }

            _slots[at] = Slot(hash, entry + 1);
        }
    }
}
