using Curate.Core.Running;

namespace Curate.Core.Dedupe.Near;

/// <summary>Measures candidates against one of them at a time and counts; a pair that was measured for this one is not measured again. 4 bytes a candidate.</summary>
internal sealed class PairComparer : IDisposable
{
    private readonly FeatureStore? _features;
    private readonly PairMeasure _measure;
    private readonly NearCounts _counts;
    private readonly ScratchArray<int> _seenBy;
    private int _current = -1;

    public PairComparer(FeatureStore? features, PairMeasure measure, NearCounts counts, int candidates, RunContext context)
    {
        _features = features;
        _measure = measure;
        _counts = counts;
        _seenBy = new ScratchArray<int>(context, "seen-by", candidates);
        _seenBy.Fill(-1);
    }

    /// <summary>Starts comparing with a candidate.</summary>
    public void Begin(int candidate) => _current = candidate;

    /// <summary>True when this candidate was compared with the current one already; it counts as compared from now on.</summary>
    public bool Seen(int candidate)
    {
        ref int by = ref _seenBy[candidate];
        bool seen = by == _current;
        by = _current;
        return seen;
    }

    /// <summary>Whether the pair passes, and its similarity; not a number when pairs are not measured.</summary>
    public bool Passes(int candidate, out double similarity)
    {
        similarity = _features is null ? double.NaN : _measure.Of(_features[_current], _features[candidate]);
        _counts.Compared++;
        bool passes = _measure.Passes(similarity);
        _counts.Passed += passes ? 1 : 0;
        return passes;
    }

    /// <summary>The similarity of any two candidates, uncounted.</summary>
    public double Similarity(int a, int b) => _features is null ? double.NaN : _measure.Of(_features[a], _features[b]);

    public void Dispose() => _seenBy.Dispose();
}
