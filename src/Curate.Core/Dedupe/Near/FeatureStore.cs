using System.Runtime.CompilerServices;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Near;

/// <summary>The values by which candidates are measured: 8 bytes each, in chunks in memory or mapped from scratch, and 12 bytes a candidate.</summary>
internal sealed class FeatureStore : IDisposable
{
    private const int SmallestChunk = 1 << 12;
    private const int LargestChunk = 1 << 21;
    private readonly RunContext _context;
    private readonly List<ScratchArray<ulong>> _chunks = [];
    private readonly ScratchArray<long> _places;
    private readonly ScratchArray<int> _lengths;
    private int _candidates;
    private int _free;
    private int _used;

    /// <param name="context">Budget and scratch.</param>
    /// <param name="candidates">Candidates that will be appended.</param>
    public FeatureStore(RunContext context, int candidates)
    {
        _context = context;
        _places = new ScratchArray<long>(context, "feature-places", candidates);
        _lengths = new ScratchArray<int>(context, "feature-lengths", candidates);
    }

    /// <summary>The values of a candidate.</summary>
    public ReadOnlySpan<ulong> this[int candidate]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            long place = _places[candidate];
            return _chunks[(int)(place >> 32)].Slice((int)place, _lengths[candidate]);
        }
    }

    /// <summary>Appends the values of the next candidate.</summary>
    public void Append(ReadOnlySpan<ulong> values)
    {
        if (_chunks.Count == 0 || values.Length > _free)
        {
            // Chunks double, so that a small run takes little and a large one few regions.
            int wanted = Math.Min(LargestChunk, SmallestChunk << Math.Min(20, _chunks.Count));
            _free = Math.Max(values.Length, wanted);
            _chunks.Add(new ScratchArray<ulong>(_context, "features", _free));
            _used = 0;
        }

        values.CopyTo(_chunks[^1].Slice(_used, values.Length));
        _places[_candidates] = ((long)(_chunks.Count - 1) << 32) | (uint)_used;
        _lengths[_candidates++] = values.Length;
        _used += values.Length;
        _free -= values.Length;
    }

    public void Dispose()
    {
        foreach (ScratchArray<ulong> chunk in _chunks)
        {
            chunk.Dispose();
        }

        _places.Dispose();
        _lengths.Dispose();
    }
}
