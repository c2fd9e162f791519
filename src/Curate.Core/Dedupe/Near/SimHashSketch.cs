using Curate.Core.Hashing;
using Curate.Core.Sketches;

namespace Curate.Core.Dedupe.Near;

/// <summary>
/// SimHash with block permutation (Manku, Jain and Das Sarma 2007): 64 bits in m blocks, one key for each choice of m - d blocks. Two sketches that differ in at
/// most d bits agree in all bits of some choice, so none of them is missed.
/// </summary>
internal sealed class SimHashSketch : ITextSketch
{
    private readonly SimHash _hash = new();
    private readonly ulong[] _masks;
    private readonly ulong[] _state = new ulong[1];

    public SimHashSketch(ulong[] masks) => _masks = masks;

    public int Bands => _masks.Length;

    public ReadOnlySpan<ulong> State
    {
        get
        {
            _state[0] = _hash.Value();
            return _state;
        }
    }

    /// <summary>The bits of every choice of <paramref name="blocks"/> - <paramref name="distance"/> blocks.</summary>
    public static ulong[] Masks(int blocks, int distance)
    {
        var masks = new List<ulong>();
        for (int choice = 0; choice < 1 << blocks; choice++)
        {
            if (System.Numerics.BitOperations.PopCount((uint)choice) != blocks - distance)
            {
                continue;
            }

            ulong mask = 0;
            for (int block = 0; block < blocks; block++)
            {
                for (int bit = 64 * block / blocks; (choice >> block & 1) != 0 && bit < 64 * (block + 1) / blocks; bit++)
                {
                    mask |= 1UL << bit;
                }
            }

            masks.Add(mask);
        }

        return [.. masks];
    }

    public void Clear() => _hash.Clear();

    public void Add(ReadOnlySpan<ulong> shingles) => _hash.Add(shingles);

    public void Keys(Span<ulong> keys)
    {
        ulong value = _hash.Value();
        for (int band = 0; band < _masks.Length; band++)
        {
            keys[band] = Hash64.Of(Hash64.Of(value & _masks[band]) ^ ((ulong)band * 0x9E3779B97F4A7C15UL));
        }
    }
}
