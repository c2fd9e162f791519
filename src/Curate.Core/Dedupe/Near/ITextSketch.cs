namespace Curate.Core.Dedupe.Near;

/// <summary>A small summary of a text that gives bucket keys: texts that are alike share one of them with a high probability. One per thread.</summary>
internal interface ITextSketch
{
    /// <summary>Keys of a text.</summary>
    int Bands { get; }

    /// <summary>The summary itself, for comparing pairs.</summary>
    ReadOnlySpan<ulong> State { get; }

    void Clear();

    void Add(ReadOnlySpan<ulong> shingles);

    /// <summary>Writes the <see cref="Bands"/> keys.</summary>
    void Keys(Span<ulong> keys);
}
