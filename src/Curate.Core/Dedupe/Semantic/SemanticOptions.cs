namespace Curate.Core.Dedupe.Semantic;

/// <summary>Options of <c>dedupe --method semantic</c>.</summary>
public sealed record SemanticOptions
{
    /// <summary>Least cosine similarity of a pair unless one is given.</summary>
    public const double DefaultThreshold = 0.95;

    /// <summary>One column of vectors, or columns of numbers.</summary>
    public IReadOnlyList<string> Embedding { get; init; } = [];

    public CopyOptions Copies { get; init; } = new();

    /// <summary>Least cosine similarity of a pair; null follows from <see cref="Epsilon"/>, else from the default.</summary>
    public double? Threshold { get; init; }

    /// <summary>1 - <see cref="Threshold"/>.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Clusters of k-means; null = by the number of vectors.</summary>
    public int? Clusters { get; init; }

    /// <summary>Clusters that a row is compared in.</summary>
    public int Probes { get; init; } = 3;

    /// <summary>Most iterations of k-means.</summary>
    public int MaxIterations { get; init; } = 20;

    /// <summary>Star rather than transitive clusters.</summary>
    public bool Star { get; init; } = true;

    /// <summary>Which copy stays, by something other than a column.</summary>
    public VectorOrder Order { get; init; }

    /// <summary>Report similarities and drop nothing.</summary>
    public bool Inspect { get; init; }

    /// <summary>The least similarity in effect.</summary>
    public double LeastSimilarity => Threshold ?? (Epsilon is { } epsilon ? 1 - epsilon : DefaultThreshold);
}
