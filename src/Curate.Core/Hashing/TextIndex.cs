namespace Curate.Core.Hashing;

/// <summary>
/// Numbers distinct byte strings 0, 1, 2 ... in order of first appearance. Open addressing over one block of bytes: the strings plus about
/// 24 bytes each.
/// </summary>
public sealed class TextIndex
{
    private byte[] _bytes = new byte[256];
    private int[] _ends = new int[16];
    private ulong[] _hashes = new ulong[16];
    private int[] _slots = new int[32];
    private int _used;

    public TextIndex() => Array.Fill(_slots, -1);

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int code]
    {
        get
        {
            int start = code == 0 ? 0 : _ends[code - 1];
            return _bytes.AsSpan(start, _ends[code] - start);
        }
    }

    /// <summary>The number of <paramref name="text"/>, given now if it is new.</summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        ulong hash = Hash128.Of(text).Low;
        int slot = Slot(text, hash);
        if (_slots[slot] >= 0)
        {
            return _slots[slot];
        }

        int code = Count++;
        if (code == _ends.Length)
        {
            Array.Resize(ref _ends, code * 2);
            Array.Resize(ref _hashes, code * 2);
        }

        if (_used + text.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, (long)_used + text.Length)));
        }

        text.CopyTo(_bytes.AsSpan(_used));
        _used += text.Length;
        _ends[code] = _used;
        _hashes[code] = hash;
        _slots[slot] = code;
        if (Count * 2 > _slots.Length)
        {
            Rehash();
        }

        return code;
    }

    /// <summary>The number of <paramref name="text"/>, or -1.</summary>
    public int Find(ReadOnlySpan<byte> text) => _slots[Slot(text, Hash128.Of(text).Low)];

    /// <summary>Forgets everything and keeps the storage.</summary>
    public void Clear()
    {
        Array.Fill(_slots, -1);
        Count = 0;
        _used = 0;
    }

    private int Slot(ReadOnlySpan<byte> text, ulong hash)
    {
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        while (true)
        {
            int code = _slots[slot];
            if (code < 0 || (_hashes[code] == hash && this[code].SequenceEqual(text)))
            {
                return slot;
            }

            slot = (slot + 1) & mask;
        }
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        Array.Fill(_slots, -1);
        int mask = _slots.Length - 1;
        for (int code = 0; code < Count; code++)
        {
            int slot = (int)_hashes[code] & mask;
            while (_slots[slot] >= 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = code;
        }
    }
}
