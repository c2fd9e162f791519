namespace Curate.Core.Dependencies;

/// <summary>
/// What a search for dependencies found, as data; renderers show it. Values are compared as texts, and a missing value equals a missing value. Nothing
/// in it depends on workers, batches or speed.
/// </summary>
public sealed record DependencyReport
{
    /// <summary>The columns that were searched, in table order.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Columns that were not searched: beyond the limit, or of vectors.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    public required DependencyOptions Options { get; init; }

    public required long Rows { get; init; }

    /// <summary>Minimal dependencies that hold, in all; those that follow from keys are among them.</summary>
    public required long ExactCount { get; init; }

    /// <summary>Those whose left side is a key: they say no more than that.</summary>
    public required long FromKeys { get; init; }

    /// <summary>Those with fewer supporting rows than asked for, keys aside: not listed.</summary>
    public required long BelowSupport { get; init; }

    /// <summary>Minimal dependencies that hold, fewest columns first, then most support.</summary>
    public required IReadOnlyList<Dependency> Exact { get; init; }

    public required long AlmostCount { get; init; }

    /// <summary>Dependencies that almost hold, largest mu+ first.</summary>
    public required IReadOnlyList<Dependency> Almost { get; init; }

    public required long KeyCount { get; init; }

    /// <summary>Sets of columns whose values are different in every row, none of which contains another one; fewest columns first.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Keys { get; init; }

    public required long InclusionCount { get; init; }

    /// <summary>Columns whose values occur in another column.</summary>
    public required IReadOnlyList<Inclusion> Inclusions { get; init; }

    public required long TypoCount { get; init; }

    /// <summary>Values that look like misspellings of the frequent value of their group.</summary>
    public required IReadOnlyList<TypoCandidate> Typos { get; init; }

    /// <summary>Left sides of up to so many columns were all looked at.</summary>
    public required int Complete { get; init; }

    /// <summary>No left side is missing: a larger one cannot be minimal.</summary>
    public required bool IsExhausted { get; init; }

    /// <summary>The limit of work ended the search.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Left sides that were looked at.</summary>
    public required long LeftSides { get; init; }

    /// <summary>Visits of rows.</summary>
    public required long Work { get; init; }

    /// <summary>Why inclusions in the other dataset are missing, or null.</summary>
    public string? Note { get; init; }
}
