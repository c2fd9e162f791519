using System.Runtime.InteropServices;
using Curate.Core.Hashing;
using Curate.Core.Sketches;

namespace Curate.Core.Dedupe.Near;

/// <summary>MinHash cut into bands.</summary>
internal sealed class MinHashSketch : ITextSketch
{
    private readonly MinHash _hash;
    private readonly BandLayout _layout;
    private readonly uint[] _minima;

    public MinHashSketch(MinHash hash, BandLayout layout)
    {
        _hash = hash;
        _layout = layout;
        _minima = new uint[hash.Width];
    }

    public int Bands => _layout.Bands;

    public ReadOnlySpan<ulong> State => MemoryMarshal.Cast<uint, ulong>(_minima);

    public void Clear() => _hash.Clear(_minima);

    public void Add(ReadOnlySpan<ulong> shingles) => _hash.Add(shingles, _minima);

    public void Keys(Span<ulong> keys)
    {
        for (int band = 0; band < _layout.Bands; band++)
        {
            ulong values = Hash64.Of(MemoryMarshal.AsBytes(_minima.AsSpan(band * _layout.Rows, _layout.Rows)));
            keys[band] = Hash64.Of(values ^ ((ulong)band * 0x9E3779B97F4A7C15UL));
        }
    }
}
