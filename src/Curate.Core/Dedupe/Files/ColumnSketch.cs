using Curate.Core.Hashing;

namespace Curate.Core.Dedupe.Files;

/// <summary>What is kept of a column: missing values, the range of its texts in the order of bytes, and its smallest value hashes. About 3 KB.</summary>
internal sealed class ColumnSketch
{
    private const int Hashes = 64;

    /// <summary>Ranges keep the beginnings of texts; those of longer texts are as good, only coarser.</summary>
    private const int KeptBytes = 64;

    private readonly SmallestHashes _values = new(Hashes);
    private byte[]? _least;
    private byte[]? _most;

    public long Nulls { get; private set; }

    public void Add(ReadOnlySpan<byte> text, bool isNull)
    {
        if (isNull)
        {
            Nulls++;
            return;
        }

        _values.Add(Hash128.Of(text).Low);
        ReadOnlySpan<byte> kept = text[..Math.Min(text.Length, KeptBytes)];
        if (_least is null || kept.SequenceCompareTo(_least) < 0)
        {
            _least = kept.ToArray();
        }

        if (_most is null || kept.SequenceCompareTo(_most) > 0)
        {
            _most = kept.ToArray();
        }
    }

    public void Merge(ColumnSketch other)
    {
        Nulls += other.Nulls;
        _values.Merge(other._values);
        _least = _least is null || (other._least is not null && other._least.AsSpan().SequenceCompareTo(_least) < 0) ? other._least : _least;
        _most = _most is null || (other._most is not null && other._most.AsSpan().SequenceCompareTo(_most) > 0) ? other._most : _most;
    }

    /// <summary>False where missing values or the range say that the values are no part of the other column's.</summary>
    public bool FitsInto(ColumnSketch other) => Nulls <= other.Nulls
        && (_least is null || (other._least is not null && _least.AsSpan().SequenceCompareTo(other._least) >= 0 && _most.AsSpan().SequenceCompareTo(other._most) <= 0));

    /// <summary>False where the hashes say so.</summary>
    public bool MayBeIn(ColumnSketch other) => _values.MayBeIn(other._values);
}
